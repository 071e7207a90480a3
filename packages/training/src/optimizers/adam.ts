import * as tf from "@tensorflow/tfjs-core";
import { tidy } from "@variate/math";
import { nativeKernel } from "./kernel.js";
import { decayRate, leafwise, nonNegative, type Leaf, type UpdatedLeaf } from "./leafwise.js";
import type { LearningRate, Optimizer } from "./optimizer.js";
import { penalized, type DecayMask, type WeightDecayOptions } from "./weightDecay.js";

interface Moments {
  /** Decay of the gradient's running mean, in [0, 1); default 0.9. */
  readonly beta1?: number;
  /** Decay of the squared gradient's running mean, in [0, 1); default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the squared gradient's mean; default 1e-8. */
  readonly epsilon?: number;
}

export interface AdamOptions extends Moments, WeightDecayOptions {}

export interface AdamWOptions extends Moments {
  /** Share of a parameter that each update takes away, in units of the learning rate; default 0.01. */
  readonly weightDecay?: number;
  /** Parameters that decay; default all. */
  readonly decayMask?: DecayMask;
}

type AdamSlot = "gradientSum" | "squareSum";

/**
 * Adam: steps of the gradient's running mean over the root of its running square, both corrected for their start at 0.
 *
 *   m = β₁ m + (1 − β₁) g,   v = β₂ v + (1 − β₂) g²
 *   parameter −= rate · m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * The state holds the sums M = m / (1 − β₁) and V = v / (1 − β₂), `gradientSum` and `squareSum`, which saves two
 * passes over memory; all corrections are folded into two numbers per update. A backend may register the kernel
 * `variate.adam`: inputs `parameter`, `gradient`, `gradientSum`, `squareSum`, attributes `beta1`, `beta2`, `stepSize`,
 * `epsilon`, `shrink`, results [parameter · shrink − stepSize · M / (√V + epsilon), M, V] with M = β₁ M + g and
 * V = β₂ V + g².
 *
 * @param learningRate - Default 1e-3.
 *
 * Reference: Kingma and Ba (2015), Adam, arXiv:1412.6980, Algorithm 1.
 */
export function adam(learningRate: LearningRate = 1e-3, options: AdamOptions = {}): Optimizer {
  const { weightDecay = 0 } = options;
  const moments = checkedMoments("adam", options);
  nonNegative("adam", "weightDecay", weightDecay);
  return leafwise<AdamSlot>({
    name: "adam",
    learningRate,
    configuration: { ...moments, weightDecay },
    slots: { gradientSum: 0, squareSum: 0 },
    begin: (count, rate) => {
      const step = adamStep(moments, count, rate);
      return (leaf) => step({ ...leaf, gradient: penalized(leaf.gradient, leaf.parameter, leaf.path, options) }, 1);
    },
  });
}

/**
 * Adam with decoupled weight decay: parameters shrink by the factor 1 − rate · weightDecay beside Adam's step, so the
 * decay is not divided by the root of the squared gradients.
 *
 * @param learningRate - Default 1e-3.
 *
 * Reference: Loshchilov and Hutter (2019), Decoupled weight decay regularization, arXiv:1711.05101, Algorithm 2, with
 * the decay in units of the learning rate as in PyTorch.
 */
export function adamW(learningRate: LearningRate = 1e-3, options: AdamWOptions = {}): Optimizer {
  const { weightDecay = 0.01, decayMask } = options;
  const moments = checkedMoments("adamW", options);
  nonNegative("adamW", "weightDecay", weightDecay);
  return leafwise<AdamSlot>({
    name: "adamW",
    learningRate,
    configuration: { ...moments, weightDecay },
    slots: { gradientSum: 0, squareSum: 0 },
    begin: (count, rate) => {
      const step = adamStep(moments, count, rate);
      return (leaf) => {
        const decays = decayMask?.(leaf.path, leaf.parameter) ?? true;
        return step(leaf, decays ? 1 - rate * weightDecay : 1);
      };
    },
  });
}

function checkedMoments(caller: string, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: Moments): Required<Moments> {
  decayRate(caller, "beta1", beta1);
  decayRate(caller, "beta2", beta2);
  nonNegative(caller, "epsilon", epsilon);
  return { beta1, beta2, epsilon };
}

function adamStep(moments: Required<Moments>, count: number, rate: number): (leaf: Leaf<AdamSlot>, shrink: number) => UpdatedLeaf<AdamSlot> {
  const { beta1, beta2 } = moments;
  // M / weight1 and V / weight2 are the corrected means: 1 + β + … + βᵗ⁻¹ is what a constant gradient of 1 adds up to.
  const weight1 = geometricSum(beta1, count);
  const rootOfWeight2 = Math.sqrt(geometricSum(beta2, count));
  const stepSize = (rate * rootOfWeight2) / weight1;
  const epsilon = moments.epsilon * rootOfWeight2;
  const [b1, b2, size, small] = [tf.scalar(beta1), tf.scalar(beta2), tf.scalar(stepSize), tf.scalar(epsilon)];

  return ({ parameter, gradient, slots }, shrink) => {
    const inputs = { parameter, gradient, gradientSum: slots.gradientSum, squareSum: slots.squareSum };
    const native = nativeKernel("variate.adam", inputs, { beta1, beta2, stepSize, epsilon, shrink });
    if (native !== undefined) {
      const [updated, gradientSum, squareSum] = native as [tf.Tensor, tf.Tensor, tf.Tensor];
      return { parameter: updated, slots: { gradientSum, squareSum } };
    }
    const gradientSum = tidy(() => tf.add(tf.mul(slots.gradientSum, b1), gradient));
    const squareSum = tidy(() => tf.add(tf.mul(slots.squareSum, b2), tf.square(gradient)));
    const step = tidy(() => tf.mul(tf.div(gradientSum, tf.add(tf.sqrt(squareSum), small)), size));
    const shrunk = shrink === 1 ? parameter : tf.mul(parameter, shrink);
    return { parameter: tf.sub(shrunk, step), slots: { gradientSum, squareSum } };
  };
}

/** 1 + β + … + βᵗ⁻¹ = (1 − βᵗ) / (1 − β). */
export function geometricSum(beta: number, count: number): number {
  return beta === 0 ? 1 : -Math.expm1(count * Math.log(beta)) / (1 - beta);
}
