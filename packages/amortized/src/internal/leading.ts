import * as tf from "@tensorflow/tfjs-core";
import { formatShape, shapeSize, tidy, toFloatTensor, type Shape } from "@variate/math";

/**
 * The leading dimensions of an input: what is left of its shape before `inputShape`.
 *
 * @throws If the input does not end in `inputShape`.
 */
export function leadingShape(caller: string, input: tf.Tensor, inputShape: Shape): number[] {
  const leading = input.shape.length - inputShape.length;
  if (leading < 0 || inputShape.some((size, axis) => size !== input.shape[leading + axis])) {
    throw new Error(
      `${caller}: expected an input of shape ${formatEnd(inputShape)}; got ${formatShape(input.shape)}. ` +
        `Build the layer for this shape, or reshape the input.`,
    );
  }
  return input.shape.slice(0, leading);
}

/** `[..., 2, 3]`: any leading dimensions, then the shape. */
function formatEnd(shape: Shape): string {
  return `[${["...", ...shape].join(", ")}]`;
}

/**
 * Applies `fn` to the input as float32 rows [n, ...rowShape], the leading dimensions flattened to n, and gives its
 * result the shape [...leading, ...outputShape]. No operation is spent where the shapes agree already.
 *
 * @param rowShape - How `fn` wants to see one example; by default `inputShape` itself.
 */
export function overRows(
  caller: string,
  input: tf.Tensor,
  inputShape: Shape,
  outputShape: Shape,
  fn: (rows: tf.Tensor) => tf.Tensor,
  rowShape: Shape = inputShape,
): tf.Tensor {
  const leading = leadingShape(caller, input, inputShape);
  return tidy(() => {
    const rows = reshapeIfNeeded(toFloatTensor(input), [shapeSize(leading), ...rowShape]);
    return reshapeIfNeeded(fn(rows), [...leading, ...outputShape]);
  });
}

/**
 * Applies `fn`, which works on trailing axes alone or element by element, to a float32 input of any leading
 * dimensions; no reshaping. The result is a tensor of its own.
 */
export function overInput(
  caller: string,
  input: tf.Tensor,
  inputShape: Shape,
  fn: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  leadingShape(caller, input, inputShape);
  return tidy(() => fresh(fn(toFloatTensor(input)), input));
}

/** `tf.reshape`, or `x` itself when it has the shape. */
export function reshapeIfNeeded(x: tf.Tensor, shape: number[]): tf.Tensor {
  const same = x.shape.length === shape.length && shape.every((size, axis) => size === x.shape[axis]);
  return same ? x : tf.reshape(x, shape);
}

/** A function's result as a tensor of its own: a clone where the function handed its input back. */
export function fresh(result: tf.Tensor, input: tf.Tensor): tf.Tensor {
  return result === input ? tf.clone(input) : result;
}
