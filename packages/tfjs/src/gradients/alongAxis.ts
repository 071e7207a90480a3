import * as tf from "@tensorflow/tfjs-core";

/** `x` with `step − 1` zeros between neighbours along an axis: [1, 2, 3] at step 2 is [1, 0, 2, 0, 3]. */
export function spread(x: tf.Tensor, axis: number, step: number): tf.Tensor {
  const { outer, size, inner, shaped } = around(x, axis);
  if (step === 1 || size <= 1) return x;
  const apart = tf.pad(tf.reshape(x, [outer, size, 1, inner]), [[0, 0], [0, 0], [0, step - 1], [0, 0]]);
  const length = (size - 1) * step + 1;
  return shaped(tf.slice(tf.reshape(apart, [outer, size * step, inner]), [0, 0, 0], [outer, length, inner]), length);
}

/** `x` with elements of one value put ahead and behind along an axis. WebGL pads few ranks only. */
export function padAlong(x: tf.Tensor, axis: number, ahead: number, behind: number, value = 0): tf.Tensor {
  if (ahead === 0 && behind === 0) return x;
  const { outer, size, inner, shaped } = around(x, axis);
  const padded = tf.pad(tf.reshape(x, [outer, size, inner]), [[0, 0], [ahead, behind], [0, 0]], value);
  return shaped(padded, ahead + size + behind);
}

/**
 * `count` elements along an axis from `start` on, one in `step`: what `spread` undoes. A strided slice, which WebGL
 * has for few ranks only.
 */
export function takeEvery(x: tf.Tensor, axis: number, start: number, step: number, count: number): tf.Tensor {
  const { outer, size, inner, shaped } = around(x, axis);
  if (start === 0 && step === 1 && count === size) return x;
  const length = Math.min(count * step, size - start);
  const part = tf.slice(tf.reshape(x, [outer, size, inner]), [0, start, 0], [outer, length, inner]);
  if (step === 1) return shaped(part, count);
  const whole = tf.pad(part, [[0, 0], [0, count * step - length], [0, 0]]);
  return shaped(tf.slice(tf.reshape(whole, [outer, count, step, inner]), [0, 0, 0, 0], [outer, count, 1, inner]), count);
}

/** The sizes before, along and after an axis, and a reshape to the original axes with another length of this one. */
function around(x: tf.Tensor, axis: number) {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  return {
    outer: tf.util.sizeFromShape(before),
    size: x.shape[axis] as number,
    inner: tf.util.sizeFromShape(after),
    shaped: (y: tf.Tensor, length: number) => tf.reshape(y, [...before, length, ...after]),
  };
}
