import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose } from "@variate/testing";
import { expect, test } from "vitest";
import { cholesky, matmul, preciseCholesky, transposeMatrix } from "../../src/index.js";

/** The Hilbert matrix of 6 rows in float32; condition number 1.5e7. */
const HILBERT = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (__, j) => Math.fround(1 / (i + j + 1))));

// mpmath 1.3, 60 digits.
const FACTOR = [
  [1, 0, 0, 0, 0, 0],
  [0.5, 0.2886751518, 0, 0, 0, 0],
  [0.3333333433, 0.2886751002, 0.0745357081, 0, 0, 0],
  [0.25, 0.259807616, 0.1118034089, 0.01889840444, 0, 0],
  [0.200000003, 0.230940106, 0.1277752854, 0.03779622878, 0.004764424555, 0],
  [0.1666666716, 0.2061965259, 0.133099136, 0.05249538829, 0.0119030791, 0.00121564053],
];

describeOnBackends("preciseCholesky", () => {
  test("the factor of a nearly singular matrix has all of its digits", () => {
    tf.tidy(() => {
      const got = preciseCholesky(tf.tensor2d(HILBERT)).arraySync() as number[][];
      const errors = FACTOR.flatMap((row, i) => row.map((want, j) => (want === 0 ? Math.abs(got[i]?.[j] as number) : Math.abs((got[i]?.[j] as number) / want - 1))));
      expect(Math.max(...errors)).toBeLessThan(1e-6);
      expect(Math.abs((cholesky(tf.tensor2d(HILBERT)).arraySync() as number[][])[5]![5]! / 0.00121564053 - 1)).not.toBeLessThan(1e-3);
    });
  });

  test("a batch is factored matrix by matrix, and what is not positive definite is NaN", () => {
    tf.tidy(() => {
      const a = tf.tensor3d([[[4, 2], [2, 3]], [[1, 2], [2, 1]]]);
      expectClose(preciseCholesky(a), cholesky(a));
    });
  });

  test("gradients are those of the factor", () => {
    const square = tf.tensor2d([[1, 0.5, -0.25], [0.25, 2, 0.75], [0.5, -1, 1.5]]);
    checkGradients((x) => preciseCholesky(matmul(x, transposeMatrix(x))), [square]);
    square.dispose();
  });
});
