import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, isLess, logAddExp, select, tidy, type NumericInput } from "@variate/math";
import { nonNegative, nonNegativeInteger } from "../constraints.js";
import type { Distribution, HasCdf, ParameterMap, Reparameterized } from "../distribution.js";
import { readValue } from "../values.js";
import { mapParametersOf } from "./batch.js";
import { logIntervalProbability } from "./intervals.js";

/** The absolute value of a draw of `base`. */
export type Folded<D extends Distribution = Distribution> = Distribution<Tensor, readonly []> &
  (D extends HasCdf ? HasCdf : unknown) &
  (D extends Reparameterized ? Reparameterized<Tensor, readonly []> : unknown) & {
    readonly family: "folded";
    readonly base: D;
  };

/**
 * The absolute value |X| of a distribution of scalars, whose halves of the line are folded at 0:
 *
 *   p(x) = base(x) + base(−x),   x ≥ 0
 *
 * in nats. To fold at another point, move `base`. Draws are the absolute values of those of `base` with the same key, and
 * `rsample` carries their gradients.
 *
 * @param base - A distribution of scalars.
 *
 * Reference: Leone, Nelson and Nottingham (1961), "The folded normal distribution".
 */
export function folded<D extends Distribution<Tensor, readonly []>>(base: D): Folded<D> {
  const { discrete } = base.support;
  const { batchShape } = base;
  const shapes = { batchShape, eventShape: [] as const };
  const methods: Record<string, unknown> = {};
  if ("rsample" in base) methods["rsample"] = (key: never, shape: never) => tidy(() => tf.abs((base as unknown as Reparameterized).rsample(key, shape)));
  if ("logCdf" in base) {
    const { logCdf: baseLogCdf } = base as unknown as HasCdf;
    const logCdf = (caller: string, value: NumericInput): Tensor => {
      const x = readValue(`folded.${caller}`, value, shapes);
      const upper = select(isLess(x, 0), 0, x);
      const lower = tf.neg(upper);
      const inside = logIntervalProbability(baseLogCdf(discrete ? tf.sub(tf.ceil(lower), 1) : lower), baseLogCdf(upper));
      return select(isLess(x, 0), -Infinity, inside);
    };
    methods["logCdf"] = (value: NumericInput) => tidy(() => logCdf("logCdf", value));
    methods["cdf"] = (value: NumericInput) => tidy(() => tf.exp(logCdf("cdf", value)));
  }
  return {
    family: "folded", ...shapes, support: discrete ? nonNegativeInteger : nonNegative, base,
    logProb: (value: NumericInput) =>
      tidy(() => {
        const x = readValue("folded.logProb", value, shapes);
        const legal = select(isLess(x, 0), 0, x);
        const one = base.logProb(legal);
        // A mass at 0 counts once; a density there has its two sides.
        const both = logAddExp(one, base.logProb(tf.neg(legal)));
        const folds = discrete ? select(isEqual(legal, 0), one, both) : both;
        return select(isLess(x, 0), -Infinity, folds);
      }),
    sample: (key: never, shape: never) => tidy(() => tf.abs(base.sample(key, shape))),
    ...methods,
    mapParameters: (map: ParameterMap) => folded(mapParametersOf("folded", base, map, "base.")),
  } as unknown as Folded<D>;
}
