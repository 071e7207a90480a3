import * as tf from "@tensorflow/tfjs-core";
import { decayRate, leafwise, nonNegative } from "./leafwise.js";
import type { LearningRate, Optimizer } from "./optimizer.js";
import { penalized, type WeightDecayOptions } from "./weightDecay.js";

export interface RmspropOptions extends WeightDecayOptions {
  /** Decay α of the squared gradient's running mean, in [0, 1); default 0.99. */
  readonly decay?: number;
  /** Added to the root of the mean square; default 1e-8. */
  readonly epsilon?: number;
  /** Decay μ of the running sum of steps, in [0, 1); default 0. */
  readonly momentum?: number;
  /** Divide by the running standard deviation in place of the root mean square; default false. */
  readonly centered?: boolean;
}

type RmspropSlot = "squareSum" | "gradientSum" | "velocity";

/**
 * RMSprop: the gradient over the root of its running mean square.
 *
 *   v = α v + (1 − α) g²,   d = g / (√v + ε)            centered: √(v − m²), with m = α m + (1 − α) g
 *   parameter −= rate · b,  b = μ b + d                  without momentum b = d
 *
 * The state holds `squareSum` = v / (1 − α), and where asked for `gradientSum` = m / (1 − α) and `velocity` = b.
 *
 * @param learningRate - Default 0.01.
 *
 * Reference: Tieleman and Hinton (2012), Lecture 6.5; centered: Graves (2013), arXiv:1308.0850, with ε outside the
 * root as in PyTorch.
 */
export function rmsprop(learningRate: LearningRate = 0.01, options: RmspropOptions = {}): Optimizer {
  const { decay = 0.99, epsilon = 1e-8, momentum = 0, centered = false, weightDecay = 0 } = options;
  decayRate("rmsprop", "decay", decay);
  decayRate("rmsprop", "momentum", momentum);
  nonNegative("rmsprop", "epsilon", epsilon);
  nonNegative("rmsprop", "weightDecay", weightDecay);
  const slots: Partial<Record<RmspropSlot, number>> = { squareSum: 0 };
  if (centered) slots.gradientSum = 0;
  if (momentum > 0) slots.velocity = 0;
  // √v = √(1 − α) √V: dividing the rate and ε by √(1 − α) leaves d's denominator √V + ε'.
  const root = Math.sqrt(1 - decay);

  return leafwise<RmspropSlot>({
    name: "rmsprop",
    learningRate,
    configuration: { decay, epsilon, momentum, centered, weightDecay },
    slots: slots as Record<RmspropSlot, number>,
    begin: (_, rate) => {
      const [alpha, small, size] = [tf.scalar(decay), tf.scalar(epsilon / root), tf.scalar(rate / root)];
      return ({ path, parameter, slots: before, ...leaf }) => {
        const gradient = penalized(leaf.gradient, parameter, path, options);
        const after: Partial<Record<RmspropSlot, tf.Tensor>> = {};
        after.squareSum = tf.add(tf.mul(before.squareSum, alpha), tf.square(gradient));
        let spread = after.squareSum;
        if (centered) {
          after.gradientSum = tf.add(tf.mul(before.gradientSum, alpha), gradient);
          // Rounding may leave a variance of zero slightly negative.
          spread = tf.relu(tf.sub(spread, tf.mul(tf.square(after.gradientSum), 1 - decay)));
        }
        let direction = tf.div(gradient, tf.add(tf.sqrt(spread), small));
        if (momentum > 0) direction = after.velocity = tf.add(tf.mul(before.velocity, momentum), direction);
        return {
          parameter: tf.sub(parameter, tf.mul(direction, size)),
          slots: after as Record<RmspropSlot, tf.Tensor>,
        };
      };
    },
  });
}
