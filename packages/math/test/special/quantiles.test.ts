import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import * as math from "@variate/math";
import { errorsOf } from "./accuracy.js";

type Columns<K extends string> = Readonly<Record<K, readonly number[]>>;

const reference = JSON.parse(readFileSync(new URL("../reference/beta.json", import.meta.url), "utf8")) as {
  betaQuantile: Columns<"a" | "b" | "p" | "z">;
  gammaQuantile: Columns<"a" | "p" | "logX">;
};

const scales = [1e-30, 1e-12, 1e-3, 0.3, 1, 7, 1e3, 1e12, 1e30];
const ranks = [1e-37, 1e-12, 0.01, 0.3, 0.5, 0.51, 0.99, 1 - 2 ** -24];
const firstNaN = (values: tf.Tensor): number => [...values.dataSync()].findIndex(Number.isNaN);

describeOnBackends("gamma quantiles", () => {
  it("agree with mpmath, and P is p there", () => {
    const { a, p, logX } = reference.gammaQuantile;
    const index = a.map((_, i) => i);
    tf.tidy(() => {
      const x = math.gammaQuantile([...a], [...p]);
      const ofX = errorsOf(x.dataSync(), logX.map(Math.exp), index);
      const ofLog = errorsOf(math.logGammaQuantile([...a], [...p]).dataSync(), logX, index);
      const at = (i: number): string => `worst at ${a[i]}, ${p[i]}`;
      // Relative to x the error of its logarithm, which is large where a is below 1.
      expect.soft(ofX.relative, at(ofX.relativeAt)).toBeLessThanOrEqual(6e-6);
      expect.soft(ofLog.scaled, at(ofLog.scaledAt)).toBeLessThanOrEqual(6e-7);
      const back = math.regularizedGammaP([...a], x).dataSync();
      for (const i of index) {
        if (Math.exp(logX[i] as number) < 1e-37) continue;
        const rounding = 1e-7 * Math.sqrt(a[i] as number);
        expect.soft(Math.abs((back[i] as number) - (p[i] as number)), at(i)).toBeLessThanOrEqual(5e-7 + rounding);
      }
    });
  });

  it("have the gradient of the inverse function, and second derivatives", () => {
    const inputs = [tf.tensor1d([0.4, 1.7, 6]), tf.tensor1d([0.3, 0.6, 0.85])];
    for (const fn of [math.gammaQuantile, math.logGammaQuantile]) {
      checkGradients(fn as never, inputs, { label: fn.name });
      const gradientSum = (...xs: tf.Tensor[]): tf.Tensor => {
        const [ofA, ofP] = tf.grads(fn as never)(xs) as [tf.Tensor, tf.Tensor];
        return tf.add(ofA, tf.mul(0.5, ofP));
      };
      checkGradients(gradientSum, inputs, { tolerance: { relative: 5e-3 }, label: fn.name });
    }
    tf.dispose(inputs);
    tf.tidy(() => {
      // Where x underflows: log x = (log p + log Γ(a + 1)) / a.
      const [ofA, ofP] = tf.grads(math.logGammaQuantile as never)([tf.scalar(1e-3), tf.scalar(0.25)]) as [tf.Tensor, tf.Tensor];
      const a = Math.fround(1e-3);
      const logX = (Math.log(0.25) + math.lgamma(1 + a).dataSync()[0]!) / a;
      expectClose(ofA, (math.digamma(1 + a).dataSync()[0]! - logX) / a, { relative: 1e-5 });
      expectClose(ofP, 1 / (a * 0.25), { relative: 1e-6 });
    });
  });

  it("counted from above keep the digits of probabilities that 1 − p would lose", () => {
    // mpmath: log x at which the regularized upper gamma function is q.
    const [a, q] = [[0.125, 0.125, 0.125, 0.125, 1, 1, 1, 1, 40, 40, 40, 40], [1e-37, 1e-12, 1e-3, 0.75, 1e-37, 1e-12, 1e-3, 0.75, 1e-37, 1e-12, 1e-3, 0.75]];
    const logX = [
      4.373722093, 3.128429039, 1.277049419, -11.57053197, 4.444950358, 3.318939095, 1.932644727, -1.245899324, 5.202325796, 4.62254192, 4.133879519, 3.57156596,
    ];
    tf.tidy(() => {
      expectClose(math.logGammaQuantile(a, q, -1), logX, { relative: 1e-6 });
      expectClose(tf.log(math.gammaQuantile(a, q, -1)), logX, { relative: 2e-6 });
      expectClose(math.gammaQuantile(2, [0, 1, -0.1], -1), [Infinity, 0, NaN]);
      expectClose(math.logGammaQuantile(2, [0, 1, NaN], -1), [Infinity, -Infinity, NaN]);
    });
    const inputs = [tf.tensor1d([0.4, 1.7, 6]), tf.tensor1d([0.3, 0.6, 0.85])];
    for (const fn of [math.gammaQuantile, math.logGammaQuantile]) checkGradients((c, p) => fn(c!, p!, -1), inputs, { label: `${fn.name} from above` });
    tf.dispose(inputs);
  });

  it("reach the ends of the support, and are NaN outside [0, 1]", () => {
    tf.tidy(() => {
      const p = tf.tensor1d([0, 1, -0.1, 1.1, NaN]);
      expectClose(math.gammaQuantile(2, p), [0, Infinity, NaN, NaN, NaN]);
      expectClose(math.logGammaQuantile(2, p), [-Infinity, Infinity, NaN, NaN, NaN]);
      for (const gradient of tf.grads(math.gammaQuantile as never)([tf.fill([2], 2), tf.tensor1d([0, 1])])) {
        expectClose(gradient, [0, 0]);
      }
    });
  });

  it("have no NaN from 1e-30 to 1e30", () => {
    tf.tidy(() => {
      const grid = scales.flatMap((a) => ranks.map((p) => [a, p] as const));
      const inputs = [0, 1].map((i) => tf.tensor1d(grid.map((point) => point[i] as number)));
      for (const fn of [math.gammaQuantile, math.logGammaQuantile]) {
        const results = [fn(...(inputs as [tf.Tensor, tf.Tensor])), ...tf.grads(fn as never)(inputs)];
        results.forEach((result, part) => expect.soft(grid[firstNaN(result)], `${fn.name}, part ${part}`).toBeUndefined());
      }
      expectClose(math.gammaQuantile([1e30, 1e12], [0.3, 0.99]), [1e30, 1e12], { relative: 3e-6 });
      expectClose(math.logGammaQuantile(1e-30, 0.5), -Math.LN2 * 1e30, { relative: 1e-6 });
    });
  });

  it("broadcast and leak nothing", () => {
    const a = tf.tensor2d([[0.7], [2.5]]);
    const p = tf.tensor1d([0.1, 0.5, 0.9]);
    for (const fn of [math.gammaQuantile, math.logGammaQuantile]) {
      expectNoLeak(() => {
        const result = fn(a, p);
        expect(result.shape).toEqual([2, 3]);
        return result;
      });
      expectNoLeak(() => tf.grads(fn as never)([a, p]));
    }
    tf.dispose([a, p]);
  });
});

