import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import {
  cholesky,
  choleskySolve,
  logDeterminant,
  transposeMatrix,
  triangularLogDeterminant,
  triangularSolve,
  tril,
} from "@variate/math";

interface Case {
  readonly name: string;
  readonly a: number[][];
  readonly cholesky: number[][];
  readonly logDeterminant: number;
  readonly inverse: number[][];
  readonly lower: number[][];
  readonly b: number[][];
  readonly solveLower: number[][];
  readonly solveLowerCondition: number[][];
  readonly solveLowerTransposed: number[][];
  readonly solveLowerTransposedCondition: number[][];
}

const { cases } = JSON.parse(readFileSync(new URL("../reference/linalg.json", import.meta.url), "utf8")) as { cases: Case[] };

/** Largest error of each element relative to the largest element of its row: graded matrices have rows of all sizes. */
function rowwiseError(got: tf.Tensor, want: readonly number[][]): number {
  const values = got.arraySync() as number[][];
  return Math.max(
    ...want.map((row, i) => {
      const scale = Math.max(...row.map(Math.abs));
      return Math.max(...row.map((w, j) => Math.abs((values[i]?.[j] as number) - w))) / scale;
    }),
  );
}

/** Largest error in units of the stored bound on what substitution may lose to one relative rounding. */
function conditionedError(got: tf.Tensor, want: readonly number[][], condition: readonly number[][]): number {
  const values = got.arraySync() as number[][];
  return Math.max(
    ...want.flatMap((row, i) => row.map((w, j) => Math.abs((values[i]?.[j] as number) - w) / (condition[i]?.[j] as number))),
  );
}

/** A positive definite matrix from any square one: x xᵀ + n I. */
function positiveDefinite(x: tf.Tensor): tf.Tensor {
  const n = x.shape[x.rank - 1] as number;
  return tf.add(tf.matMul(x, x, false, true), tf.mul(tf.eye(n), n));
}

const entries = (...shape: number[]): tf.Tensor =>
  tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.7 * i + 0.3)), shape);

/** Six units in the last place of float32. */
const SOLVE = 6 * 2 ** -24;

