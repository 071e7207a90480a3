import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  inverseMillsRatio,
  isEqual,
  isGreater,
  logNormalCdf,
  normalPdf,
  select,
  smooth,
  withoutGradient,
  type NumericInput,
} from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { numericalQuantile } from "../numericalQuantile.js";
import { newtonRoot } from "../risingRoot.js";
import { skewNormalCdf, skewNormalLogCdf } from "./skewNormalCdf.js";

export interface SkewNormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  readonly skewness: NumericInput;
}

export interface SkewNormal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "skewNormal";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly skewness: Tensor;
}

const constraints = { loc: real, scale: positive, skewness: real };
const LOG_SQRT_HALF_PI = 0.5 * Math.log(Math.PI / 2);

/**
 * Skew-normal distribution over the real line; the normal at α = skewness = 0, the half-normal at ±∞.
 *
 *   log p(x) = −z²/2 + log Φ(α z) − log scale − ½ log(π/2),   z = (x − loc) / scale
 *   F(x) = Φ(z) − 2 T(z, α), T Owen's function
 *   mean = loc + scale δ √(2/π),   variance = scale² (1 − 2δ²/π),   δ = α / √(1 + α²)
 *   entropy = ½ log(πe/2) + log scale − E log Φ(α z), in nats
 *
 * That mean is a sum over 23 equidistant nodes, right to 1e-6. The mode, the root of z = α φ(α z)/Φ(α z), and quantiles, the
 * inverse of F, come by safeguarded Newton steps, to 1e-5.
 *
 * `rsample(key, s)` is `loc + scale * (δ |m| + √(1 − δ²) n)` with [firstKey, secondKey] = `splitKey(key, 2)`,
 * m = `normalDraws(firstKey, shape)`, n = `normalDraws(secondKey, shape)`, shape = [...s, ...batchShape]. Its gradient in
 * `skewness` is implicit, that of a fixed rank: scale φ(α z) / (Φ(α z) (1 + α²)).
 *
 * @param parameters.loc - In the units of `x`.
 * @param parameters.scale - Same units; positive.
 * @param parameters.skewness - α, any number.
 *   All broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Azzalini (1985), "A class of distributions which includes the normal ones"; Owen (1956).
 */
export function skewNormal(parameters: SkewNormalParameters): SkewNormal {
  return makeFamily({ family: "skewNormal", constraints, parameters, support: real }, ({ loc, scale, skewness }) => {
    // An infinite z would be 0 · ∞ beside a skewness of 0.
    const standardize = (x: Tensor): Tensor => finite(tf.div(tf.sub(x, loc), scale));
    const logDensity = (z: Tensor): Tensor => tf.sub(tf.sub(logNormalCdf(tf.mul(skewness, z)), LOG_SQRT_HALF_PI), tf.mul(0.5, tf.square(z)));
    return {
      logProb: (x) => tf.sub(logDensity(standardize(x)), tf.log(scale)),
      rsample: (key, shape) => tf.add(loc, tf.mul(scale, standardDraws(key, shape, skewness))),
      mean: () => tf.add(loc, tf.mul(scale, tf.mul(Math.sqrt(2 / Math.PI), shares(skewness).delta))),
      variance: () => tf.mul(tf.square(scale), tf.sub(1, tf.mul(2 / Math.PI, tf.square(shares(skewness).delta)))),
      mode: () => tf.add(loc, tf.mul(scale, standardMode(skewness))),
      entropy: () => tf.sub(tf.add(tf.log(scale), 0.5 + LOG_SQRT_HALF_PI), meanLogCdf(skewness)),
      cdf: (x) => skewNormalCdf(standardize(x), skewness),
      logCdf: (x) => skewNormalLogCdf(standardize(x), skewness),
      quantile: (p) => {
        const standard = { logProb: logDensity, logCdf: (z: Tensor) => skewNormalLogCdf(z, skewness) };
        return tf.add(loc, tf.mul(scale, numericalQuantile(p, standard, { bracket: [-15, 15], ends: [-Infinity, Infinity] })));
      },
    };
  });
}

const NODES = Array.from({ length: 23 }, (_, i) => (i - 11) / 2);

/** E log Φ(αz) = ∫ 2φ(z) Φ(αz) log Φ(αz) dz by the trapezoidal rule, on a scale on which neither factor is steep. */
function meanLogCdf(skewness: Tensor): Tensor {
  const own = tf.expandDims(skewness, -1);
  const unit = withoutGradient(() => tf.maximum(tf.abs(own), 1));
  const z = tf.div(NODES, unit);
  const logs = logNormalCdf(tf.mul(own, z));
  return tf.sum(tf.div(tf.mul(normalPdf(z), tf.mul(tf.exp(logs), logs)), unit), -1);
}

/** z = α φ(αz)/Φ(αz), by the logarithms of both sides; z is below 0.8 |α| and 0.7. */
function standardMode(skewness: Tensor): Tensor {
  const none = isEqual(skewness, 0);
  const size = tf.abs(select(none, 1, skewness));
  const high = tf.minimum(tf.mul(0.8, size), 0.7);
  const z = newtonRoot((x) => {
    const t = tf.mul(size, x);
    const logMills = tf.sub(tf.mul(-0.5, tf.square(t)), tf.add(logNormalCdf(t), 0.5 * Math.log(2 * Math.PI)));
    const miss = tf.sub(tf.sub(tf.log(x), tf.log(size)), logMills);
    return [miss, tf.add(tf.div(1, x), tf.mul(size, tf.add(t, inverseMillsRatio(t))))];
  }, tf.zerosLike(high), high, high);
  return select(none, tf.mul(Math.sqrt(2 / Math.PI), skewness), tf.mul(tf.sign(skewness), z));
}

/** δ = α / √(1 + α²) and √(1 − δ²) = 1 / √(1 + α²), without a square that overflows. */
function shares(skewness: Tensor): { delta: Tensor; rest: Tensor } {
  const steep = isGreater(tf.abs(skewness), 1);
  const small = tf.div(select(steep, 1, skewness), select(steep, skewness, 1));
  const root = tf.sqrt(tf.add(1, tf.square(small)));
  const sign = tf.sign(skewness);
  return { delta: select(steep, tf.div(sign, root), tf.div(small, root)), rest: tf.div(select(steep, tf.abs(small), 1), root) };
}

function standardDraws(key: RandomKey, shape: number[], skewness: Tensor): Tensor {
  const [firstKey, secondKey] = splitKey(key, 2) as [RandomKey, RandomKey];
  return mixed(skewness, tf.abs(normalDraws(firstKey, shape)), normalDraws(secondKey, shape));
}

/** δ half + √(1 − δ²) other, of which the gradient in the skewness is that of a fixed rank. */
function mixed(skewness: Tensor, half: Tensor, other: Tensor): Tensor {
  const value = (own: { readonly skewness: Tensor; readonly half: Tensor; readonly other: Tensor }): Tensor => {
    const { delta, rest } = shares(own.skewness);
    return tf.add(tf.mul(delta, own.half), tf.mul(rest, own.other));
  };
  return smooth("variate.skewNormalDraw", { skewness, half, other }, value, (own) => {
    const z = mixed(own.skewness, own.half, own.other);
    // φ/Φ over 1 + α², divided twice since the square may overflow.
    const { rest } = shares(own.skewness);
    return { skewness: tf.mul(tf.mul(inverseMillsRatio(tf.mul(own.skewness, z)), rest), rest) };
  });
}
