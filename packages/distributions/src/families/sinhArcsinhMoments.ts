import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, logCosh, logSinh, select } from "@variate/math";
import { finite, representableExp } from "../float32.js";

// v of n = sinh v, n standard normal, v > 0, at the middles of steps: the rule converges exponentially.
const STEP = 0.08;
const NODES = Array.from({ length: 40 }, (_, i) => (i + 0.5) * STEP);
const LOG_WEIGHTS = NODES.map((v) => Math.log(2 * STEP * Math.cosh(v)) - 0.5 * Math.sinh(v) ** 2 - 0.5 * Math.log(2 * Math.PI));
/** E exp(logs), whose terms may be beyond float32 before they are weighted. */
const meanExp = (logs: Tensor): Tensor => tf.sum(tf.exp(tf.add(logs, tf.tensor1d(LOG_WEIGHTS))), -1);

/**
 * Of c sinh(τ (V + ε)), whose V is symmetric about 0:
 *
 *   mean = c sinh(τε) E cosh τV,   variance = c² (sinh²(τε) Var cosh τV + cosh²(τε) E sinh² τV)
 *
 * in logarithms, since c may underflow where the rest overflows.
 */
export function sinhMoments(tailweight: Tensor, skewness: Tensor, logUnit: Tensor): Record<"mean" | "variance", () => Tensor> {
  const shift = tf.mul(tailweight, skewness);
  const none = isEqual(shift, 0);
  const size = tf.abs(select(none, 1, shift));
  const column = (x: Tensor): Tensor => tf.expandDims(x, -1);
  const angles = tf.mul(column(tailweight), tf.tensor1d(NODES));
  const logSide = tf.add(logUnit, logSinh(size));
  return {
    mean: () => {
      const logs = logCosh(angles);
      const near = tf.mul(shift, representableExp(tf.add(logUnit, tf.log(meanExp(logs)))));
      return select(none, near, tf.mul(tf.sign(shift), meanExp(tf.add(column(logSide), logs))));
    },
    variance: () => {
      // cosh − 1 = 2 sinh² of half the angle.
      const logs = tf.add(column(tf.add(logSide, Math.LN2)), tf.mul(2, logSinh(tf.mul(0.5, angles))));
      const away = tf.sub(finite(tf.exp(logs)), finite(column(meanExp(logs))));
      const fromCosh = tf.sum(tf.square(tf.mul(away, tf.exp(tf.tensor1d(LOG_WEIGHTS.map((w) => 0.5 * w))))), -1);
      const fromSinh = meanExp(tf.mul(2, tf.add(column(tf.add(logUnit, logCosh(shift))), logSinh(angles))));
      return tf.add(select(none, 0, fromCosh), fromSinh);
    },
  };
}
