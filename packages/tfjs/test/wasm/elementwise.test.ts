import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { asShipped } from "./shipped.js";

/** From 1e-30 to 1e4, both signs, thirty to a decade, and what lies at the edges of float32. */
const POINTS = Float32Array.from([
  ...Array.from({ length: 1020 }, (_, i) => 10 ** (-30 + i / 30)).flatMap((x) => [x, -x]),
  0, 1, -1, 1e30, -1e30, 3e38, 1e-38, 1e-42, Infinity, -Infinity, NaN,
]);

const FUNCTIONS: Record<string, { kernel: string; run: (x: tf.Tensor) => tf.Tensor; exact: (x: number) => number; shippedError: number }> = {
  log1p: { kernel: tf.Log1p, run: (x) => tf.log1p(x), exact: Math.log1p, shippedError: 1 },
  sin: { kernel: tf.Sin, run: (x) => tf.sin(x), exact: Math.sin, shippedError: 1 },
  cos: { kernel: tf.Cos, run: (x) => tf.cos(x), exact: Math.cos, shippedError: 0 },
  selu: {
    kernel: tf.Selu,
    run: (x) => tf.selu(x),
    exact: (x) => 1.0507009873554805 * (x >= 0 ? x : 1.6732632423543772 * Math.expm1(x)),
    shippedError: 1,
  },
  sign: { kernel: tf.Sign, run: (x) => tf.sign(x), exact: (x) => (Number.isNaN(x) ? 0 : Math.sign(x)), shippedError: 1 },
  tanh: { kernel: tf.Tanh, run: (x) => tf.tanh(x), exact: Math.tanh, shippedError: 0 },
};

/** The largest relative error, taken in units of the smallest normal number below it. */
function worst(run: (x: tf.Tensor) => tf.Tensor, exact: (x: number) => number): number {
  return tf.tidy(() => {
    const values = run(tf.tensor1d(POINTS)).dataSync();
    let largest = 0;
    POINTS.forEach((x, i) => {
      const want = Math.fround(exact(x));
      const got = values[i] as number;
      if (Object.is(got, want) || got === want) return;
      const error = Math.abs(got - want) / Math.max(Math.abs(want), 1.2e-38);
      largest = error <= largest ? largest : Number.isFinite(error) ? error : Infinity;
    });
    return largest as unknown as tf.Tensor;
  }) as unknown as number;
}

describeOnBackends(
  "elementwise functions",
  () => {
    for (const [name, { kernel, run, exact, shippedError }] of Object.entries(FUNCTIONS)) {
      test(`${name} is right to one unit in the last place, from 1e-42 to infinity`, () => {
        expect(worst(run, exact)).toBeLessThan(1.3e-7);
        if (shippedError > 0) expect(asShipped([kernel], () => worst(run, exact))).toBeGreaterThanOrEqual(shippedError);
      });
    }

    test("clipByValue keeps NaN and clips int32 as integers", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([-3, NaN, 0.5, 7, Infinity, -Infinity]);
        expectClose(tf.clipByValue(x, -1, 2), [-1, NaN, 0.5, 2, 2, -1]);
        expect([...tf.clipByValue(tf.tensor1d([-3, 1, 7], "int32"), -1, 2).dataSync()]).toEqual([-1, 1, 2]);
        const shipped = asShipped([tf.ClipByValue], () => tf.clipByValue(x, -1, 2).dataSync());
        expect(shipped[1]).toBe(-1);
      });
    });

    test("maximum and minimum keep a NaN of either side, broadcast or not", () => {
      tf.tidy(() => {
        const [a, b] = [tf.tensor1d([1, NaN, 3, -0.5]), tf.tensor1d([2, 0, NaN, -1])];
        expectClose(tf.maximum(a, b), [2, NaN, NaN, -0.5]);
        expectClose(tf.minimum(a, b), [1, NaN, NaN, -1]);
        const column = tf.tensor2d([[0], [NaN]]);
        expectClose(tf.maximum(a, column), [1, NaN, 3, 0, NaN, NaN, NaN, NaN]);
        expectClose(tf.minimum(column, a), [0, NaN, 0, -0.5, NaN, NaN, NaN, NaN]);
        for (const [bound, high, low] of [[2, [2, NaN, 3, 2], [1, NaN, 2, -0.5]], [Infinity, [Infinity, NaN, Infinity, Infinity], [1, NaN, 3, -0.5]], [NaN, [NaN, NaN, NaN, NaN], [NaN, NaN, NaN, NaN]]] as const) {
          expectClose(tf.maximum(a, bound), [...high]);
          expectClose(tf.maximum(bound, a), [...high]);
          expectClose(tf.minimum(a, bound), [...low]);
          expectClose(tf.minimum(bound, a), [...low]);
        }
        expect([...tf.maximum(tf.tensor1d([1, 5], "int32"), tf.scalar(3, "int32")).dataSync()]).toEqual([3, 5]);
        for (const kernel of [tf.Maximum, tf.Minimum]) {
          const shipped = asShipped([kernel], () => (kernel === tf.Maximum ? tf.maximum(a, b) : tf.minimum(a, b)).dataSync());
          expect(shipped[2]).toBe(3);
        }
      });
    });

    test("relu6 keeps NaN", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([-1, NaN, 3, 8]);
        expectClose(tf.relu6(x), [0, NaN, 3, 6]);
        expect(asShipped([tf.Relu6], () => tf.relu6(x).dataSync())[1]).toBe(0);
      });
    });

    test("casts to bool are 0 or 1", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([0, 3, 0.5, -2, NaN]);
        expect([...tf.cast(x, "bool").dataSync()]).toEqual([0, 1, 1, 1, 1]);
        expect([...tf.cast(tf.tensor1d([0, 256], "int32"), "bool").dataSync()]).toEqual([0, 1]);
        expect([...asShipped([tf.Cast], () => tf.cast(x, "bool").dataSync())]).not.toEqual([0, 1, 1, 1, 1]);
      });
    });

    test("leave no tensor behind", () => {
      const x = tf.tensor1d(POINTS);
      expectNoLeak(() => Object.values(FUNCTIONS).map(({ run }) => run(x)));
      expectNoLeak(() => [tf.clipByValue(x, 0, 1), tf.cast(x, "bool")]);
      x.dispose();
    });
  },
  ["wasm"],
);
