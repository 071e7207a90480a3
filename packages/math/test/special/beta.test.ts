import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import * as math from "@variate/math";
import { errorsOf } from "./accuracy.js";

type Columns<K extends string> = Readonly<Record<K, readonly number[]>>;

const reference = JSON.parse(readFileSync(new URL("../reference/beta.json", import.meta.url), "utf8")) as {
  odds: Columns<"a" | "b" | "z" | "logLower" | "logUpper" | "ofA" | "ofB" | "ofZ">;
  shares: Columns<"a" | "b" | "x" | "logLower" | "logUpper" | "ofA" | "ofB" | "ofX">;
};

type Triple = (a: tf.Tensor, b: tf.Tensor, v: tf.Tensor) => tf.Tensor;

interface Row {
  readonly fn: Triple;
  readonly on: "odds" | "shares";
  readonly log: boolean;
  /** Whether it is the upper tail, and whether a and b change places to reach it. */
  readonly upper: boolean;
  readonly swapped?: boolean;
  /** Errors of the value and of the three partial derivatives over max(1, |want|). */
  readonly scaled: readonly [number, number, number, number];
}

const swap = (fn: Triple): Triple => (a, b, z) => math.tidy(() => fn(b, a, tf.neg(z)));

/** What float32 reaches on cpu and wasm alike; log-odds next to 0 round as concentrations of 1e6 make visible. */
const TABLE: Readonly<Record<string, Row>> = {
  regularizedBeta: { fn: math.regularizedBeta, on: "shares", log: false, upper: false, scaled: [4e-7, 2e-6, 2e-6, 5e-6] },
  regularizedBetaComplement: { fn: math.regularizedBetaComplement, on: "shares", log: false, upper: true, scaled: [4e-7, 2e-6, 2e-6, 5e-6] },
  logRegularizedBeta: { fn: math.logRegularizedBeta, on: "shares", log: true, upper: false, scaled: [1e-6, 2e-6, 2e-6, 5e-6] },
  logRegularizedBetaComplement: { fn: math.logRegularizedBetaComplement, on: "shares", log: true, upper: true, scaled: [1e-6, 2e-6, 2e-6, 5e-6] },
  regularizedBetaOfLogit: { fn: math.regularizedBetaOfLogit, on: "odds", log: false, upper: false, scaled: [8e-6, 3e-6, 3e-6, 1e-4] },
  "regularizedBetaOfLogit, other tail": { fn: swap(math.regularizedBetaOfLogit), on: "odds", log: false, upper: true, scaled: [8e-6, 3e-6, 3e-6, 1e-4] },
  logRegularizedBetaOfLogit: { fn: math.logRegularizedBetaOfLogit, on: "odds", log: true, upper: false, scaled: [2e-5, 3e-6, 3e-6, 1e-4] },
  "logRegularizedBetaOfLogit, other tail": { fn: swap(math.logRegularizedBetaOfLogit), on: "odds", log: true, upper: true, scaled: [2e-5, 3e-6, 3e-6, 1e-4] },
};

const sign = (upper: boolean): number => (upper ? -1 : 1);

