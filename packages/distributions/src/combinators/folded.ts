import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, isLess, logAddExp, select, tidy, toFloatTensor, type NumericInput } from "@variate/math";
import { nonNegative, nonNegativeInteger } from "../constraints.js";
import type { Distribution, HasCdf, HasQuantile, ParameterMap, Reparameterized } from "../distribution.js";
import { finite } from "../float32.js";
import { integerQuantile } from "../integerQuantile.js";
import { numericalQuantile } from "../numericalQuantile.js";
import { readValue } from "../values.js";
import { mapParametersOf } from "./batch.js";
import { logIntervalProbability } from "./intervals.js";

/** The absolute value of a draw of `base`. */
export type Folded<D extends Distribution = Distribution> = Distribution<Tensor, readonly []> &
  (D extends HasCdf ? HasCdf : unknown) &
  (D extends HasCdf & HasQuantile ? HasQuantile : unknown) &
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
 * `rsample` carries their gradients. Where `base` has quantiles so has this: the inverse of its cdf by safeguarded Newton
 * steps.
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
  const logProb = (value: NumericInput): Tensor =>
    tidy(() => {
      const x = readValue("folded.logProb", value, shapes);
      const legal = select(isLess(x, 0), 0, x);
      const one = base.logProb(legal);
      // A mass at 0 counts once; a density there has its two sides.
      const both = logAddExp(one, base.logProb(tf.neg(legal)));
      const folds = discrete ? select(isEqual(legal, 0), one, both) : both;
      return select(isLess(x, 0), -Infinity, folds);
    });
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
    if ("quantile" in base) {
      const { quantile } = base as unknown as HasQuantile;
      methods["quantile"] = (given: NumericInput) =>
        tidy(() => {
          const p = toFloatTensor(given);
          // What has as much beyond it on either side as the absolute value is to have.
          const rest = tf.mul(0.5, tf.sub(1, p));
          const high = tf.maximum(quantile(tf.sub(1, rest)), tf.neg(quantile(rest)));
          if (discrete) return integerQuantile(p, batchShape, { low: 0, high }, (k) => tf.exp(logCdf("cdf", k)));
          const search = { bracket: [0, finite(high)], ends: [0, high] } as const;
          return numericalQuantile(p, { logProb, logCdf: (x) => logCdf("logCdf", x) }, search);
        });
    }
  }
  return {
    family: "folded", ...shapes, support: discrete ? nonNegativeInteger : nonNegative, base,
    logProb,
    sample: (key: never, shape: never) => tidy(() => tf.abs(base.sample(key, shape))),
    ...methods,
    mapParameters: (map: ParameterMap) => folded(mapParametersOf("folded", base, map, "base.")),
  } as unknown as Folded<D>;
}
