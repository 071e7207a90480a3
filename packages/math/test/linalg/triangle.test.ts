import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { diagonalMatrix, diagonalPart, matmul, setDiagonal, transposeMatrix, tril, triu } from "@variate/math";

describeOnBackends("triangles and diagonals", () => {
  const square = (): tf.Tensor => tf.tensor2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);

  it("cut out triangles, of rectangles too", () => {
    tf.tidy(() => {
      expectClose(tril(square()), [[1, 0, 0], [4, 5, 0], [7, 8, 9]]);
      expectClose(tril(square(), -1), [[0, 0, 0], [4, 0, 0], [7, 8, 0]]);
      expectClose(triu(square()), [[1, 2, 3], [0, 5, 6], [0, 0, 9]]);
      expectClose(triu(square(), 1), [[0, 2, 3], [0, 0, 6], [0, 0, 0]]);
      expectClose(tril(tf.ones([2, 3]), 1), [[1, 1, 0], [1, 1, 1]]);
      expectClose(tril(tf.tensor2d([[1, Infinity], [NaN, 2]])), [[1, 0], [NaN, 2]]);
    });
  });

  it("take, set and make diagonals, in batches", () => {
    tf.tidy(() => {
      expectClose(diagonalPart(square()), [1, 5, 9]);
      expectClose(diagonalPart(tf.stack([square(), tf.neg(square())])), [[1, 5, 9], [-1, -5, -9]]);
      expectClose(diagonalPart(tf.tensor2d([[2, Infinity], [NaN, 3]])), [2, 3]);
      expectClose(diagonalPart(tf.tensor2d([[7]])), [7]);
      expectClose(diagonalMatrix(tf.tensor2d([[1, 2], [3, 4]])), [[[1, 0], [0, 2]], [[3, 0], [0, 4]]]);
      expectClose(setDiagonal(square(), tf.tensor1d([0, -1, -2])), [[0, 2, 3], [4, -1, 6], [7, 8, -2]]);
      expect(setDiagonal(square(), tf.zeros([4, 3])).shape).toEqual([4, 3, 3]);
      expectClose(transposeMatrix(tf.tensor3d([[[1, 2, 3]]])), [[[1], [2], [3]]]);
    });
  });

  it("have gradients and leak nothing", () => {
    const x = square();
    const d = tf.tensor1d([1, 2, 3]);
    for (const fn of [tril, triu, diagonalPart, transposeMatrix]) {
      checkGradients((v) => fn(v), [x], { label: fn.name });
      expectNoLeak(() => fn(x));
      expectNoLeak(() => tf.grad((v) => fn(v))(x));
    }
    checkGradients(diagonalMatrix, [d]);
    checkGradients(setDiagonal, [x, d]);
    expectNoLeak(() => diagonalMatrix(d));
    expectNoLeak(() => setDiagonal(x, d));
    tf.dispose([x, d]);
  });

  it("name what they expected", () => {
    const vector = tf.zeros([3]);
    const wide = tf.zeros([2, 3]);
    expect(() => tril(vector)).toThrow("tril: expected matrices, [..., m, n]; got [3].");
    expect(() => diagonalPart(wide)).toThrow("diagonalPart: expected square matrices, [..., n, n]; got [2, 3].");
    expect(() => diagonalMatrix(tf.scalar(1))).toThrow("diagonalMatrix: expected vectors, [..., n]; got [].");
    expect(() => tf.tidy(() => setDiagonal(tf.zeros([2, 2]), vector))).toThrow(/expected a diagonal of shape \[\.\.\., 2\]; got \[3\]/);
    tf.dispose([vector, wide]);
  });
});

describeOnBackends("matmul", () => {
  const values = (...shape: number[]): tf.Tensor =>
    tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.cos(1.3 * i)), shape);

  /** The product as a sum of broadcast outer products. */
  const bySum = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.expandDims(a, -1), tf.expandDims(b, -3)), -2);

  const shapes: readonly (readonly [number[], number[]])[] = [
    [[2, 3], [3, 4]],
    [[5, 2, 3], [3, 4]],
    [[2, 3], [5, 3, 4]],
    [[2, 3], [5, 3, 1]],
    [[5, 2, 3], [5, 3, 4]],
    [[5, 1, 2, 3], [6, 3, 4]],
    [[1, 2, 3], [2, 1, 3, 4]],
    [[2, 1, 1, 3], [3, 2]],
  ];

  for (const [left, right] of shapes) {
    it(`multiplies [${left}] by [${right}], with the gradient of the broadcast`, () => {
      const a = values(...left);
      const b = values(...right);
      tf.tidy(() => {
        const want = bySum(a, b);
        const got = matmul(a, b);
        expect(got.shape).toEqual(want.shape);
        expectClose(got, want, { relative: 1e-6 });
        const [ofA, ofB] = tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.sin(matmul(x, y)))([a, b]) as [tf.Tensor, tf.Tensor];
        const [wantA, wantB] = tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.sin(bySum(x, y)))([a, b]) as [tf.Tensor, tf.Tensor];
        expectClose(ofA, wantA, { relative: 1e-5 });
        expectClose(ofB, wantB, { relative: 1e-5 });
      });
      expectNoLeak(() => matmul(a, b));
      tf.dispose([a, b]);
    });
  }

  it("names what it expected", () => {
    const a = values(2, 3);
    expect(() => matmul(a, a)).toThrow("matmul: expected matrices [..., m, n] and [..., n, k]; got [2, 3] and [2, 3].");
    expect(() => tf.tidy(() => matmul(tf.zeros([2, 1, 3]), tf.zeros([3, 3, 1])))).toThrow(/matmul: .*a \[2\], b \[3\]/);
    a.dispose();
  });
});
