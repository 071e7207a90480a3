import * as tf from "@tensorflow/tfjs-core";
import { sumTo } from "./broadcast.js";
import { defineGradient } from "./define.js";

/**
 * y = (x − mean) r scale + offset with r = 1 / √(variance + ε), where scale and offset may be absent and everything
 * broadcasts to x. tfjs throws without a scale.
 */
export const batchNormGradient = defineGradient<{ varianceEpsilon: number }, "x" | "mean" | "variance" | "scale">(
  tf.FusedBatchNorm,
  { inputs: ["x", "mean", "variance", "scale"] },
  (dy, { x, mean, variance, scale }, { varianceEpsilon }) => {
    const inverseDeviation = () => tf.rsqrt(tf.add(variance, varianceEpsilon));
    const scaled = () => ((scale as tf.Tensor | undefined) === undefined ? dy : tf.mul(dy, scale));
    const centred = () => tf.sub(x, mean);
    return {
      x: () => sumTo(tf.mul(scaled(), inverseDeviation()), x.shape),
      mean: () => sumTo(tf.neg(tf.mul(scaled(), inverseDeviation())), mean.shape),
      variance: () => {
        const cube = tf.pow(inverseDeviation(), 3);
        return sumTo(tf.mul(tf.mul(scaled(), centred()), tf.mul(-0.5, cube)), variance.shape);
      },
      scale: () => sumTo(tf.mul(dy, tf.mul(centred(), inverseDeviation())), scale.shape),
      // The offset has the shape of the mean, or one that broadcasts with it; tfjs asks for equal ranks only.
      offset: () => sumTo(tf.clone(dy), mean.shape),
    };
  },
);
