import * as tf from "@tensorflow/tfjs-core";
import { defineGradient } from "./define.js";

interface MirrorPadAttributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly mode: "reflect" | "symmetric";
}

/**
 * The gradient of what was mirrored into the padding is mirrored back and added; tfjs drops it.
 *
 * `reflect` leaves the border element out of the mirror image, `symmetric` repeats it.
 */
export const mirrorPadGradient = defineGradient<MirrorPadAttributes>(tf.MirrorPad, {}, (dy, _, { paddings, mode }) => ({
  x: () => paddings.reduce((folded, [before, after], axis) => foldAxis(folded, axis, before, after, mode === "reflect" ? 1 : 0), dy),
}));

function foldAxis(dy: tf.Tensor, axis: number, before: number, after: number, gap: number): tf.Tensor {
  const size = (dy.shape[axis] as number) - before - after;
  const part = (begin: number, length: number): tf.Tensor =>
    tf.slice(
      dy,
      dy.shape.map((_, i) => (i === axis ? begin : 0)),
      dy.shape.map((n, i) => (i === axis ? length : n)),
    );
  const mirrored = (begin: number, length: number, at: number): tf.Tensor =>
    tf.pad(
      tf.reverse(part(begin, length), axis),
      dy.shape.map((_, i): [number, number] => (i === axis ? [at, size - at - length] : [0, 0])),
    );
  let folded = part(before, size);
  if (before > 0) folded = tf.add(folded, mirrored(0, before, gap));
  if (after > 0) folded = tf.add(folded, mirrored(before + size, after, size - gap - after));
  return folded;
}