describeOnBackends("beta quantiles", () => {
  it("agree with mpmath, and I is p there", () => {
    const { a, b, p, z } = reference.betaQuantile;
    const index = a.map((_, i) => i);
    tf.tidy(() => {
      const inputs = [a, b, p].map((column) => tf.tensor1d([...column])) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const ofOdds = math.logitBetaQuantile(...inputs);
      const x = math.betaQuantile(...inputs).dataSync();
      const errors = errorsOf(ofOdds.dataSync(), z, index);
      const at = (i: number): string => `worst at ${a[i]}, ${b[i]}, ${p[i]}`;
      expect.soft(errors.scaled, at(errors.scaledAt)).toBeLessThanOrEqual(1e-6);
      const back = math.regularizedBetaOfLogit(inputs[0], inputs[1], ofOdds).dataSync();
      for (const i of index) {
        const share = 1 / (1 + Math.exp(-(z[i] as number)));
        // Near 1e-37 rounding its logarithm moves x by 4e-6. At (1e-3, 1e-3) the density between the ends is 2e-3: the smallest change of p moves x by 3e-5.
        const absolute = a[i] === b[i] && (a[i] as number) < 0.01 ? 3e-5 : 0;
        if (share > 1e-37 && absolute === 0) {
          expect.soft(Math.abs((x[i] as number) / share - 1), at(i)).toBeLessThanOrEqual(8e-6);
        }
        const rounding = 1e-7 * Math.sqrt(Math.min(a[i] as number, b[i] as number)) * Math.max(1, Math.abs(z[i] as number));
        expect.soft(Math.abs((back[i] as number) - (p[i] as number)), at(i)).toBeLessThanOrEqual(5e-7 + rounding);
      }
    });
  });

  it("have the gradient of the inverse function", () => {
    const inputs = [tf.tensor1d([0.4, 6]), tf.tensor1d([0.7, 2]), tf.tensor1d([0.3, 0.8])];
    for (const fn of [math.betaQuantile, math.logitBetaQuantile]) {
      checkGradients(fn as never, inputs, { label: fn.name });
    }
    tf.dispose(inputs);
  });

  it("have second derivatives", () => {
    const inputs = [tf.scalar(1.7), tf.scalar(0.7), tf.scalar(0.6)];
    for (const fn of [math.betaQuantile, math.logitBetaQuantile]) {
      const gradientSum = (...xs: tf.Tensor[]): tf.Tensor => {
        const [ofA, ofB, ofP] = tf.grads(fn as never)(xs) as [tf.Tensor, tf.Tensor, tf.Tensor];
        return tf.add(ofA, tf.add(tf.mul(0.7, ofB), tf.mul(0.5, ofP)));
      };
      checkGradients(gradientSum, inputs, { tolerance: { relative: 5e-3 }, label: fn.name });
    }
    tf.dispose(inputs);
  });

  it("reach the ends of the support, and are NaN outside [0, 1]", () => {
    tf.tidy(() => {
      const p = tf.tensor1d([0, 1, -0.1, 1.1, NaN]);
      expectClose(math.betaQuantile(2, 0.5, p), [0, 1, NaN, NaN, NaN]);
      expectClose(math.logitBetaQuantile(2, 0.5, p), [-Infinity, Infinity, NaN, NaN, NaN]);
      for (const gradient of tf.grads(math.betaQuantile as never)([tf.fill([2], 2), tf.fill([2], 3), tf.tensor1d([0, 1])])) {
        expectClose(gradient, [0, 0]);
      }
    });
  });

  it("have no NaN from 1e-30 to 1e30", () => {
    tf.tidy(() => {
      const grid = scales.flatMap((a) => scales.flatMap((b) => ranks.map((p) => [a, b, p] as const)));
      const inputs = [0, 1, 2].map((i) => tf.tensor1d(grid.map((point) => point[i] as number)));
      for (const fn of [math.betaQuantile, math.logitBetaQuantile]) {
        const results = [fn(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor])), ...tf.grads(fn as never)(inputs)];
        results.forEach((result, part) => expect.soft(grid[firstNaN(result)], `${fn.name}, part ${part}`).toBeUndefined());
      }
      expectClose(math.betaQuantile([1e30, 1e30, 1], [1e30, 3e30, 1e30], [0.3, 0.99, 0.5]), [0.5, 0.25, Math.LN2 * 1e-30], { relative: 3e-6, absolute: 0 });
    });
  });

  it("broadcast and leak nothing", () => {
    const a = tf.tensor2d([[0.7], [2.5]]);
    const p = tf.tensor1d([0.1, 0.5, 0.9]);
    for (const fn of [math.betaQuantile, math.logitBetaQuantile]) {
      expectNoLeak(() => {
        const result = fn(a, 2, p);
        expect(result.shape).toEqual([2, 3]);
        return result;
      });
      expectNoLeak(() => tf.grads((v: tf.Tensor, q: tf.Tensor) => fn(v, 2, q))([a, p]));
    }
    tf.dispose([a, p]);
  });
});
