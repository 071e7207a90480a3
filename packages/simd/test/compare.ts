import * as tf from "@tensorflow/tfjs-core";
import { setThreads } from "@variate/simd";
import { expectClose, type Tolerance } from "@variate/testing";
import { expect } from "vitest";

/** Numbers from -2 to 2 that no pattern of a kernel's meets, the same in every run. */
export function numbers(shape: number[], seed = 1): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  let state = seed >>> 0;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = (state / 2 ** 32 - 0.5) * 4;
  }
  return tf.tensor(values, shape, "float32");
}

type Program = () => tf.Tensor | tf.Tensor[];

interface Result {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: ArrayLike<number>;
}

function run(program: Program): Result[] {
  return tf.tidy(() => [program()].flat().map((tensor) => ({ shape: tensor.shape, dtype: tensor.dtype, values: tensor.dataSync() })) as never);
}

/** Runs the same program on tfjs's cpu backend and on this one, on one thread and on several, and compares what it makes. */
export async function expectAsCpu(program: Program, tolerance: Tolerance = {}, label = "expectAsCpu"): Promise<void> {
  await tf.setBackend("cpu");
  const expected = run(program);
  await tf.setBackend("simd");
  expect(tf.getBackend()).toBe("simd");
  const buffers = tf.engine().backend.numDataIds();
  const single = onThreads(1, program);
  const several = onThreads(3, program);
  expect(tf.engine().backend.numDataIds(), `${label}: buffers left behind`).toBe(buffers);
  expect(single.length).toBe(expected.length);
  single.forEach((result, i) => {
    const { shape, dtype, values } = expected[i] as Result;
    expect(result.shape, label).toEqual(shape);
    expect(result.dtype, label).toBe(dtype);
    expectClose(result.values, values, tolerance, label);
    expect(bits(several[i] as Result).equals(bits(result)), `${label}: bits on several threads as on one`).toBe(true);
  });
}

/** Which of its NaN an engine gives is left to its compilers: one stands for all. */
function bits({ values }: Result): Buffer {
  const { buffer, byteOffset, byteLength } = values instanceof Float32Array ? values.map((x) => (Number.isNaN(x) ? NaN : x)) : (values as Int32Array);
  return Buffer.from(buffer, byteOffset, byteLength);
}

function onThreads(count: number, program: Program): Result[] {
  setThreads(count);
  return run(program);
}
