import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isEqual, isLess, select, tidy } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { interval, type Bounded } from "../constraints.js";
import type { Distribution, HasCdf, HasQuantile, ParameterMap, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { mapParametersOf, overBatch } from "./batch.js";
import { bothBounds, bound, clamp, logCdfAt, logProbabilityFrom, type Bounds } from "./bounds.js";

/** `base` of which values beyond two bounds are recorded as the bound. */
export type Censored<D extends Distribution = Distribution> = Distribution<Tensor, readonly []> &
  HasCdf &
  (D extends HasQuantile ? HasQuantile : unknown) &
  (D extends Reparameterized ? Reparameterized<Tensor, readonly []> : unknown) & {
    readonly family: "censored";
    readonly support: Bounded;
    readonly base: D;
    readonly low: Tensor;
    readonly high: Tensor;
  };

const constraints = { low: bound, high: bound };

/**
 * A distribution of scalars whose values beyond a bound are recorded as that bound: clamp(X, low, high), as an instrument
 * that saturates, or a study that ends, reports them.
 *
 *   log p(low) = log P(X ≤ low),   log p(high) = log P(X ≥ high),   log p(x) = log base(x) between,   −∞ beyond
 *
 * in nats: masses at the bounds, and the density of `base` between them; log p(low) = 0 where the bounds are equal. The
 * masses are taken in logarithms on both sides.
 *
 * Draws are those of `base` with the same key, clamped; `rsample` carries gradients where a draw is not clamped, and those of
 * the bound where it is.
 *
 * @param base - A distribution of scalars with `cdf` and `logCdf`.
 * @param bounds.low - Lower bound, −∞ unless told.
 * @param bounds.high - Upper bound, ∞ unless told. Both broadcast with the batch shape of `base`.
 * @throws If the shapes do not broadcast.
 *
 * Reference: Tobin (1958), "Estimation of relationships for limited dependent variables".
 */
export function censored<D extends Distribution<Tensor, readonly []> & HasCdf>(base: D, bounds: Bounds): Censored<D> {
  return makeFamily(
    {
      family: "censored", constraints, parameters: bothBounds(bounds), batchShape: base.batchShape,
      support: ({ low, high }) => ({ ...interval(low, high), discrete: base.support.discrete }),
    },
    ({ low, high }, { batchShape }) => {
      const draw = (name: "sample" | "rsample") => (key: RandomKey, shape: number[]): Tensor => {
        const wide = overBatch("censored", base, batchShape);
        const draws = (wide as unknown as Reparameterized)[name](key, shape.slice(0, shape.length - batchShape.length));
        return clamp(tf.cast(draws, "float32"), low, high);
      };
      return {
        base,
        logProb: (x: Tensor) => {
          const between = select(isBetween(x, low, high), base.logProb(x), -Infinity);
          // Bounds that are equal hold all of the mass.
          const atLow = select(isLess(low, high), logCdfAt(base, low), 0);
          return select(isEqual(x, low), atLow, select(isEqual(x, high), logProbabilityFrom(base, high), between));
        },
        cdf: (x: Tensor) => select(isLess(x, low), 0, select(isLess(x, high), base.cdf(x), 1)),
        logCdf: (x: Tensor) => select(isLess(x, low), -Infinity, select(isLess(x, high), base.logCdf(x), 0)),
        ...("quantile" in base ? { quantile: (p: Tensor) => clamp((base as unknown as HasQuantile).quantile(p), low, high) } : {}),
        sample: draw("sample"),
        ...("rsample" in base ? { rsample: draw("rsample") } : {}),
        mapParameters: (map: ParameterMap) =>
          tidy(() => censored(mapParametersOf("censored", base, map, "base."), { low: map(low, "low", 0), high: map(high, "high", 0) })),
      };
    },
  ) as unknown as Censored<D>;
}
