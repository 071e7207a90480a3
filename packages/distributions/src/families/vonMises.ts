import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  angleBetween,
  besselRatio,
  elementwisePair,
  exponential,
  isBetween,
  isGreater,
  isGreaterEqual,
  isLess,
  log1mexp,
  log1p,
  logAddExp,
  logScaledBesselI,
  logSubExp,
  logVonMisesCdf,
  select,
  tidy,
  versine,
  vonMisesCdf,
  vonMisesDrawDerivative,
  withoutGradient,
  type NumericInput,
} from "@variate/math";
import { vonMisesDraws } from "@variate/random";
import { circle, nonNegative, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { numericalQuantile } from "../numericalQuantile.js";

export interface VonMisesParameters {
  readonly loc: NumericInput;
  readonly concentration: NumericInput;
}

export interface VonMises extends Reparameterized<Tensor, readonly []>, HasMean, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "vonMises";
  readonly loc: Tensor;
  readonly concentration: Tensor;
  /** 1 − E cos(x − loc), between 0 and 1. */
  circularVariance(): Tensor;
}

const constraints = { loc: real, concentration: nonNegative };

/**
 * Von Mises distribution over angles in [−π, π], in radians.
 *
 *   log p(x) = κ cos(x − loc) − log 2π − log I₀(κ),   κ = concentration
 *   mean direction = loc,   circular variance = 1 − I₁(κ)/I₀(κ)
 *   entropy = log 2π + log I₀(κ) − κ I₁(κ)/I₀(κ), in nats
 *
 * Angles are scored modulo 2π, those of any size by the exact number that the float32 is. `mean` and `mode` are the mean direction, wrapped to [−π, π]; the cdf is the probability
 * of [−π, x], and quantiles are its inverse by safeguarded Newton steps, to 1e-5.
 *
 * `rsample(key, s)` is `loc + vonMisesDraws(key, concentration, [...s, ...batchShape])`, wrapped to [−π, π]. Its gradient
 * is 1 in the location and implicit in the concentration. Drawing reads the concentration back from the device, since the
 * rejection runs on the host.
 *
 * @param parameters.loc - Mean direction, in radians.
 * @param parameters.concentration - 0 or more; 0 is uniform. Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `concentration` do not broadcast together.
 *
 * Reference: Mardia and Jupp (2000), "Directional Statistics", §3.5.4.
 */
export function vonMises(parameters: VonMisesParameters): VonMises {
  return makeFamily({ family: "vonMises", constraints, parameters, support: circle }, ({ loc, concentration }, { batchShape }) => {
    const direction = (): Tensor => angleBetween(loc, 0);
    const logNormalizer = (): Tensor => tf.add(logScaledBesselI(0, concentration), Math.log(2 * Math.PI));
    const logProb = (x: Tensor): Tensor => tf.sub(tf.neg(tf.mul(concentration, versine(x, loc))), logNormalizer());
    const logArc = (x: Tensor): Tensor => logArcTo(x, loc, concentration, logNormalizer());
    const logCdf = (x: Tensor): Tensor => atEnds(x, -Infinity, logArc(x), 0);
    return {
      logProb,
      rsample: (key, shape) => {
        const values = withoutGradient(() => tf.broadcastTo(concentration, batchShape)).dataSync();
        const draws = vonMisesDraws(key, values, shape);
        const moved = elementwisePair("variate.vonMisesDraw", concentration, draws, (_, d) => tf.clone(d), (k, d) => [
          vonMisesDrawDerivative(d, k),
          tf.zerosLike(d),
        ]);
        return onCircle(angleBetween(moved, tf.neg(loc)));
      },
      mean: direction,
      mode: direction,
      circularVariance: () => tidy(() => tf.broadcastTo(distanceFromOne(concentration), batchShape)),
      entropy: () => tf.add(logNormalizer(), tf.mul(concentration, distanceFromOne(concentration))),
      cdf: (x) => atEnds(x, 0, exponential(logArc(x)), 1),
      logCdf,
      quantile: (p) => {
        const { low, high } = circle;
        return numericalQuantile(p, { logProb, logCdf }, { bracket: [low, high], ends: [low, high], start: onCircle(direction()) });
      },
    };
  });
}

