import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isGreaterEqual, isLess, logistic, logNormalCdf, normalCdf, normalQuantile, select, standardizedLogit, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { openUnitInterval, positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { newtonRoot } from "../risingRoot.js";
import { expectations } from "./logitNormalMoments.js";
import { transformedNormalLogProb, type Link } from "./transformedNormal.js";

export interface LogitNormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface LogitNormal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "logitNormal";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
// Log-odds of 2⁻¹²⁶ and 1 − 2⁻²⁴, the ends of what float32 holds between 0 and 1.
const LEAST = -87.33;
const MOST = 16.6;
const LINK: Link = {
  name: "variate.logitNormalLogProb",
  standardize: standardizedLogit,
  logSlope: (x) => tf.add(tf.log(x), tf.log(tf.sub(1, x))),
  inverseSlope: (x) => tf.add(tf.div(1, x), tf.div(1, tf.sub(1, x))),
  // z + scale (1 − 2x), from the end that is nearer.
  descent: ({ value, error }, scale, x) => {
    const lower = isLess(x, 0.5);
    const end = tf.mul(select(lower, 1, tf.fill(x.shape, -1)), scale);
    const inward = tf.mul(2, tf.mul(scale, select(lower, tf.neg(x), tf.sub(1, x))));
    return tf.add(tf.add(value, end), tf.add(inward, error));
  },
};

/**
 * Logit-normal distribution over (0, 1): that of 1 / (1 + exp(−y)), y normal.
 *
 *   log p(x) = −z²/2 − log scale − log(2π)/2 − log x − log(1 − x),   z = (log x − log(1 − x) − loc) / scale
 *
 * z and its gradients come from log-odds of twice the digits of float32, which a small scale needs, on backends in the
 * host's memory; on GPUs z has an error of some 1e-7 |loc| / scale.
 *
 * Mean, variance and entropy (in nats) have no closed form: they are sums over 23 or 41 equidistant nodes, right to
 * 1e-6 · max(1, |value|) for any scale, with the gradients of those sums.
 *
 * Modes have log-odds y = loc + scale² tanh(y/2). There is one for scale² ≤ 2, and beyond there may be two, of which `mode` is
 * the higher: that on the side of loc, for loc = 0, where both are as high, the upper. By safeguarded Newton steps, to 2e-5.
 *
 * `rsample(key, s)` is `1 / (1 + exp(−loc − scale * normalDraws(key, [...s, ...batchShape])))`, where that rounds to 0 or 1
 * the nearest float32 between them.
 *
 * @param parameters.loc - Mean of the log-odds, which are those of the median.
 * @param parameters.scale - Standard deviation of the log-odds; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Atchison and Shen (1980), "Logistic-normal distributions: some properties and uses".
 */
export function logitNormal(parameters: LogitNormalParameters): LogitNormal {
  return makeFamily({ family: "logitNormal", constraints, parameters, support: openUnitInterval }, ({ loc, scale }) => {
    const inside = (x: Tensor): Tensor => tf.logicalAnd(isGreater(x, 0), tf.logicalNot(isGreaterEqual(x, 1)));
    const within = (x: Tensor, formula: (own: Tensor) => Tensor, below: number, above: number): Tensor => {
      const mask = inside(x);
      return select(mask, formula(select(mask, x, 0.5)), select(isGreater(x, 0.5), above, below));
    };
    return {
      logProb: (x) => within(x, (own) => transformedNormalLogProb(LINK, own, loc, scale), -Infinity, -Infinity),
      rsample: (key, shape) =>
        logistic(tf.minimum(tf.maximum(tf.add(loc, tf.mul(scale, normalDraws(key, shape))), LEAST), MOST)),
      mean: () => expectations(loc, scale).mean(),
      variance: () => expectations(loc, scale).variance(),
      entropy: () => tf.sub(tf.add(tf.log(scale), 0.5 + HALF_LOG_TWO_PI), expectations(loc, scale).logJacobian()),
      mode: () => {
        const upper = isGreaterEqual(loc, 0);
        const distance = select(upper, loc, tf.neg(loc));
        // Of more x is 1 to float32.
        const square = tf.minimum(tf.square(scale), 400);
        const y = newtonRoot((v) => {
          const t = tf.tanh(tf.mul(0.5, v));
          const slope = tf.sub(1, tf.mul(tf.mul(0.5, square), tf.sub(1, tf.square(t))));
          return [tf.sub(tf.sub(v, distance), tf.mul(square, t)), tf.maximum(slope, 1e-6)];
        }, tf.zerosLike(distance), tf.add(distance, square), tf.add(distance, square));
        return logistic(select(upper, y, tf.neg(y)));
      },
      cdf: (x) => within(x, (own) => normalCdf(standardizedLogit(own, loc, scale).value), 0, 1),
      logCdf: (x) => within(x, (own) => logNormalCdf(standardizedLogit(own, loc, scale).value), -Infinity, 0),
      quantile: (p) => logistic(tf.add(loc, tf.mul(scale, normalQuantile(p)))),
    };
  });
}
