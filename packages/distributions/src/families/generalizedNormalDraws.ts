import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  elementwisePair,
  isEqual,
  lgamma,
  logGammaDrawDerivative,
  logRatio,
  regularizedGammaP,
  select,
  smooth,
  withoutGradient,
  type Shape,
} from "@variate/math";
import { logGammaArray, splitKey, uniformArray, type RandomKey } from "@variate/random";
import { LARGEST } from "../float32.js";
import { hostParameter } from "../hostParameter.js";

// A power of 0: exp of it is 0 in float32, and it may be multiplied and subtracted.
const LOG_ZERO = -1e30;

/** log |d / s|^β, and a large negative number, with gradient 0, at d = 0. */
export function logPower(d: Tensor, s: Tensor, power: Tensor): Tensor {
  const zero = isEqual(d, 0);
  return select(zero, LOG_ZERO, tf.mul(power, logRatio(select(zero, s, tf.abs(d)), s)));
}

/** sign(z) P(1/β, |z|^β), the probability between −z and z. */
export function generalizedNormalCentre(z: Tensor, power: Tensor): Tensor {
  return elementwisePair(
    "variate.generalizedNormalCentre",
    z,
    power,
    (x, b) => {
      const logs = logPower(x, tf.onesLike(x), b);
      // P(a, y) is yᵃ / Γ(1 + a) where y underflows, and yᵃ is |z|.
      const tiny = tf.less(logs, -80);
      const share = regularizedGammaP(tf.div(1, b), tf.exp(select(tiny, 0, logs)));
      const flat = tf.mul(tf.abs(x), tf.exp(tf.neg(lgamma(tf.add(1, tf.div(1, b))))));
      return tf.mul(tf.sign(x), select(tiny, flat, share));
    },
    (x, b) => {
      const density = tf.exp(tf.neg(tf.add(tf.exp(logPower(x, tf.onesLike(x), b)), lgamma(tf.add(1, tf.div(1, b))))));
      return [density, tf.neg(tf.mul(density, drawSlope(x, b)))];
    },
  );
}

/** How a standard draw z moves with β, its rank held fixed: with t = 1/β, log |z| = t log g, log g a gamma draw's. */
function drawSlope(z: Tensor, power: Tensor): Tensor {
  return withoutGradient(() => {
    const zero = tf.equal(z, 0);
    const logs = tf.log(select(zero, 1, tf.abs(z)));
    const t = tf.div(1, power);
    const ofDraw = tf.mul(t, logGammaDrawDerivative(t, tf.mul(power, logs)));
    return select(zero, 0, tf.neg(tf.mul(tf.mul(z, t), tf.add(logs, tf.mul(t, ofDraw)))));
  });
}

/** Standard draws, see `generalizedNormal`. */
export function generalizedNormalDraws(key: RandomKey, shape: number[], power: Tensor, batchShape: Shape): Tensor {
  const inverse = hostParameter(power, batchShape).map((b) => 1 / b);
  const [signKey, gammaKey] = splitKey(key, 2) as [RandomKey, RandomKey];
  const logs = logGammaArray(gammaKey, inverse, shape);
  const values = uniformArray(signKey, shape).map((u, i) => {
    const size = Math.min(LARGEST, Math.exp((logs[i] as number) * (inverse[i % inverse.length] as number)));
    return u < 0.5 ? -size : size;
  });
  const draws = (): Tensor => tf.tensor(values, shape);
  return smooth("variate.generalizedNormalDraw", { power }, draws, (own) => ({ power: drawSlope(draws(), own.power) }));
}
