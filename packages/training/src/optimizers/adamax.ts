import * as tf from "@tensorflow/tfjs-core";
import { geometricSum } from "./adam.js";
import { decayRate, leafwise, nonNegative } from "./leafwise.js";
import type { LearningRate, Optimizer } from "./optimizer.js";
import { penalized, type WeightDecayOptions } from "./weightDecay.js";

export interface AdamaxOptions extends WeightDecayOptions {
  /** Decay of the gradient's running mean, in [0, 1); default 0.9. */
  readonly beta1?: number;
  /** Decay of the gradient's running maximum, in [0, 1); default 0.999. */
  readonly beta2?: number;
  /** Added to the gradient's absolute value; default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adamax: Adam with the infinity norm in place of the root mean square.
 *
 *   m = β₁ m + (1 − β₁) g,   u = max(β₂ u, |g| + ε)
 *   parameter −= rate / (1 − β₁ᵗ) · m / u
 *
 * The state holds `gradientSum` = m / (1 − β₁) and `maximum` = u. ε is PyTorch's; the paper has none.
 *
 * @param learningRate - Default 2e-3.
 *
 * Reference: Kingma and Ba (2015), Adam, arXiv:1412.6980, Algorithm 2.
 */
export function adamax(learningRate: LearningRate = 2e-3, options: AdamaxOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  decayRate("adamax", "beta1", beta1);
  decayRate("adamax", "beta2", beta2);
  nonNegative("adamax", "epsilon", epsilon);
  nonNegative("adamax", "weightDecay", weightDecay);
  return leafwise<"gradientSum" | "maximum">({
    name: "adamax",
    learningRate,
    configuration: { beta1, beta2, epsilon, weightDecay },
    slots: { gradientSum: 0, maximum: 0 },
    begin: (count, rate) => {
      const [b1, b2, small, size] = [
        tf.scalar(beta1),
        tf.scalar(beta2),
        tf.scalar(epsilon),
        tf.scalar(rate / geometricSum(beta1, count)),
      ];
      return ({ path, parameter, slots, ...leaf }) => {
        const gradient = penalized(leaf.gradient, parameter, path, options);
        const gradientSum = tf.add(tf.mul(slots.gradientSum, b1), gradient);
        const faded = tf.mul(slots.maximum, b2);
        // max(a, b) = a + relu(b − a): the wasm backend's maximum is a scalar loop, 70 times slower than its relu.
        const maximum = tf.add(faded, tf.relu(tf.sub(tf.add(tf.abs(gradient), small), faded)));
        const step = tf.mul(tf.div(gradientSum, maximum), size);
        return { parameter: tf.sub(parameter, step), slots: { gradientSum, maximum } };
      };
    },
  });
}
