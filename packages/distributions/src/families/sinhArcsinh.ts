import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, logCosh, logNormalCdf, logSinh, logSinhc, normalCdf, normalQuantile, select, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { asinhRatio, logHypotenuse } from "../asinhRatio.js";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite, representableExp, representableScaledExp } from "../float32.js";
import { sinh } from "./johnsonSU.js";
import { meanLogTwiceCosh } from "./sinhArcsinhEntropy.js";
import { sinhMoments } from "./sinhArcsinhMoments.js";

export interface SinhArcsinhParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  readonly skewness: NumericInput;
  readonly tailweight: NumericInput;
}

export interface SinhArcsinh
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasEntropy, HasCdf, HasQuantile {
  readonly family: "sinhArcsinh";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly skewness: Tensor;
  readonly tailweight: Tensor;
}

const constraints = { loc: real, scale: positive, skewness: real, tailweight: positive };
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const ASINH_TWO = Math.asinh(2);
// ½ E log(1 + n²), mpmath.
const MEAN_LOG_COSH = 0.2667265899220674;

/**
 * Sinh-arcsinh-normal distribution over the real line, as TensorFlow Probability has it: that of
 *
 *   x = loc + c sinh((asinh n + ε) τ),   c = 2 scale / sinh(τ asinh 2),   n standard normal, ε = skewness, τ = tailweight
 *
 * which is normal at ε = 0, τ = 1, and for ε = 0 exceeds loc + 2 scale as often as that. With v = asinh((x − loc) / c)/τ − ε
 * and n = sinh v,
 *
 *   log p(x) = −n²/2 + log cosh v − log τ − ½ log(c² + (x − loc)²) − ½ log 2π,   F(x) = Φ(n)
 *   entropy = ½ log(2πe) + log τ + log c + E log cosh τ(v + ε) − E log cosh v, in nats
 *
 * whose first mean is by quadrature, right to 1e-5 · max(1, |value|). Mean and variance are sums over 40 equidistant nodes v,
 * right to 1e-5 relative; their closed forms, by Bessel functions of order τ, cancel for small τ.
 *
 * The gradient of log p in the tailweight is a difference of terms of size n²/τ² for small τ: below τ = 0.1 it has an error of
 * some 1e-7 of these.
 *
 * `rsample(key, s)` is x at n = `normalDraws(key, [...s, ...batchShape])`; what float32 cannot hold becomes its largest
 * number.
 *
 * @param parameters.loc - In the units of `x`.
 * @param parameters.scale - Same units; positive.
 * @param parameters.skewness - ε: above 0 the longer tail lies above.
 * @param parameters.tailweight - τ: above 1 tails are heavier than the normal's; positive.
 *   All broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Jones and Pewsey (2009), "Sinh-arcsinh distributions".
 */
export function sinhArcsinh(parameters: SinhArcsinhParameters): SinhArcsinh {
  return makeFamily({ family: "sinhArcsinh", constraints, parameters, support: real }, ({ loc, scale, skewness, tailweight }) => {
    const logUnit = (): Tensor => tf.sub(tf.add(tf.log(scale), Math.LN2), logSinh(tf.mul(ASINH_TWO, tailweight)));
    // Beyond float32 its logarithm takes over.
    const unit = (): Tensor => representableExp(logUnit());
    /**
     * d/c as a quotient of multiples by t = min(τ, 1), since for small τ c is some 1/τ, and log(τ/t), log(t c).
     */
    const parts = (d: Tensor): { d: Tensor; unit: Tensor; logUnit: Tensor; logRest: Tensor } => {
      const larger = tf.maximum(tailweight, 1);
      const base = tf.mul(2 / ASINH_TWO, scale);
      const shrink = tf.neg(tf.add(logSinhc(tf.mul(ASINH_TWO, tailweight)), tf.log(larger)));
      return {
        d: tf.mul(tf.div(tailweight, larger), d), unit: representableScaledExp(base, shrink), logUnit: tf.add(tf.log(base), shrink), logRest: tf.log(larger),
      };
    };
    const angle = (x: Tensor): Tensor => {
      const { d, unit, logUnit } = parts(tf.sub(x, loc));
      return tf.sub(tf.div(asinhRatio(d, unit, logUnit), tailweight), skewness);
    };
    const ofScore = (n: Tensor): Tensor => {
      const stretched = tf.mul(tailweight, tf.add(asinhRatio(n, tf.onesLike(n)), skewness));
      const flat = isLess(tf.abs(stretched), 1);
      const size = tf.exp(tf.add(logUnit(), logSinh(select(flat, 1, stretched))));
      const steep = select(isGreater(stretched, 0), size, tf.neg(size));
      return tf.add(loc, select(flat, tf.mul(unit(), sinh(select(flat, stretched, 0))), steep));
    };
    const normalScore = (x: Tensor): Tensor => sinh(angle(x));
    return {
      logProb: (x) => {
        const v = angle(x);
        const { d, unit, logUnit, logRest } = parts(tf.sub(x, loc));
        const logs = tf.sub(tf.sub(logCosh(v), logRest), tf.add(logHypotenuse(d, unit, logUnit), HALF_LOG_TWO_PI));
        return tf.sub(logs, tf.mul(0.5, tf.square(sinh(v))));
      },
      rsample: (key, shape) => finite(ofScore(normalDraws(key, shape))),
      mean: () => tf.add(loc, sinhMoments(tailweight, skewness, logUnit()).mean()),
      variance: () => sinhMoments(tailweight, skewness, logUnit()).variance(),
      entropy: () => {
        const logs = tf.add(tf.add(tf.log(tailweight), logUnit()), meanLogTwiceCosh(tailweight, skewness));
        return tf.add(logs, 0.5 + HALF_LOG_TWO_PI - Math.LN2 - MEAN_LOG_COSH);
      },
      cdf: (x) => normalCdf(normalScore(x)),
      logCdf: (x) => logNormalCdf(normalScore(x)),
      quantile: (p) => ofScore(normalQuantile(p)),
    };
  });
}
