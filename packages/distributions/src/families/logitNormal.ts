import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isGreaterEqual, logistic, logNormalCdf, normalCdf, normalQuantile, select, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { openUnitInterval, positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { logit } from "./logistic.js";
import { expectations } from "./logitNormalMoments.js";

export interface LogitNormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface LogitNormal extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasEntropy, HasCdf, HasQuantile {
  readonly family: "logitNormal";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
// Log-odds of 2⁻¹²⁶ and 1 − 2⁻²⁴, the ends of what float32 holds between 0 and 1.
const LEAST = -87.33;
const MOST = 16.6;

/**
 * Logit-normal distribution over (0, 1): that of 1 / (1 + exp(−y)), y normal.
 *
 *   log p(x) = −z²/2 − log scale − log(2π)/2 − log x − log(1 − x),   z = (log x − log(1 − x) − loc) / scale
 *
 * Mean, variance and entropy (in nats) have no closed form: they are sums over 23 or 41 equidistant nodes, right to
 * 1e-6 · max(1, |value|) for any scale, with the gradients of those sums.
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
    const standardize = (x: Tensor): Tensor => tf.div(tf.sub(logit(x), loc), scale);
    const within = (x: Tensor, formula: (own: Tensor) => Tensor, below: number, above: number): Tensor => {
      const mask = inside(x);
      return select(mask, formula(select(mask, x, 0.5)), select(isGreater(x, 0.5), above, below));
    };
    return {
      logProb: (x) =>
        within(x, (own) => {
          const jacobian = tf.add(tf.log(own), tf.log(tf.sub(1, own)));
          return tf.sub(tf.sub(tf.mul(-0.5, tf.square(standardize(own))), jacobian), tf.add(tf.log(scale), HALF_LOG_TWO_PI));
        }, -Infinity, -Infinity),
      rsample: (key, shape) =>
        logistic(tf.minimum(tf.maximum(tf.add(loc, tf.mul(scale, normalDraws(key, shape))), LEAST), MOST)),
      mean: () => expectations(loc, scale).mean(),
      variance: () => expectations(loc, scale).variance(),
      entropy: () => tf.sub(tf.add(tf.log(scale), 0.5 + HALF_LOG_TWO_PI), expectations(loc, scale).logJacobian()),
      cdf: (x) => within(x, (own) => normalCdf(standardize(own)), 0, 1),
      logCdf: (x) => within(x, (own) => logNormalCdf(standardize(own)), -Infinity, 0),
      quantile: (p) => logistic(tf.add(loc, tf.mul(scale, normalQuantile(p)))),
    };
  });
}
