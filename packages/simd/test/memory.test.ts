import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { SimdBackend } from "../src/backend.js";
import { compileKernels } from "../src/kernelModule.js";
import { LinearMemory } from "../src/linearMemory.js";

interface Figures {
  numTensors: number;
  numBytesHeld: number;
  numBytesReserved: number;
}

const figures = (): Figures => {
  const { numTensors, numBytesHeld, numBytesReserved } = tf.memory() as unknown as Figures;
  return { numTensors, numBytesHeld, numBytesReserved };
};

/** One step of gradient descent with momentum on a layer, with products, reductions, broadcasts, a cast and a gather. */
function stepper(): () => number {
  const x = tf.tidy(() => tf.sin(tf.reshape(tf.range(0, 160), [20, 8])));
  const target = tf.tidy(() => tf.cast(tf.greater(tf.sum(x, 1), 0), "float32"));
  const weights = tf.variable(tf.zeros([8, 1]));
  const bias = tf.variable(tf.zeros([1]));
  const optimizer = tf.train.momentum(0.1, 0.9);
  return () => {
    const { value, grads } = tf.variableGrads(() => {
      const rows = tf.gather(x, tf.tensor1d([0, 3, 19, 7, 7], "int32"));
      const logits = tf.reshape(tf.add(tf.matMul(rows, weights), bias), [-1]);
      const wanted = tf.gather(target, tf.tensor1d([0, 3, 19, 7, 7], "int32"));
      return tf.mean(tf.sub(tf.softplus(logits), tf.mul(wanted, logits)));
    }, [weights, bias]);
    optimizer.applyGradients(grads as never);
    const loss = value.dataSync()[0] as number;
    tf.dispose([value, grads]);
    return loss;
  };
}

describe("over 10,000 steps", () => {
  beforeAll(async () => {
    await import("@variate/tfjs");
    await tf.setBackend("simd");
  });

  it("tensors, the bytes they hold and the bytes reserved stay as they are", () => {
    const step = stepper();
    const first = step();
    step();
    const before = figures();
    let last = first;
    for (let i = 0; i < 10_000; i++) {
      last = step();
      if (i % 1000 === 0) expect(figures()).toEqual(before);
    }
    expect(figures()).toEqual(before);
    expect(last).toBeLessThan(first / 10);
  });
});

describe("a backend of its own memory", () => {
  /** Numbers in a mebibyte. */
  const MEBI = 262_144;
  let backend: SimdBackend;

  async function start(shared: boolean, pages: number): Promise<void> {
    const kernels = await compileKernels(shared);
    backend = new SimdBackend(kernels, new LinearMemory(shared, [pages]), 2);
    tf.registerBackend("small", () => backend);
    for (const kernel of tf.getKernelsForBackend("simd")) tf.registerKernel({ ...kernel, backendName: "small" });
    await tf.setBackend("small");
    expect(tf.getBackend()).toBe("small");
  }

  afterEach(async () => {
    for (const { kernelName } of tf.getKernelsForBackend("small")) tf.unregisterKernel(kernelName, "small");
    await tf.setBackend("simd");
    tf.removeBackend("small");
  });

  describe.each([["shared", true], ["not shared", false]])("that is %s", (_, shared) => {
    it("says what is held when there is no more, and loses nothing", async () => {
      await start(shared, 1024);
      const x = tf.tensor(Float32Array.from({ length: 16 * MEBI }, (_value, i) => i % 7));
      const held = [tf.square(x), tf.square(x)];
      const before = { ...tf.memory() } as unknown as Figures;
      expect(() => tf.tidy(() => tf.square(x))).toThrow(
        /^simd: expected room for 16 MiB; got a memory of \d+ MiB, which cannot grow, with 48 MiB held in \d+ blocks\. Dispose tensors/,
      );
      expect(figures()).toEqual({ numTensors: before.numTensors, numBytesHeld: before.numBytesHeld, numBytesReserved: before.numBytesReserved });
      const values = x.dataSync() as Float32Array;
      for (const tensor of held) expect(tensor.dataSync().every((value, i) => value === (values[i] as number) ** 2)).toBe(true);
      (held[0] as tf.Tensor).dispose();
      expect(tf.tidy(() => tf.sum(tf.neg(x)).dataSync()[0])).toBe(-values.reduce((sum, value) => sum + value, 0));
      tf.dispose([x, held]);
      // A product needs room of its own beside its result: neither stays behind.
      const filling = tf.tidy(() => tf.exp(tf.zeros([16 * MEBI])));
      const { numBytesHeld } = figures();
      const [left, right] = [tf.ones([4096, 1024]), tf.ones([1024, 1024])];
      expect(() => tf.matMul(left, right)).toThrow(/expected room for 2\d MiB/);
      tf.dispose([left, right]);
      expect(figures().numBytesHeld).toBe(numBytesHeld);
      filling.dispose();
    });

    it("keeps values while it grows", async () => {
      await start(shared, 4096);
      const small = tf.tidy(() => tf.square(tf.range(0, 1000)));
      const view = backend.dataOf(small.dataId).values as Float32Array;
      const before = backend.memory().numBytesReserved;
      const large = tf.tidy(() => tf.exp(tf.zeros([16 * MEBI])));
      expect(backend.memory().numBytesReserved).toBeGreaterThan(before);
      // Memory that is not shared takes its old views away, so nobody may hold one.
      expect(view.length).toBe(shared ? 1000 : 0);
      expect([...small.dataSync().subarray(997)]).toEqual([997 ** 2, 998 ** 2, 999 ** 2]);
      expect(large.dataSync().every((value) => value === 1)).toBe(true);
      // tfjs's cpu kernels see the same values: this one is not ours.
      expect([...tf.tidy(() => tf.topk(small, 2).values.dataSync())]).toEqual([999 ** 2, 998 ** 2]);
      tf.dispose([small, large]);
    });
  });

  it("works on one thread where memory is not shared, whatever is asked", async () => {
    await start(false, 4096);
    expect(backend.threads).toBe(1);
    tf.dispose(tf.tidy(() => tf.exp(tf.zeros([16 * MEBI]))));
    backend.setThreads(3);
    expect(backend.threads).toBe(1);
    const product = tf.tidy(() => tf.matMul(tf.ones([300, 200]), tf.ones([200, 100])));
    expect(product.dataSync().every((value) => value === 200)).toBe(true);
    product.dispose();
  });
});
