import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isGreater, isLess, log1p, select, tidy, withoutGradient } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { integerInterval, interval, type Bounded } from "../constraints.js";
import type { Distribution, HasCdf, HasQuantile, ParameterMap, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { implicitDraws } from "../implicitDraws.js";
import { numericalQuantile } from "../numericalQuantile.js";
import { mapParametersOf } from "./batch.js";
import { bothBounds, bound, clamp, logCdfAt, logCdfBelow, logProbabilityBetween, type Bounds } from "./bounds.js";
import { logIntervalProbability, logSurvival } from "./intervals.js";

/** `base` given that its value lies between two bounds. */
export type Truncated<D extends Distribution = Distribution> = Distribution<Tensor, readonly []> &
  HasCdf &
  HasQuantile &
  (D extends Reparameterized ? Reparameterized<Tensor, readonly []> : unknown) & {
    readonly family: "truncated";
    readonly support: Bounded;
    readonly base: D;
    readonly low: Tensor;
    readonly high: Tensor;
  };

const constraints = { low: bound, high: bound };
// Of the search for a quantile, which mostly begins next to it.
const STEPS = 8;
// Integers from the lower bound on that are tried one by one.
const FIRST = 64;

/**
 * A distribution of scalars given that its value lies in [low, high], both bounds included.
 *
 *   log p(x) = log base(x) − log P(low ≤ X ≤ high) inside, −∞ outside,   in nats
 *
 * The probability of the interval is taken in logarithms, by the tail in which it lies, so that an interval of
 * probability 1e-30 is one like any other. Gradients reach the bounds and the parameters of `base`.
 *
 * `sample(key, s)` is the quantile at `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴. Where `base` is reparameterized
 * `rsample` gives the same values with implicit gradients. Quantiles begin with that of `base` at P(X < low) + p ·
 * P(low ≤ X ≤ high), which far out in a tail float32 tells only coarsely, and for a continuous `base` eight safeguarded Newton
 * steps on the logarithm of the cdf make them exact, and draws as dear as that many evaluations of it. For a discrete `base` the
 * first 64 integers of the interval are tried by its own cdf.
 *
 * @param base - A distribution of scalars with `cdf`, `logCdf` and `quantile`.
 * @param bounds.low - Lower bound, −∞ unless told.
 * @param bounds.high - Upper bound, ∞ unless told. Both broadcast with the batch shape of `base`.
 * @throws If the shapes do not broadcast.
 */
export function truncated<D extends Distribution<Tensor, readonly []> & HasCdf & HasQuantile>(base: D, bounds: Bounds): Truncated<D> {
  const { discrete } = base.support;
  return makeFamily(
    {
      family: "truncated", constraints, parameters: bothBounds(bounds), batchShape: base.batchShape,
      support: ({ low, high }) => (discrete ? integerInterval(low, high) : interval(low, high)),
    },
    ({ low, high }) => {
      const logMass = (): Tensor => logProbabilityBetween(base, low, high);
      const logProb = (x: Tensor): Tensor => select(isBetween(x, low, high), tf.sub(base.logProb(x), logMass()), -Infinity);
      const logCdf = (x: Tensor): Tensor => {
        const [before, here, after] = [logCdfBelow(base, low), logCdfAt(base, clamp(x, low, high)), logCdfAt(base, high)];
        const mass = logIntervalProbability(before, after);
        const shareOf = (from: Tensor, to: Tensor): Tensor => tf.minimum(tf.sub(logIntervalProbability(from, to), mass), 0);
        const share = shareOf(before, here);
        // In the upper half what is left, which keeps its digits.
        const inside = discrete ? share : select(isLess(share, -Math.LN2), share, logSurvival(shareOf(here, after)));
        return select(isLess(x, low), -Infinity, select(isLess(x, high), inside, 0));
      };
      const quantile = (p: Tensor): Tensor => {
        const below = tf.exp(logCdfBelow(base, low));
        const level = tf.minimum(tf.add(below, tf.mul(p, tf.exp(logMass()))), discrete ? 1 : 1 - 2 ** -24);
        const x = clamp(base.quantile(level), low, high);
        if (!discrete) {
          // Where the levels say too little, the tail is taken for that of a Pareto or an exponential distribution.
          const from = (end: Tensor, logs: Tensor): Tensor => {
            const away = tf.div(logs, tf.exp(logProb(finite(end))));
            const ratio = tf.div(away, end);
            return select(isGreater(ratio, 0), tf.mul(end, tf.exp(ratio)), tf.add(end, away));
          };
          const inner = select(isGreater(logCdfAt(base, high), -69), x, from(high, tf.log(p)));
          const start = finite(clamp(select(isLess(below, 1 - 1e-6), inner, from(low, tf.neg(log1p(tf.neg(p))))), low, high));
          return numericalQuantile(p, { logProb, logCdf }, { bracket: [finite(low), finite(high)], ends: [low, high], start, steps: STEPS });
        }
        const k = amongFirst(p, low, (at) => tf.exp(logCdf(at)), x);
        // Rounding must not lead out of the interval at its ends.
        return select(isBetween(p, 0, 1), select(isGreater(p, 0), select(isLess(p, 1), k, high), low), NaN);
      };
      const sample = (key: Parameters<typeof uniformDraws>[0], shape: number[]): Tensor => {
        // Half a step from 0, so that an infinite bound is never drawn.
        const x = quantile(tf.add(uniformDraws(key, shape), 2 ** -24));
        return discrete ? tf.minimum(tf.maximum(x, tf.ceil(low)), tf.floor(high)) : x;
      };
      const pathwise = "rsample" in base && !discrete;
      return {
        base, logProb, logCdf,
        cdf: (x: Tensor) => tf.exp(logCdf(x)),
        quantile,
        sample,
        ...(pathwise
          ? { rsample: (key: Parameters<typeof uniformDraws>[0], shape: number[]) => implicitDraws(withoutGradient(() => sample(key, shape)), { logProb, logCdf }) }
          : {}),
        mapParameters: (map: ParameterMap) =>
          tidy(() => truncated(mapParametersOf("truncated", base, map, "base."), { low: map(low, "low", 0), high: map(high, "high", 0) })),
      };
    },
  ) as unknown as Truncated<D>;
}

/**
 * The first integer from `low` on whose cdf reaches p, to the rounding of float32, if it is among the first 64; else
 * `otherwise`. In the upper tail of a base, where its levels are next to 1 and tell nothing, the mass lies there.
 */
function amongFirst(p: Tensor, low: Tensor, cdf: (k: Tensor) => Tensor, otherwise: Tensor): Tensor {
  return withoutGradient(() => {
    const first = tf.ceil(low);
    const offsets = tf.reshape(tf.range(0, FIRST), [FIRST, ...otherwise.shape.map(() => 1)]);
    const short = tf.sum(tf.cast(tf.less(cdf(tf.add(first, offsets)), tf.mul(p, 1 - 3e-7)), "float32"), 0);
    // Below an infinite bound there is no first integer.
    return select(isLess(short, FIRST), select(isGreater(low, -Infinity), tf.add(first, short), otherwise), otherwise);
  });
}
