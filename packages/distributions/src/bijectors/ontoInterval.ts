import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, logistic, select, softplus, type NumericInput } from "@variate/math";
import { openInterval, real } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

export interface OntoIntervalParameters {
  readonly low: NumericInput;
  readonly high: NumericInput;
}

export interface OntoInterval extends Bijector<"ontoInterval">, Monotone {
  readonly low: Tensor;
  readonly high: Tensor;
}

const constraints = { low: real, high: real };

/**
 * y = low + (high − low) logistic(x), from all numbers onto (low, high), elementwise.
 *
 *   log |dy/dx| = log(high − low) − softplus(x) − softplus(−x),   inverse log((y − low) / (high − y))
 *
 * Values are counted from the nearer end, so that a bound of 0 keeps all digits beside it, be it low or high.
 *
 * @throws If `low` and `high` do not broadcast together.
 */
export function ontoInterval(parameters: OntoIntervalParameters): OntoInterval {
  const { tensors, batchShape } = readParameters("ontoInterval", constraints, parameters);
  const { low, high } = tensors;
  const width = (): Tensor => tf.sub(high, low);
  return bijector(
    {
      name: "ontoInterval", domain: real, codomain: openInterval(low, high), batchShape, constraints, remake: ontoInterval,
      forward: (x) => {
        const lower = isLess(x, 0);
        // Not −|x|, whose slope at 0 is 0.
        const share = tf.mul(width(), logistic(select(lower, x, tf.neg(x))));
        return select(lower, tf.add(low, share), tf.sub(high, share));
      },
      inverse: (y) => tf.sub(tf.log(tf.sub(y, low)), tf.log(tf.sub(high, y))),
      forwardLogDet: (x) => tf.sub(tf.log(width()), tf.add(softplus(x), softplus(tf.neg(x)))),
      inverseLogDet: (y) => tf.sub(tf.log(width()), tf.add(tf.log(tf.sub(y, low)), tf.log(tf.sub(high, y)))),
    },
    { low, high, direction: () => 1 },
  );
}
