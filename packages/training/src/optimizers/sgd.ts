import * as tf from "@tensorflow/tfjs-core";
import { decayRate, leafwise, nonNegative } from "./leafwise.js";
import type { LearningRate, Optimizer } from "./optimizer.js";
import { penalized, type WeightDecayOptions } from "./weightDecay.js";

export interface SgdOptions extends WeightDecayOptions {
  /** Decay μ of the running sum of gradients, in [0, 1); default 0. */
  readonly momentum?: number;
  /** Look ahead along the running sum; needs momentum; default false. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent, plain, with momentum, or with Nesterov's.
 *
 *   b = μ b + g,   parameter −= rate · b        nesterov: rate · (g + μ b)
 *
 * The state holds `velocity` = b where there is momentum, and nothing where not.
 *
 * @param learningRate - No value suits every loss, so there is no default.
 *
 * Reference: Sutskever et al. (2013), On the importance of initialization and momentum, ICML, in PyTorch's form, where
 * the rate multiplies the sum.
 */
export function sgd(learningRate: LearningRate, options: SgdOptions = {}): Optimizer {
  const { momentum = 0, nesterov = false, weightDecay = 0 } = options;
  decayRate("sgd", "momentum", momentum);
  nonNegative("sgd", "weightDecay", weightDecay);
  if (nesterov && momentum === 0) throw new Error("sgd: expected momentum above 0 with nesterov; got 0. Try momentum: 0.9.");
  return leafwise<"velocity">({
    name: "sgd",
    learningRate,
    configuration: { momentum, nesterov, weightDecay },
    slots: (momentum > 0 ? { velocity: 0 } : {}) as Record<"velocity", number>,
    begin: (_, rate) => {
      const [mu, size] = [tf.scalar(momentum), tf.scalar(rate)];
      return ({ path, parameter, slots, ...leaf }) => {
        const gradient = penalized(leaf.gradient, parameter, path, options);
        if (momentum === 0) return { parameter: tf.sub(parameter, tf.mul(gradient, size)), slots: {} as Record<"velocity", tf.Tensor> };
        const velocity = tf.add(tf.mul(slots.velocity, mu), gradient);
        const direction = nesterov ? tf.add(gradient, tf.mul(velocity, mu)) : velocity;
        return { parameter: tf.sub(parameter, tf.mul(direction, size)), slots: { velocity } };
      };
    },
  });
}
