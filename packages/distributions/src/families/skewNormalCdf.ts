import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcastShapes, elementwisePair, gaussLegendre, inverseMillsRatio, logNormalCdf, normalCdf, owensT, select } from "@variate/math";

const RULE = /* @__PURE__ */ gaussLegendre(24, 0, 1);

/** Φ(z) − 2 T(z, α). Gradient: the density in z, −φ(z) φ(αz) 2 / (1 + α²) in α. */
export function skewNormalCdf(z: Tensor, skewness: Tensor): Tensor {
  return elementwisePair(
    "variate.skewNormalCdf",
    z,
    skewness,
    (x, a) => tf.sub(normalCdf(x), tf.mul(2, owensT(x, a))),
    (x, a) => {
      const density = tf.exp(logDensity(x, a));
      return [density, tf.neg(tf.mul(density, drawSlope(x, a)))];
    },
  );
}

/** Its logarithm. Gradient: the density over the probability, by their logarithms. */
export function skewNormalLogCdf(z: Tensor, skewness: Tensor): Tensor {
  return elementwisePair("variate.skewNormalLogCdf", z, skewness, logProbability, (x, a) => {
    const hazard = tf.exp(tf.sub(logDensity(x, a), skewNormalLogCdf(x, a)));
    return [hazard, tf.neg(tf.mul(hazard, drawSlope(x, a)))];
  });
}

function logDensity(z: Tensor, skewness: Tensor): Tensor {
  const logs = tf.sub(logNormalCdf(tf.mul(skewness, z)), 0.5 * Math.log(Math.PI / 2));
  return tf.sub(logs, tf.mul(0.5, tf.square(z)));
}

/** How a standard draw moves with α, its rank held fixed: φ(αz) / (Φ(αz) (1 + α²)). */
function drawSlope(z: Tensor, skewness: Tensor): Tensor {
  return tf.div(inverseMillsRatio(tf.mul(skewness, z)), tf.add(1, tf.square(skewness)));
}

/**
 * Below 0, where Φ and 2T cancel, log p(z) + log ∫₀^∞ p(z − u)/p(z) du, by Gauss and Legendre's rule with 24 nodes over the
 * length in which the integrand falls to e⁻¹⁸; but for α < 0 only below −2, where the integrand is smooth. Where its slope
 * times z is above 900 the integral is 1 over the slope.
 */
function logProbability(z: Tensor, skewness: Tensor): Tensor {
  return tf.tidy(() => {
    const shape = broadcastShapes("skewNormal", { value: z.shape, skewness: skewness.shape });
    const deep = tf.less(z, tf.where(tf.greater(skewness, 0), tf.zerosLike(skewness), tf.fill(skewness.shape, -2)));
    const x = tf.expandDims(tf.broadcastTo(select(deep, z, -3), shape), -1);
    const a = tf.expandDims(tf.broadcastTo(skewness, shape), -1);
    const slope = tf.add(tf.neg(x), tf.mul(a, inverseMillsRatio(tf.mul(a, x))));
    const length = tf.div(1, tf.add(tf.div(tf.maximum(slope, 0), 18), 1 / 7));
    const { nodes, weights } = RULE;
    const u = tf.mul(length, tf.tensor1d([...nodes]));
    const quotient = tf.exp(tf.sub(logDensity(tf.sub(x, u), a), logDensity(x, a)));
    const integral = tf.mul(tf.squeeze(length, [-1]), tf.sum(tf.mul(tf.tensor1d([...weights]), quotient), -1));
    const steepness = tf.squeeze(slope, [-1]);
    const steep = tf.greater(tf.mul(steepness, tf.abs(tf.squeeze(x, [-1]))), 900);
    const tail = tf.add(tf.squeeze(logDensity(x, a), [-1]), tf.where(steep, tf.neg(tf.log(steepness)), tf.log(integral)));
    return tf.where(tf.broadcastTo(deep, shape), tail, tf.broadcastTo(tf.log(skewNormalCdf(z, skewness)), shape));
  });
}
