import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isEqual, isGreater, logRatio, logScaledExponentialIntegral, select, type NumericInput } from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasEntropy, HasMode, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { openUniformDraws } from "../openUniform.js";
import { cauchyQuantile } from "./cauchyFormulas.js";
import { EULER } from "./euler.js";

export interface HorseshoeParameters {
  readonly scale: NumericInput;
}

export interface Horseshoe extends Reparameterized<Tensor, readonly []>, HasMode, HasEntropy {
  readonly family: "horseshoe";
  readonly scale: Tensor;
}

const constraints = { scale: positive };
const LOG_CONSTANT = -0.5 * Math.log(2 * Math.PI ** 3);
// −E log p at scale 1, mpmath.
const STANDARD_ENTROPY = 2.109871836061648;

/**
 * Horseshoe distribution over the real line: n λ scale, n standard normal, λ half-Cauchy. It has no mean and no variance.
 *
 *   p(x) = exp(y) E₁(y) / (scale √(2π³)),   y = z²/2,   z = x / scale, E₁ the exponential integral
 *   entropy = 2.10987 + log scale, in nats
 *
 * The density is infinite at 0 and falls off as 1/x². Its distribution function has no closed form.
 *
 * `rsample(key, s)` is `scale * normalDraws(normalKey, shape) * |tan(π (u − ½))|` with [normalKey, cauchyKey] =
 * `splitKey(key, 2)`, u = `uniformDraws(cauchyKey, shape)` + 2⁻²⁴, shape = [...s, ...batchShape].
 *
 * @param parameters.scale - In the units of `x`; positive. Its shape is the batch shape; events are scalars.
 *
 * Reference: Carvalho, Polson and Scott (2010), "The horseshoe estimator for sparse signals", Theorem 1.
 */
export function horseshoe(parameters: HorseshoeParameters): Horseshoe {
  return makeFamily({ family: "horseshoe", constraints, parameters, support: real }, ({ scale }) => ({
    logProb: (x) => tf.add(tf.sub(logShape(x, scale), tf.log(scale)), LOG_CONSTANT),
    rsample: (key, shape) => {
      const [normalKey, cauchyKey] = splitKey(key, 2) as [RandomKey, RandomKey];
      const local = tf.abs(cauchyQuantile(openUniformDraws(cauchyKey, shape)));
      return finite(tf.mul(scale, tf.mul(local, normalDraws(normalKey, shape))));
    },
    mode: () => tf.scalar(0),
    entropy: () => tf.add(tf.log(scale), STANDARD_ENTROPY),
  }));
}

/** log(exp(y) E₁(y)), y = z²/2: log(−log y − γ) where the square would underflow, −log y where it would overflow. */
function logShape(x: Tensor, scale: Tensor): Tensor {
  const zero = isEqual(x, 0);
  const logs = logRatio(select(zero, scale, tf.abs(x)), scale);
  const middle = isBetween(logs, -23, 23);
  const inner = tf.exp(tf.sub(tf.mul(2, select(middle, logs, 0)), Math.LN2));
  const near = tf.log(tf.sub(Math.LN2 - EULER, tf.mul(2, select(isGreater(logs, -23), -23, logs))));
  const outer = select(isGreater(logs, 0), tf.sub(Math.LN2, tf.mul(2, logs)), near);
  return select(zero, Infinity, select(middle, logScaledExponentialIntegral(inner), outer));
}
