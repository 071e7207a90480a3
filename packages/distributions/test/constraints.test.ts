import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeak, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import * as constraints from "../src/index.js";
import type { Constraint } from "../src/index.js";

const { arrayOf, boolean, circle, correlationCholesky, countVector, greaterThan, greaterThanOrEqual, integer, integerInterval, interval } = constraints;
const { lessThan, lessThanOrEqual, lowerCholesky, lowerTriangular, nonNegative, nonNegativeInteger, oneHot, openInterval, openSimplex, openUnitInterval, ordered, permutation } = constraints;
const { positive, positiveDefinite, positiveInteger, real, realVector, simplex, unitInterval, unitSphere } = constraints;

/** A constraint, elements, and which of them belong to it. */
const CASES: [Constraint, Nested, number[]][] = [
  [real, [0, -3e38, Infinity, -Infinity, NaN], [1, 1, 0, 0, 0]],
  [positive, [1e-38, 0, -1, Infinity, NaN], [1, 0, 0, 0, 0]],
  [nonNegative, [0, 2, -1e-3, Infinity, NaN], [1, 1, 0, 0, 0]],
  [unitInterval, [0, 1, 0.5, 1.0000001, -0.5, NaN], [1, 1, 1, 0, 0, 0]],
  [greaterThan(2), [2, 2.5, 1, Infinity], [0, 1, 0, 0]],
  [greaterThanOrEqual(2), [2, 2.5, 1, Infinity, NaN], [1, 1, 0, 0, 0]],
  [lessThan(2), [2, 1.5, 3, -Infinity, NaN], [0, 1, 0, 0, 0]],
  [lessThanOrEqual(2), [2, 1.5, 3, -Infinity, NaN], [1, 1, 0, 0, 0]],
  [openUnitInterval, [0, 1, 0.5, 1e-38, 1.5, NaN], [0, 0, 1, 1, 0, 0]],
  [openInterval(-1, 2), [-1, 2, 0, 2.5, NaN], [0, 0, 1, 0, 0]],
  [circle, [Math.PI, -Math.PI, 0, 3.1416, -3.2, NaN], [1, 1, 1, 0, 0, 0]],
  [interval(-1, 2), [-1, 2, 0, 2.5, NaN], [1, 1, 1, 0, 0]],
  [boolean, [0, 1, 0.5, 2, NaN], [1, 1, 0, 0, 0]],
  [nonNegativeInteger, [0, 3, 2.5, -1, Infinity, NaN], [1, 1, 0, 0, 0, 0]],
  [integer, [0, -3, 2.5, 1e30, Infinity, NaN], [1, 1, 0, 1, 0, 0]],
  [positiveInteger, [1, 7, 0, 1.5, Infinity, NaN], [1, 1, 0, 0, 0, 0]],
  [integerInterval(1, 3), [0, 1, 3, 2.5, 4], [0, 1, 1, 0, 0]],
  [simplex, [[0.25, 0.75], [0, 1], [0.5, 0.4], [1.5, -0.5], [NaN, 1]], [1, 1, 0, 0, 0]],
  [openSimplex, [[0.25, 0.75], [0, 1], [0.5, 0.4], [NaN, 1]], [1, 0, 0, 0]],
  [oneHot, [[0, 1], [1, 1], [0, 0], [0.5, 0.5]], [1, 0, 0, 0]],
  [realVector, [[0, 1], [0, Infinity]], [1, 0]],
  [lowerTriangular, [[[-1, 0], [5, 0]], [[1, 1], [0, 1]], [[1, 0], [NaN, 1]]], [1, 0, 0]],
  [lowerCholesky, [[[1, 0], [5, 2]], [[1, 1], [0, 1]], [[1, 0], [0, 0]], [[1, 0], [NaN, 1]]], [1, 0, 0, 0]],
  [countVector(3), [[1, 2], [0, 3], [2, 2], [1.5, 1.5], [4, -1], [NaN, 3]], [1, 1, 0, 0, 0, 0]],
  [permutation, [[2, 0, 1], [0, 1, 2], [0, 1, 1], [1, 2, 3], [0.5, 1, 2], [NaN, 0, 1]], [1, 1, 0, 0, 0, 0]],
  [ordered, [[-1, 0, 2], [0, 0, 1], [2, 1, 3], [0, 1, Infinity], [0, NaN, 1]], [1, 0, 0, 0, 0]],
  [ordered, [[5], [NaN]], [1, 0]],
  [unitSphere, [[0.6, -0.8], [1, 0], [0.6, 0.7], [0, 0], [NaN, 1]], [1, 1, 0, 0, 0]],
  [
    correlationCholesky,
    [[[1, 0], [0.6, 0.8]], [[1, 0], [0.6, 0.7]], [[1, 0], [1, 0]], [[0.6, 0.8], [0, 1]], [[-1, 0], [0, 1]], [[1, 0], [NaN, 1]]],
    [1, 0, 0, 0, 0, 0],
  ],
  [
    positiveDefinite,
    [[[2, 1], [1, 2]], [[2e-30, 1e-30], [1e-30, 2e-30]], [[1, 2], [2, 1]], [[2, 1], [0, 2]], [[-1, 0], [0, 1]], [[1, NaN], [NaN, 1]]],
    [1, 1, 0, 0, 0, 0],
  ],
  [arrayOf(positive, 2), [[[1, 2], [3, 4]], [[1, 2], [3, 0]]], [1, 0]],
  [arrayOf(simplex, 1), [[[0.5, 0.5], [1, 0]], [[0.5, 0.5], [1, 1]]], [1, 0]],
];

describeOnBackends("constraints", () => {
  test.each(CASES.map((row) => [row[0].name, ...row] as const))("%s holds its elements and no others", (_, constraint, values, members) => {
    const value = tf.tensor(values as tf.TensorLike, undefined, "float32");
    expectNoLeak(() => {
      const inside = constraint.contains(value);
      expect(inside.dtype).toBe("bool");
      expect(inside.rank).toBe(value.rank - constraint.eventRank);
      expect([...inside.dataSync()].map(Number)).toEqual(members);
      return inside;
    });
    value.dispose();
  });

  test("bounds may be tensors that broadcast", () => {
    tf.tidy(() => {
      const inside = interval(tf.tensor1d([0, 1]), tf.tensor1d([1, 2])).contains(tf.scalar(0.5));
      expect([...inside.dataSync()]).toEqual([1, 0]);
    });
  });

  test("a check inside a loss leaves no trace on the tape", () => {
    tf.tidy(() => {
      const gradient = tf.grad((x: tf.Tensor) => {
        expect(positive.contains(x).dataSync()[0]).toBe(1);
        return tf.square(x);
      })(tf.scalar(3));
      expect(gradient.dataSync()[0]).toBe(6);
    });
  });
});
