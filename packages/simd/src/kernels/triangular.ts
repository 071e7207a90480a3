import * as tf from "@tensorflow/tfjs-core";
import { batchPairs } from "./product.js";
import type { KernelArguments, NativeKernel } from "./register.js";

type Backend = KernelArguments["backend"];

/** Multiplications that a block does at least, and from which on several threads are worth the handing over. */
const BLOCK = 50_000;

/** How many of `count` matrices of `work` multiplications go into a block, and how many blocks that makes. */
function split(count: number, work: number): { perBlock: number; blocks: number; parallel: boolean } {
  const perBlock = Math.max(1, Math.floor(BLOCK / Math.max(1, work)));
  return { perBlock, blocks: Math.ceil(count / perBlock), parallel: count * work >= 2 * BLOCK };
}

const cholesky: NativeKernel = ({ inputs, backend }) => {
  const a = inputs["a"] as tf.TensorInfo;
  const out = backend.output(a.shape, "float32");
  const n = a.shape.at(-1) as number;
  const count = tf.util.sizeFromShape(a.shape.slice(0, -2));
  const { perBlock, blocks, parallel } = split(count, n ** 3 / 6);
  if (n > 0) backend.run("cholesky", [backend.pointer(a), backend.pointer(out), n, count, perBlock], blocks, parallel);
  return out;
};

const lowerTriangularInverse: NativeKernel = ({ inputs, backend }) => {
  const lower = inputs["lower"] as tf.TensorInfo;
  const out = backend.output(lower.shape, "float32");
  const n = lower.shape.at(-1) as number;
  const count = tf.util.sizeFromShape(lower.shape.slice(0, -2));
  const { perBlock, blocks, parallel } = split(count, n ** 3 / 6);
  const bytes = 8 * n;
  if (n > 0 && count > 0) {
    backend.withRoom(bytes * blocks, (room) =>
      backend.run("lowerTriangularInverse", [backend.pointer(lower), backend.pointer(out), n, count, perBlock, room, bytes], blocks, parallel),
    );
  }
  return out;
};

/** `variate.triangularSolve` of `@variate/math`: batches broadcast. */
const triangularSolve: NativeKernel = ({ inputs, attrs, backend }) => {
  const [a, b] = [inputs["a"], inputs["b"]] as [tf.TensorInfo, tf.TensorInfo];
  const [n, columns] = b.shape.slice(-2) as [number, number];
  const batch = tf.backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = backend.output([...batch, n, columns], "float32");
  const pairs = batchPairs(batch, a.shape, b.shape);
  if (n > 0 && columns > 0 && pairs.length > 0) substitute(backend, a, b, out, pairs, attrs["lower"] === true, attrs["transpose"] === true);
  return out;
};

function substitute(
  backend: Backend, a: tf.TensorInfo, b: tf.TensorInfo, out: tf.TensorInfo, pairs: Int32Array, lower: boolean, transpose: boolean,
): void {
  const [n, columns] = b.shape.slice(-2) as [number, number];
  const systems = pairs.length / 2;
  const { perBlock, blocks, parallel } = split(systems, (n * n * columns) / 2);
  const [pointerA, pointerB, pointerOut] = [backend.pointer(a), backend.pointer(b), backend.pointer(out)];
  const [rowStride, columnStride] = transpose ? [4, 4 * n] : [4 * n, 4];
  const bytes = 8 * columns;
  backend.withRoom(4 * pairs.length, (table) =>
    backend.withRoom(bytes * blocks, (room) => {
      pairs.forEach((offset, i) => (backend.words[table / 4 + i] = (i % 2 === 0 ? pointerA : pointerB) + 4 * offset));
      backend.run(
        "triangularSolve",
        [table, pointerOut, n, columns, systems, perBlock, rowStride, columnStride, lower === transpose ? 1 : 0, room, bytes],
        blocks, parallel,
      );
    }),
  );
}

export const triangularKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["variate.cholesky", cholesky],
  ["variate.lowerTriangularInverse", lowerTriangularInverse],
  ["variate.triangularSolve", triangularSolve],
]);
