import * as tf from "@tensorflow/tfjs-core";
import { formatShape } from "@variate/math";
import { bernoulliArray } from "@variate/random";
import { overInput } from "../internal/leading.js";
import type { Layer } from "../module.js";

/**
 * Inverted dropout: while training, every element is 0 with probability `rate` and x / (1 − rate) otherwise, so its
 * mean stays x. Otherwise the identity. No parameters.
 *
 * An element is kept where `bernoulliDraws(context.key, 1 − rate, input.shape)` is 1.
 *
 * @param rate - Probability of dropping, in [0, 1).
 * @throws If `rate` is outside [0, 1); on use, if `context.training` comes without `context.key`.
 *
 * Reference: Srivastava et al. (2014).
 */
export function dropout(rate: number): Layer<Record<string, never>> {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout: expected a rate in [0, 1); got ${String(rate)}.`);
  return (inputShape) => ({
    inputShape,
    outputShape: inputShape,
    init: () => ({}),
    apply: (_, input, context = {}) =>
      overInput("dropout", input, inputShape, (x) => {
        if (context.training !== true || rate === 0) return x;
        if (context.key === undefined) {
          throw new Error(
            `dropout: expected context.key while training, for input ${formatShape(input.shape)}; got none. ` +
              `Call apply with { key, training: true }, or leave training out to evaluate.`,
          );
        }
        const mask = bernoulliArray(context.key, 1 - rate, x.shape);
        for (let i = 0; i < mask.length; i++) mask[i] = (mask[i] as number) / (1 - rate);
        return tf.mul(x, tf.tensor(mask, x.shape, "float32"));
      }),
  });
}