const onCircle = (x: Tensor): Tensor => tf.minimum(tf.maximum(x, circle.low), circle.high);

/** 1 − I₁(κ)/I₀(κ); beyond 20 its asymptotic series, to 1e-8, since the difference would lose its digits. */
function distanceFromOne(k: Tensor): Tensor {
  const far = isGreater(k, 20);
  const inverse = tf.div(1, select(far, k, 20));
  const series = [1073 / 1024, 13 / 32, 25 / 128, 1 / 8, 1 / 8, 1 / 2].reduce<Tensor>((sum, c) => tf.mul(inverse, tf.add(c, sum)), tf.zerosLike(inverse));
  return select(far, series, tf.sub(1, besselRatio(select(far, 20, k))));
}

/** log P(−π ≤ X ≤ x) by the angles s and t of −π and x from the mean direction, in the tails that keep their digits. */
function logLongArc(s: Tensor, t: Tensor, k: Tensor): Tensor {
  const opposite = isLess(t, s);
  const above = isGreaterEqual(s, 0);
  const [from, to] = [select(above, tf.neg(t), s), select(above, tf.neg(s), t)];
  const within = tf.logicalOr(above, isLess(t, 0));
  const usable = tf.logicalAnd(within, isLess(from, to));
  const tail = logSubExp(logVonMisesCdf(select(usable, to, 0), k), logVonMisesCdf(select(usable, from, -1), k));
  const center = log1p(tf.neg(tf.add(vonMisesCdf(select(within, -1, s), k), vonMisesCdf(select(within, -1, tf.neg(t)), k))));
  const around = logAddExp(logVonMisesCdf(t, k), logVonMisesCdf(tf.neg(s), k));
  return select(opposite, around, select(within, tail, center));
}

/** An angle held a rounding off ±π, where the logarithm of its rank is infinite; with its gradient. */
const offPi = (x: Tensor): Tensor => tf.add(x, withoutGradient(() => tf.sub(tf.minimum(tf.maximum(x, -3.1415925), 3.1415925), x)));

/** log P(−π ≤ X ≤ x); where x is so near an end that the roundings of angles would show, by Simpson's rule over what lies between. */
function logArcTo(value: Tensor, loc: Tensor, k: Tensor, logNormalizer: Tensor): Tensor {
  const x = select(isBetween(value, circle.low, circle.high), value, 0);
  const upper = isGreater(x, 0);
  // The difference from 3.140625 is exact there.
  const width = tf.add(tf.sub(3.140625, select(upper, x, tf.neg(x))), Math.PI - 3.140625);
  const short = isLess(tf.mul(width, tf.add(1, k)), 0.05);
  const extent = tf.maximum(select(short, width, 1), 1e-8);
  const t = angleBetween(x, loc);
  const outward = select(upper, extent, tf.neg(extent));
  const [here, middle, end] = [0, 0.5, 1].map((share) => tf.mul(k, tf.square(tf.sin(tf.mul(0.5, tf.add(t, tf.mul(share, outward)))))));
  const densities = logAddExp(logAddExp(tf.mul(-2, here!), tf.mul(-2, end!)), tf.sub(Math.log(4), tf.mul(2, middle!)));
  const between = tf.sub(tf.add(tf.log(tf.div(extent, 6)), densities), logNormalizer);
  const long = logLongArc(offPi(angleBetween(-Math.PI, loc)), offPi(select(short, 0, t)), k);
  return select(short, select(upper, log1mexp(select(short, between, -1)), between), long);
}

const atEnds = (x: Tensor, low: number, inside: Tensor, high: number): Tensor =>
  select(isGreater(x, circle.low), select(isLess(x, circle.high), inside, high), low);
