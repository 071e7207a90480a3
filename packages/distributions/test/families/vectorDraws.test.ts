import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, test } from "vitest";
import { checkValue, inverseWishart, lkjCholesky, multivariateStudentT, wishart } from "../../src/index.js";

const KEY = randomKey(5);
const N = 4000;
const LOWER = [[1, 0], [0.5, 2]];

/**
 * The mean over draws of d f / dθ is d E f / dθ, to five standard errors: each draw has a parameter of its own, so that
 * each gives its own gradient.
 */
function expectMeanGradient(at: number, draw: (parameter: tf.Tensor) => tf.Tensor, want: number): void {
  const gradient = tf.grad((parameter: tf.Tensor) => draw(parameter))(tf.fill([N], at));
  const { mean, variance } = tf.moments(gradient);
  const error = Math.sqrt((variance.dataSync()[0] as number) / N);
  expect(Math.abs((mean.dataSync()[0] as number) - want)).toBeLessThan(5 * error);
  expect(error).toBeLessThan(Math.abs(want));
}

const element = (x: tf.Tensor, ...at: number[]): tf.Tensor => tf.slice(x, [0, ...at], [-1, ...at.map(() => 1)]);

describeOnBackends("draws of vectors and matrices", () => {
  test("the mean gradient of draws is the gradient of the mean", () => {
    tf.tidy(() => {
      // E X₁₁ = 4.25 df for V = L Lᵀ.
      expectMeanGradient(5, (df) => element(wishart({ df, scaleTril: LOWER }).rsample(KEY), 1, 1), 4.25);
      // E X₁₁ = 4.25 / (df − 3).
      expectMeanGradient(9, (df) => element(inverseWishart({ df, scaleTril: LOWER }).rsample(KEY), 1, 1), -4.25 / 36);
      // E x₁² = 4.25 df / (df − 2).
      const loc = [0, 0];
      expectMeanGradient(12, (df) => tf.square(element(multivariateStudentT({ df, loc, scaleTril: LOWER }).rsample(KEY), 1)), -8.5 / 100);
      // E L₁₁² = η / (η + ½) for two rows.
      expectMeanGradient(1.5, (concentration) => tf.square(element(lkjCholesky({ dim: 2, concentration }).rsample(KEY), 1, 1)), 0.5 / 4);
    });
  });

  test("draws stay legal where the exact ones are singular or too large for float32", () => {
    tf.tidy(() => {
      const scaleTril = [[1, 0, 0], [0.5, 2, 0], [1, -1, 0.5]];
      for (const df of [2.0001, 2.01, 2.5, 3, 1e6]) {
        for (const d of [wishart({ df, scaleTril }), inverseWishart({ df, scaleTril })]) {
          const draws = d.sample(KEY, [200]);
          checkValue(d, draws);
          expect([...d.logProb(draws).dataSync()].every(Number.isFinite)).toBe(true);
        }
      }
      const wide = tf.eye(12);
      for (const df of [11.01, 12, 14]) {
        for (const d of [wishart({ df, scaleTril: wide }), inverseWishart({ df, scaleTril: wide })]) checkValue(d, d.sample(KEY, [200]));
      }
      for (const concentration of [1e-30, 1e-3, 1, 1e6]) {
        const d = lkjCholesky({ dim: 4, concentration });
        checkValue(d, d.sample(KEY, [200]));
      }
      for (const df of [1e-30, 1e-2, 1e30]) {
        const d = multivariateStudentT({ df, loc: [0, 0], scaleTril: LOWER });
        checkValue(d, d.sample(KEY, [200]));
      }
    });
  });

  test("what is no positive definite matrix has density 0 and gradient 0", () => {
    tf.tidy(() => {
      for (const make of [wishart, inverseWishart]) {
        const score = (x: tf.Tensor): tf.Tensor => make({ df: 4, scaleTril: LOWER }).logProb(x);
        const bad = tf.tensor3d([[[1, 2], [2, 1]], [[1, 0.5], [0, 1]], [[-1, 0], [0, 1]]]);
        expectClose(score(bad), [-Infinity, -Infinity, -Infinity]);
        expectClose(tf.grad(score)(bad), tf.zerosLike(bad));
      }
      const lkj = lkjCholesky({ dim: 2, concentration: 2 });
      expectClose(lkj.logProb([[[1, 0], [0.5, 0.5]], [[1, 0], [0.6, -0.8]]]), [-Infinity, -Infinity]);
    });
  });

  test("moments that do not exist are NaN, those that diverge Infinity", () => {
    tf.tidy(() => {
      const loc = [0, 1];
      expectClose(multivariateStudentT({ df: [0.5, 1.5, 4], loc, scaleTril: LOWER }).mean(), [[NaN, NaN], loc, loc]);
      expectClose(multivariateStudentT({ df: [0.5, 1.5, 4], loc, scaleTril: LOWER }).variance(), [[NaN, NaN], [Infinity, Infinity], [2, 8.5]]);
      expectClose(multivariateStudentT({ df: 1.5, loc, scaleTril: LOWER }).covariance(), [[Infinity, NaN], [NaN, Infinity]]);
      expectClose(inverseWishart({ df: 2, scaleTril: LOWER }).mean(), [[Infinity, NaN], [NaN, Infinity]]);
      expectClose(wishart({ df: 2, scaleTril: LOWER }).mode(), [[NaN, NaN], [NaN, NaN]]);
      expectClose(lkjCholesky({ dim: 2, concentration: [0.5, 1] }).mode(), [[[NaN, NaN], [NaN, NaN]], [[1, 0], [0, 1]]]);
    });
  });
});
