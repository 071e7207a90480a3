import * as tf from "@tensorflow/tfjs-core";
import { defineGradient } from "./define.js";
import { spread } from "./alongAxis.js";
import type { StridedSliceAttributes } from "../stridedSliceAttributes.js";

type OneOrMore = tf.Tensor | tf.Tensor[];

/** Gradients of operations that move elements without changing them. */
export const shapeGradients: readonly tf.GradConfig[] = [
  /** Sums over the repetitions, one axis at a time; tfjs knows ranks 1 to 4, and adds up slices. */
  defineGradient<{ reps: number[] }, "x">(tf.Tile, { inputs: ["x"] }, (dy, { x }, { reps }) => ({
    x: () => {
      let sum = dy;
      reps.forEach((repetitions, axis) => {
        if (repetitions === 1) return;
        const outer = sum.shape.slice(0, axis);
        const inner = sum.shape.slice(axis + 1);
        const parts = tf.reshape(sum, [product(outer), repetitions, (x.shape[axis] as number) * product(inner)]);
        sum = tf.reshape(tf.sum(parts, 1), [...outer, x.shape[axis] as number, ...inner]);
      });
      return tf.reshape(sum, x.shape);
    },
  })),

  /** tfjs hands over an array only when there are several parts, and then fails on one. */
  defineGradient<{ axis: number }, never, never, OneOrMore>(tf.SplitV, {}, (dy, _, { axis }) => ({
    x: () => tf.concat([dy].flat(), axis),
  })),
  defineGradient<{ axis: number }, never, never, OneOrMore>(tf.Unpack, {}, (dy, _, { axis }) => ({
    value: () => tf.stack([dy].flat(), axis),
  })),

  /** Every element goes back to where it was read; zeros in between. */
  defineGradient<StridedSliceAttributes, "x">(tf.StridedSlice, { inputs: ["x"] }, (dy, { x }, attributes) => ({
    x: () => {
      const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
      const info = tf.slice_util.sliceInfo(
        x.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask,
      ); // prettier-ignore
      if (dy.size === 0) return tf.zeros(x.shape);
      // Not finalShapeSparse, which leaves out the axes that shrinkAxisMask removes.
      const sizes = info.begin.map((first, axis) => Math.ceil(((info.end[axis] as number) - first) / (info.strides[axis] as number)));
      return info.begin.reduce((placed, first, axis) => {
        const stride = info.strides[axis] as number;
        const size = sizes[axis] as number;
        const ascending = stride < 0 && size > 1 ? tf.reverse(placed, axis) : placed;
        const start = stride < 0 ? first + (size - 1) * stride : first;
        const sparse = spread(ascending, axis, Math.abs(stride));
        const rest = (x.shape[axis] as number) - start - (sparse.shape[axis] as number);
        return tf.pad(sparse, sparse.shape.map((_, i): [number, number] => (i === axis ? [start, rest] : [0, 0])));
      }, tf.reshape(dy, sizes));
    },
  })),

  /** Takes each block of pixels back into the channels. */
  defineGradient<{ blockSize: number; dataFormat: "NHWC" | "NCHW" }>(tf.DepthToSpace, {}, (dy, _, { blockSize, dataFormat }) => ({
    x: () => {
      if (dataFormat === "NHWC") return spaceToDepth(dy, blockSize);
      return tf.transpose(spaceToDepth(tf.transpose(dy, [0, 2, 3, 1]), blockSize), [0, 3, 1, 2]);
    },
  })),

  /** The diagonal of dy as a square matrix. Rows one element longer bring the diagonal into the first column. */
  defineGradient<unknown, "x">(tf.Diag, { inputs: ["x"] }, (dy, { x }) => ({
    x: () => {
      const n = x.size;
      const staggered = tf.reshape(tf.pad(tf.reshape(dy, [n * n]), [[0, n]]), [n, n + 1]);
      return tf.reshape(tf.slice(staggered, [0, 0], [n, 1]), x.shape);
    },
  })),

  defineGradient(tf.FlipLeftRight, {}, (dy) => ({ image: () => tf.image.flipLeftRight(dy as tf.Tensor4D) })),
];

function spaceToDepth(x: tf.Tensor, block: number): tf.Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const blocks = tf.reshape(x, [batch, height / block, block, width / block, block, channels]);
  return tf.reshape(tf.transpose(blocks, [0, 1, 3, 2, 4, 5]), [batch, height / block, width / block, block * block * channels]);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
