import * as tf from "@tensorflow/tfjs-core";
import { flattenTree, mapTree, tidy, type Params } from "@variate/math";
import type { Schedule } from "./schedules/schedule.js";

/**
 * One step of an exponential moving average of parameters: decay · average + (1 − decay) · params.
 *
 * The caller owns the new tree; the arguments are left as they are.
 *
 * Reference: Polyak and Juditsky (1992), Acceleration of stochastic approximation by averaging, with forgetting.
 */
export function updateAverage<P extends Params>(average: P, params: P, decay: number): P {
  if (!(decay >= 0 && decay <= 1)) throw new Error(`updateAverage: expected decay in [0, 1]; got ${decay}.`);
  return tidy(() => {
    const [keep, take] = [tf.scalar(decay), tf.scalar(1 - decay)];
    const current = flattenTree(params);
    return mapTree(average, (leaf, path) => {
      const parameter = current[path];
      if (parameter === undefined) throw new Error(`updateAverage: expected a parameter named ${path}; got none.`);
      return tidy(() => tf.add(tf.mul(leaf, keep), tf.mul(parameter, take)));
    });
  });
}

/**
 * A decay that grows from 0.1 towards `decay`, so that the first, random parameters are soon forgotten:
 * min(decay, (1 + step) / (10 + step)).
 */
export function averageWarmup(decay: number): Schedule {
  if (!(decay >= 0 && decay < 1)) throw new Error(`averageWarmup: expected decay in [0, 1); got ${decay}.`);
  return (step) => Math.min(decay, (1 + step) / (10 + step));
}
