import * as tf from "@tensorflow/tfjs-core";
import { BLOCK } from "./elementwise.js";
import type { NativeKernel } from "./register.js";

/** Draws from which on several threads are worth the handing over. */
const PARALLEL = 4096;

/** Draws of `@variate/random` straight into memory, with the bits that its own code gives them. */
function drawsKernel(job: string): NativeKernel {
  return ({ attrs, backend }) => {
    const { high, low, shape } = attrs as unknown as { high: number; low: number; shape: number[] };
    const size = tf.util.sizeFromShape(shape);
    const out = backend.output(shape, "float32");
    if (size > 0) backend.run(job, [backend.pointer(out), size, high, low], Math.ceil(size / BLOCK), size >= PARALLEL);
    return out;
  };
}

export const drawKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["variate.normalDraws", drawsKernel("normalDraws")],
  ["variate.uniformDraws", drawsKernel("uniformDraws")],
]);
