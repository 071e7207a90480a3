import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isInteger, isGreaterEqual, isLess, isLessEqual, select, tidy } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { integer, integerInterval, type Constraint } from "../constraints.js";
import type { Distribution, HasCdf, HasQuantile, ParameterMap } from "../distribution.js";
import { makeFamily } from "../family.js";
import { mapParametersOf, overBatch } from "./batch.js";
import { bothBounds, bound, clamp, logCdfAt, type Bounds } from "./bounds.js";
import { logIntervalProbability } from "./intervals.js";

/** `base` rounded to whole numbers. */
export type Quantized<D extends Distribution = Distribution> = Distribution<Tensor, readonly []> &
  HasCdf &
  (D extends HasQuantile ? HasQuantile : unknown) & {
    readonly family: "quantized";
    readonly base: D;
    readonly low: Tensor;
    readonly high: Tensor;
  };

const constraints = { low: bound, high: bound };

/**
 * A continuous distribution of scalars rounded to the nearest whole number, as a digitized signal is:
 *
 *   P(k) = F(k + ½) − F(k − ½),   P(low) = F(low + ½),   P(high) = 1 − F(high − ½)
 *
 * in nats by logarithms of F on the side where the interval lies, so that pixels far in a tail keep finite log
 * probabilities and gradients. What lies beyond a bound counts as the bound. What is no whole number within the bounds has
 * log probability −∞.
 *
 * Draws are those of `base` with the same key, rounded (halves up) and clamped. They carry no gradients.
 *
 * @param base - A continuous distribution of scalars with `cdf` and `logCdf`.
 * @param bounds.low - The least value, a whole number; −∞ unless told.
 * @param bounds.high - The largest, such as 255; ∞ unless told. Both broadcast with the batch shape of `base`.
 * @throws If the shapes do not broadcast.
 *
 * Reference: Salimans, Karpathy, Chen and Kingma (2017), "PixelCNN++", eq. 2.
 */
export function quantized<D extends Distribution<Tensor, readonly []> & HasCdf>(base: D, bounds: Bounds = {}): Quantized<D> {
  const bounded = bounds.low !== undefined && bounds.high !== undefined;
  return makeFamily(
    {
      family: "quantized", constraints, parameters: bothBounds(bounds), batchShape: base.batchShape,
      support: ({ low, high }): Constraint => (bounded ? integerInterval(low, high) : integer),
    },
    ({ low, high }, { batchShape }) => {
      /** log P(X ≤ k) of a whole number k: all from the largest on, nothing below the least. */
      const atWhole = (k: Tensor): Tensor =>
        select(isGreaterEqual(k, high), 0, select(isLess(k, low), -Infinity, logCdfAt(base, tf.add(k, 0.5))));
      const logCdf = (x: Tensor): Tensor => atWhole(tf.floor(x));
      return {
        base,
        logProb: (x: Tensor) => {
          const legal = tf.logicalAnd(isBetween(x, low, high), isInteger(x));
          const k = select(legal, x, clamp(tf.zerosLike(x), tf.ceil(low), tf.floor(high)));
          const below = select(isLessEqual(k, low), -Infinity, logCdfAt(base, tf.sub(k, 0.5)));
          return select(legal, logIntervalProbability(below, atWhole(k)), -Infinity);
        },
        logCdf,
        cdf: (x: Tensor) => tf.exp(logCdf(x)),
        ...("quantile" in base
          ? { quantile: (p: Tensor) => clamp(tf.ceil(tf.sub((base as unknown as HasQuantile).quantile(p), 0.5)), low, high) }
          : {}),
        sample: (key: RandomKey, shape: number[]) => {
          const wide = overBatch("quantized", base, batchShape);
          const draws = wide.sample(key, shape.slice(0, shape.length - batchShape.length));
          return clamp(tf.floor(tf.add(draws, 0.5)), low, high);
        },
        mapParameters: (map: ParameterMap) =>
          tidy(() => quantized(mapParametersOf("quantized", base, map, "base."), {
            ...(bounds.low === undefined ? {} : { low: map(low, "low", 0) }),
            ...(bounds.high === undefined ? {} : { high: map(high, "high", 0) }),
          })),
      };
    },
  ) as unknown as Quantized<D>;
}
