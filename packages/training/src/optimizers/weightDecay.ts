import * as tf from "@tensorflow/tfjs-core";

/** Which parameters decay, by path: `(path) => path.endsWith(".weight")` spares biases. */
export type DecayMask = (path: string, parameter: tf.Tensor) => boolean;

export interface WeightDecayOptions {
  /**
   * Adds `weightDecay · parameter` to the gradient: the penalty `weightDecay / 2 · ‖parameters‖²` on the loss; default 0.
   *
   * The prior N(0, I) over the weights that AEVB trains under is 1 / (number of examples), since a loss is a mean.
   */
  readonly weightDecay?: number;
  /** Parameters that decay; default all. */
  readonly decayMask?: DecayMask;
}

/** The gradient with the L2 penalty's added; the gradient itself where nothing decays. */
export function penalized(
  gradient: tf.Tensor,
  parameter: tf.Tensor,
  path: string,
  { weightDecay = 0, decayMask }: WeightDecayOptions,
): tf.Tensor {
  if (weightDecay === 0 || decayMask?.(path, parameter) === false) return gradient;
  return tf.add(gradient, tf.mul(parameter, weightDecay));
}
