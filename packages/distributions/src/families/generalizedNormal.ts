import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  isGreater,
  isLess,
  lgamma,
  log1p,
  logGammaQuantile,
  logRatio,
  logRegularizedGammaQ,
  regularizedGammaQ,
  select,
  stirlingRemainder,
  type NumericInput,
} from "@variate/math";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { generalizedNormalCentre, generalizedNormalDraws, logPower } from "./generalizedNormalDraws.js";

export interface GeneralizedNormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  readonly power: NumericInput;
}

export interface GeneralizedNormal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "generalizedNormal";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly power: Tensor;
}

const constraints = { loc: real, scale: positive, power: positive };

/**
 * Generalized normal (exponential power) distribution over the real line: Laplace at β = power = 1, normal with standard
 * deviation scale / √2 at 2, and towards the uniform on loc ± scale beyond.
 *
 *   log p(x) = −|z|^β − log(2 scale) − log Γ(1 + 1/β),   z = (x − loc) / scale
 *   F(x) = ½ + ½ sign(z) P(1/β, |z|^β),   variance = scale² Γ(3/β) / Γ(1/β)
 *   entropy = 1/β + log(2 scale) + log Γ(1 + 1/β), in nats
 *
 * `rsample(key, s)` is `loc + scale * sign * g^(1/β)` with [signKey, gammaKey] = `splitKey(key, 2)`, a sign of −1 where
 * `uniformDraws(signKey, shape)` is below ½, log g = `logGammaDraws(gammaKey, 1/β, shape)`, shape = [...s, ...batchShape];
 * what float32 cannot hold becomes its largest number. The gradient in `power` is implicit, that of a fixed rank. Drawing
 * reads `power` back from the device, since the rejection runs on the host.
 *
 * @param parameters.loc - Mean, median and mode, in the units of `x`.
 * @param parameters.scale - Same units; positive.
 * @param parameters.power - β, the exponent; positive.
 *   All broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Nadarajah (2005), "A generalized normal distribution".
 */
export function generalizedNormal(parameters: GeneralizedNormalParameters): GeneralizedNormal {
  return makeFamily({ family: "generalizedNormal", constraints, parameters, support: real }, ({ loc, scale, power }, { batchShape }) => {
    const inverse = (): Tensor => tf.div(1, power);
    const logWidth = (): Tensor => tf.add(tf.log(tf.mul(2, scale)), lgamma(tf.add(1, inverse())));
    /** Whether |x − loc| > scale, on which side, and log |z|^β there, 0 elsewhere. */
    const parts = (x: Tensor): { d: Tensor; far: Tensor; upper: Tensor; logs: Tensor } => {
      const d = tf.sub(x, loc);
      const far = isGreater(tf.abs(d), scale);
      return { d, far, upper: isGreater(d, 0), logs: tf.mul(power, logRatio(select(far, tf.abs(d), scale), scale)) };
    };
    const centre = (d: Tensor, far: Tensor): Tensor => generalizedNormalCentre(tf.div(select(far, 0, d), scale), power);
    return {
      logProb: (x) => tf.neg(tf.add(tf.exp(logPower(tf.sub(x, loc), scale, power)), logWidth())),
      rsample: (key, shape) => finite(tf.add(loc, tf.mul(scale, generalizedNormalDraws(key, shape, power, batchShape)))),
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.mul(scale, tf.mul(scale, gammaRatio(inverse()))),
      entropy: () => tf.add(inverse(), logWidth()),
      cdf: (x) => {
        const { d, far, upper, logs } = parts(x);
        const tail = tf.mul(0.5, regularizedGammaQ(inverse(), tf.exp(logs)));
        return select(far, select(upper, tf.sub(1, tail), tail), tf.add(0.5, tf.mul(0.5, centre(d, far))));
      },
      logCdf: (x) => {
        const { d, far, upper, logs } = parts(x);
        const logTail = tf.sub(logRegularizedGammaQ(inverse(), tf.exp(logs)), Math.LN2);
        const outer = select(upper, log1p(tf.neg(tf.exp(select(upper, logTail, -1)))), logTail);
        return select(far, outer, log1p(tf.sub(tf.mul(0.5, centre(d, far)), 0.5)));
      },
      quantile: (p) => {
        const lower = isLess(p, 0.5);
        // Q(1/β, |z|^β) is twice the probability beyond.
        const beyond = tf.mul(2, select(lower, p, tf.sub(1, p)));
        const size = tf.exp(tf.div(logGammaQuantile(inverse(), beyond, -1), power));
        return tf.add(loc, tf.mul(scale, select(lower, tf.neg(size), size)));
      },
    };
  });
}

/** Γ(3t) / Γ(t), by what Stirling's formula leaves of each. */
function gammaRatio(t: Tensor): Tensor {
  const thrice = tf.mul(3, t);
  const logs = tf.add(tf.mul(2, tf.mul(t, tf.sub(tf.log(t), 1))), tf.mul(Math.log(3), tf.sub(thrice, 0.5)));
  return tf.exp(tf.add(logs, tf.sub(stirlingRemainder(thrice), stirlingRemainder(t))));
}
