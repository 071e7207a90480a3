import * as tf from "@tensorflow/tfjs-core";
import { expectClose, type Tolerance } from "./close.js";

/**
 * Compares tfjs's gradient of `f` with central differences of `f` itself, element by element.
 *
 * @param f - Any function of tensors; its output is weighted by fixed, unequal weights and summed, so that errors
 *   do not cancel.
 * @param inputs - float32 tensors to differentiate in; not disposed.
 * @param options.step - Half-width of the difference, in units of max(1, |x|). float32 noise is about 6e-8/step.
 */
export function checkGradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  options: { step?: number; tolerance?: Tolerance; label?: string } = {},
): void {
  const { step = 4e-3, tolerance = { relative: 2e-3 }, label = "checkGradients" } = options;
  const weighted = (...xs: tf.Tensor[]): tf.Scalar =>
    tf.tidy(() => {
      const y = f(...xs);
      return tf.sum(tf.mul(y, weightsLike(y))) as tf.Scalar;
    });
  const weightedInFloat64 = (xs: tf.Tensor[]): number =>
    tf.tidy(() => {
      const y = f(...xs);
      const values = y.dataSync();
      const weights = weightsLike(y).dataSync();
      let total = 0;
      for (let i = 0; i < values.length; i++) total += (values[i] as number) * (weights[i] as number);
      return total as unknown as tf.Tensor;
    }) as unknown as number;

  const grads = tf.grads((...xs: tf.Tensor[]) => weighted(...xs))([...inputs]);
  try {
    inputs.forEach((input, which) => {
      const base = Float32Array.from(input.dataSync());
      const numeric = base.map((x, i) => {
        const h = step * Math.max(1, Math.abs(x));
        const at = (value: number): number => {
          const moved = base.slice();
          moved[i] = value;
          const tensor = tf.tensor(moved, input.shape, "float32");
          const result = weightedInFloat64(inputs.map((t, j) => (j === which ? tensor : t)));
          tensor.dispose();
          return result;
        };
        const up = Math.fround(x + h);
        const down = Math.fround(x - h);
        return (at(up) - at(down)) / (up - down);
      });
      expectClose(grads[which] as tf.Tensor, numeric, tolerance, `${label}, input ${which}`);
    });
  } finally {
    tf.dispose(grads);
  }
}

/** Fixed weights of both signs, none alike: cos(1), cos(2), … */
function weightsLike(y: tf.Tensor): tf.Tensor {
  const weights = Float32Array.from({ length: y.size }, (_, i) => Math.cos(i + 1));
  return tf.tensor(weights, y.shape, "float32");
}