describeOnBackends("incomplete beta function against mpmath", () => {
  for (const [name, row] of Object.entries(TABLE)) {
    it(`${name} and its gradient`, () => {
      const { a, b, logLower, logUpper, ofA, ofB } = reference[row.on];
      const at = row.on === "odds" ? reference.odds.z : reference.shares.x;
      const ofValue = row.on === "odds" ? reference.odds.ofZ : reference.shares.ofX;
      const logs = row.upper ? logUpper : logLower;
      const scale = (i: number): number => sign(row.upper) / (row.log ? Math.exp(logs[i] as number) : 1);
      const want = [
        row.log ? logs : logs.map(Math.exp),
        ...[ofA, ofB, ofValue].map((column) => column.map((v, i) => v * scale(i))),
      ];
      const inputs = [a, b, at].map((column) => tf.tensor1d([...column]));
      tf.tidy(() => {
        const got = [row.fn(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor])), ...tf.grads(row.fn as never)(inputs)];
        got.forEach((tensor, order) => {
          const errors = errorsOf(tensor.dataSync(), want[order] as number[], a.map((_, i) => i));
          const i = errors.scaledAt;
          expect.soft(errors.scaled, `part ${order}, worst at ${a[i]}, ${b[i]}, ${at[i]}`).toBeLessThanOrEqual(row.scaled[order] as number);
        });
      });
      tf.dispose(inputs);
    });
  }

  it("draws move with their concentrations", () => {
    const { a, b, z, ofA, ofB, ofZ } = reference.odds;
    tf.tidy(() => {
      const got = math.logitBetaDrawDerivative([...a], [...b], [...z]);
      [ofA, ofB].forEach((column, which) => {
        const want = column.map((v, i) => -v / (ofZ[i] as number));
        const errors = errorsOf((got[which] as tf.Tensor).dataSync(), want, a.map((_, i) => i));
        const i = errors.relativeAt;
        expect.soft(errors.relative, `part ${which}, worst at ${a[i]}, ${b[i]}, ${z[i]}`).toBeLessThanOrEqual(3e-6);
      });
    });
  });

  for (const [name, { fn, on }] of Object.entries(TABLE)) {
    it(`${name} broadcasts, sums gradients over what was broadcast, and leaks nothing`, () => {
      const a = tf.tensor2d([[0.7], [2.5]]);
      const b = tf.tensor1d([0.4, 1.5, 3]);
      const v = tf.scalar(0.4);
      expectNoLeak(() => {
        const result = fn(a, b, v);
        expect(result.shape).toEqual([2, 3]);
        return result;
      });
      expectNoLeak(() => {
        const gradients = tf.grads(fn as never)([a, b, v]);
        expect(gradients.map((g) => g.shape)).toEqual([[2, 1], [3], []]);
        return gradients;
      });
      checkGradients(fn as never, [a, b, v], { label: name });
      tf.dispose([a, b, v]);
    });

    it(`${name} has second derivatives`, () => {
      const inputs = [
        tf.tensor1d([0.4, 0.8, 2.5, 6]),
        tf.tensor1d([0.6, 3.5, 0.7, 4]),
        tf.tensor1d(on === "shares" ? [0.3, 0.4, 0.6, 0.7] : [-0.8, -0.4, 0.5, 1.3]),
      ];
      const gradientSum = (...xs: tf.Tensor[]): tf.Tensor => {
        const [ofA, ofB, ofV] = tf.grads(fn as never)(xs) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return tf.add(ofA, tf.add(tf.mul(0.5, ofB), tf.mul(0.7, ofV)));
      };
      checkGradients(gradientSum, inputs, { tolerance: { relative: 5e-3 }, label: name });
      tf.dispose(inputs);
    });
  }

  it("reaches its limits, and is NaN outside of its support", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([0, 1, -0.1, 1.1, NaN]);
      expectClose(math.regularizedBeta(2, 0.5, x), [0, 1, NaN, NaN, NaN]);
      expectClose(math.regularizedBetaComplement(2, 0.5, x), [1, 0, NaN, NaN, NaN]);
      expectClose(math.logRegularizedBeta(2, 0.5, x), [-Infinity, 0, NaN, NaN, NaN]);
      expectClose(math.logRegularizedBetaComplement(2, 0.5, x), [0, -Infinity, NaN, NaN, NaN]);
      const z = tf.tensor1d([-Infinity, Infinity, NaN]);
      expectClose(math.regularizedBetaOfLogit(2, 0.5, z), [0, 1, NaN]);
      expectClose(math.logRegularizedBetaOfLogit(2, 0.5, z), [-Infinity, 0, NaN]);
      const gradients = tf.grads(math.regularizedBeta as never)([tf.fill([2], 2), tf.fill([2], 3), tf.tensor1d([0, 1])]);
      for (const gradient of gradients) expectClose(gradient, [0, 0]);
    });
  });

  it("keeps the digits of either tail", () => {
    tf.tidy(() => {
      // I_x(1, b) = 1 − (1 − x)ᵇ and I_x(a, 1) = xᵃ
      expectClose(math.regularizedBeta(1, 3, 1e-20), 3e-20, { relative: 1e-6, absolute: 0 });
      expectClose(math.regularizedBetaComplement(5, 1, 0.5), 0.96875);
      expectClose(math.logRegularizedBeta(7, 1, 1e-30), 7 * Math.log(1e-30), { relative: 1e-6 });
      expectClose(math.logRegularizedBetaOfLogit(7, 1, -1e4), -7e4, { relative: 1e-6 });
      expectClose(math.logRegularizedBetaOfLogit(7, 1, 80), -7 * Math.exp(-80), { relative: 1e-5, absolute: 0 });
    });
  });

  it("has no NaN from 1e-30 to 1e30, in value or gradient", () => {
    const scales = [1e-30, 1e-12, 1e-3, 1, 1e3, 1e12, 1e30];
    const at = { shares: [1e-37, 1e-12, 0.3, 0.5, 1 - 2 ** -24], odds: [-1e30, -1e4, -50, -1, 0, 0.3, 40, 1e5, 1e30] };
    for (const [name, { fn, on }] of Object.entries(TABLE)) {
      tf.tidy(() => {
        const grid = scales.flatMap((a) => scales.flatMap((b) => at[on].map((v) => [a, b, v] as const)));
        const inputs = [0, 1, 2].map((i) => tf.tensor1d(grid.map((point) => point[i] as number)));
        const results = [fn(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor])), ...tf.grads(fn as never)(inputs)];
        results.forEach((result, part) => {
          const bad = [...result.dataSync()].flatMap((y, i) => (Number.isNaN(y) ? [grid[i]] : []));
          expect.soft(bad, `${name}, part ${part}`).toEqual([]);
        });
        if (name === "regularizedBeta") {
          const other = math.regularizedBetaComplement(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor]));
          expectClose(tf.add(results[0] as tf.Tensor, other), tf.ones([grid.length]), { absolute: 3e-7 });
        }
      });
    }
    tf.tidy(() => {
      expectClose(math.regularizedBeta([1e30, 1e-30, 1e-30, 1, 1e30], [1e30, 1e-30, 1e30, 1e30, 1], [0.5, 0.3, 1e-20, 1e-30, 0.5]),
        [0.5, 0.5, 1, 1 - Math.exp(-1), 0], { absolute: 1e-6 });
      expectClose(math.regularizedBeta([1e12, 1e12], [1e12, 1e12], [0.49999, 0.50001]), [0, 1]);
    });
  });

  it("names arguments that do not broadcast", () => {
    expect(() => math.regularizedBeta([1, 2], [1, 2, 3], 0.5)).toThrow("regularizedBeta: expected parameters that broadcast together; got a [2], b [3], x [].");
  });
});
