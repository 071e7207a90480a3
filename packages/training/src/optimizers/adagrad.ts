import * as tf from "@tensorflow/tfjs-core";
import { leafwise, nonNegative } from "./leafwise.js";
import type { LearningRate, Optimizer } from "./optimizer.js";
import { penalized, type WeightDecayOptions } from "./weightDecay.js";

export interface AdagradOptions extends WeightDecayOptions {
  /** What the sum of squares starts from; default 0. */
  readonly initialSquareSum?: number;
  /** Added to the root of the sum of squares; default 1e-10. */
  readonly epsilon?: number;
}

/**
 * Adagrad: each parameter's step is divided by the root of the sum of its squared gradients so far.
 *
 *   s = s + g²,   parameter −= rate · g / (√s + ε)
 *
 * The state holds `squareSum` = s. AEVB was trained with it, at a rate out of {0.01, 0.02, 0.1} and with the weight
 * decay of a prior N(0, I) over the weights: `adagrad(0.01, { weightDecay: 1 / train.size })`.
 *
 * @param learningRate - Default 0.01.
 *
 * Reference: Duchi, Hazan and Singer (2011), Adaptive subgradient methods, JMLR 12, the diagonal case of Figure 1.
 */
export function adagrad(learningRate: LearningRate = 0.01, options: AdagradOptions = {}): Optimizer {
  const { initialSquareSum = 0, epsilon = 1e-10, weightDecay = 0 } = options;
  nonNegative("adagrad", "initialSquareSum", initialSquareSum);
  nonNegative("adagrad", "epsilon", epsilon);
  nonNegative("adagrad", "weightDecay", weightDecay);
  return leafwise<"squareSum">({
    name: "adagrad",
    learningRate,
    configuration: { initialSquareSum, epsilon, weightDecay },
    slots: { squareSum: initialSquareSum },
    begin: (_, rate) => {
      const [small, size] = [tf.scalar(epsilon), tf.scalar(rate)];
      return ({ path, parameter, slots, ...leaf }) => {
        const gradient = penalized(leaf.gradient, parameter, path, options);
        const squareSum = tf.add(slots.squareSum, tf.square(gradient));
        const step = tf.mul(tf.div(gradient, tf.add(tf.sqrt(squareSum), small)), size);
        return { parameter: tf.sub(parameter, step), slots: { squareSum } };
      };
    },
  });
}