describeOnBackends("linear algebra", () => {
  for (const c of cases) {
    it(`agrees with NumPy: ${c.name}`, () => {
      const a = tf.tensor2d(c.a);
      const lower = tf.tensor2d(c.lower);
      const b = tf.tensor2d(c.b);
      const upper = transposeMatrix(lower);
      tf.tidy(() => {
        expect(rowwiseError(cholesky(a), c.cholesky)).toBeLessThan(3e-5);
        expectClose(logDeterminant(a), c.logDeterminant, { relative: 2e-5 });
        expectClose(triangularLogDeterminant(lower), c.logDeterminant / 2, { relative: 2e-6 });
        const plain = (x: tf.Tensor): number => conditionedError(x, c.solveLower, c.solveLowerCondition);
        const transposed = (x: tf.Tensor): number =>
          conditionedError(x, c.solveLowerTransposed, c.solveLowerTransposedCondition);
        expect(plain(triangularSolve(lower, b))).toBeLessThan(SOLVE);
        expect(transposed(triangularSolve(lower, b, { transpose: true }))).toBeLessThan(SOLVE);
        expect(transposed(triangularSolve(upper, b, { lower: false }))).toBeLessThan(SOLVE);
        expect(plain(triangularSolve(upper, b, { lower: false, transpose: true }))).toBeLessThan(SOLVE);
      });
      tf.dispose([a, lower, b, upper]);
    });
  }

  it("reads one triangle only", () => {
    tf.tidy(() => {
      const a = tf.tensor2d([[4, 99], [2, 3]]);
      expectClose(cholesky(a), [[2, 0], [1, Math.SQRT2]]);
      expectClose(triangularSolve(a, tf.tensor2d([[4], [5]])), [[1], [1]]);
    });
  });

  it("gives NaN, not an answer, for matrices that are not positive definite", () => {
    tf.tidy(() => {
      const lower = cholesky(tf.tensor3d([[[1, 2], [2, 1]], [[1, 0], [0, 1]]])).arraySync() as number[][][];
      expect(lower[0]?.[1]?.[1]).toBeNaN();
      expect(lower[1]).toEqual([[1, 0], [0, 1]]);
      expect((logDeterminant(tf.tensor2d([[-1]])).arraySync())).toBeNaN();
      expect((cholesky(tf.tensor2d([[0]])).arraySync() as number[][])[0]?.[0]).toBeNaN();
    });
  });

  it("works on batches and broadcasts them", () => {
    tf.tidy(() => {
      const a = positiveDefinite(entries(2, 3, 4, 4));
      const lower = cholesky(a);
      expect(lower.shape).toEqual([2, 3, 4, 4]);
      expectClose(tf.matMul(lower, lower, false, true), a);
      expectClose(tf.sub(lower, tril(lower)), tf.zerosLike(lower));
      expect(logDeterminant(a).shape).toEqual([2, 3]);
      const b = entries(5, 1, 1, 4, 2);
      const x = triangularSolve(lower, b);
      expect(x.shape).toEqual([5, 2, 3, 4, 2]);
      expectClose(tf.matMul(tf.tile(tf.expandDims(lower, 0), [5, 1, 1, 1, 1]), x), tf.tile(b, [1, 2, 3, 1, 1]));
      const one = tf.reshape(tf.slice(lower, [0, 0, 0, 0], [1, 1, 4, 4]), [4, 4]);
      expectClose(triangularSolve(one, entries(6, 4, 1)), tf.stack(tf.unstack(entries(6, 4, 1)).map((v) => triangularSolve(one, v))));
      expectClose(choleskySolve(lower, tf.matMul(a, entries(2, 3, 4, 2))), entries(2, 3, 4, 2), { relative: 3e-5 });
    });
  });

  it("has the gradients of finite differences", () => {
    const x = entries(2, 4, 4);
    const b = entries(4, 2);
    checkGradients((m) => cholesky(positiveDefinite(m)), [x], { label: "cholesky" });
    checkGradients((m) => logDeterminant(positiveDefinite(m)), [x], { label: "logDeterminant" });
    const wellConditioned = (m: tf.Tensor): tf.Tensor => tf.add(tril(m), tf.mul(3, tf.eye(4)));
    for (const lower of [true, false]) {
      for (const transpose of [true, false]) {
        checkGradients(
          (m, r) => triangularSolve(lower ? wellConditioned(m) : transposeMatrix(wellConditioned(m)), r, { lower, transpose }),
          [x, b],
          { label: `triangularSolve ${lower} ${transpose}` },
        );
      }
    }
    checkGradients((m, r) => choleskySolve(wellConditioned(m), r), [x, b], { label: "choleskySolve" });
    tf.dispose([x, b]);
  });

  it("has second derivatives", () => {
    const x = entries(3, 3);
    const b = entries(3, 1);
    const gradientOf = (f: (m: tf.Tensor) => tf.Tensor) => (m: tf.Tensor) => tf.grad((v) => tf.sum(tf.square(f(v))))(m);
    checkGradients(gradientOf((m) => cholesky(positiveDefinite(m))), [x], { tolerance: { relative: 5e-3 }, label: "cholesky" });
    checkGradients(gradientOf((m) => logDeterminant(positiveDefinite(m))), [x], { tolerance: { relative: 5e-3 }, label: "logDeterminant" });
    checkGradients(gradientOf((m) => triangularSolve(tf.add(tril(m), tf.mul(3, tf.eye(3))), b)), [x], { tolerance: { relative: 5e-3 }, label: "solve" });
    tf.dispose([x, b]);
  });

  it("leaks nothing", () => {
    const a = tf.tidy(() => positiveDefinite(entries(2, 3, 3)));
    const b = entries(3, 1);
    expectNoLeak(() => cholesky(a));
    expectNoLeak(() => logDeterminant(a));
    expectNoLeak(() => triangularSolve(a, b, { transpose: true }));
    expectNoLeak(() => choleskySolve(a, b));
    expectNoLeak(() => tf.grads((m: tf.Tensor, r: tf.Tensor) => triangularSolve(cholesky(m), r))([a, b]));
    tf.dispose([a, b]);
  });

  it("names what it expected", () => {
    const a = tf.zeros([2, 3]);
    const square = tf.eye(2);
    expect(() => cholesky(a)).toThrow("cholesky: expected square matrices, [..., n, n]; got [2, 3].");
    expect(() => triangularSolve(square, tf.zeros([3, 1]))).toThrow(/expected a right side of shape \[\.\.\., 2, k\]; got \[3, 1\]/);
    expect(() => triangularSolve(tf.zeros([2, 3, 3]), tf.zeros([4, 3, 1]))).toThrow(/broadcast together; got a \(batch\) \[2\], b \(batch\) \[4\]/);
    tf.dispose([a, square]);
  });
});
