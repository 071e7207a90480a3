import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { logMeanExp, logSumExp } from "@variate/math";

describeOnBackends("logSumExp and logMeanExp", () => {
  it("neither overflow nor underflow, over any axes", () => {
    tf.tidy(() => {
      const x = tf.tensor2d([[1000, 1000], [-1000, -1001], [0, 1]]);
      const rows = [1000 + Math.LN2, -1000 + Math.log1p(Math.exp(-1)), Math.log(1 + Math.E)];
      expectClose(logSumExp(x, 1), rows, { relative: 2e-7 });
      expectClose(logSumExp(x, -1), rows, { relative: 2e-7 });
      expectClose(logSumExp(x, [1], true), rows.map((r) => [r]), { relative: 2e-7 });
      expectClose(logSumExp(x), 1000 + Math.LN2, { relative: 2e-7 });
      expectClose(logSumExp(x, [0, 1]), 1000 + Math.LN2, { relative: 2e-7 });
      expectClose(logMeanExp(x, 1), rows.map((r) => r - Math.LN2), { relative: 2e-7 });
      expectClose(logMeanExp(x), 1000 + Math.LN2 - Math.log(6), { relative: 2e-7 });
      expectClose(logSumExp(tf.scalar(3)), 3);
      expect(logSumExp(tf.zeros([2, 3, 4]), [0, 2]).shape).toEqual([3]);
      expect(logSumExp(tf.zeros([2, 3, 4]), [0, 2], true).shape).toEqual([1, 3, 1]);
      expectClose(logMeanExp([0, 0]), 0);
    });
  });

  it("give −Infinity with gradient zero for slices that are −Infinity throughout", () => {
    const x = tf.tensor2d([[-Infinity, -Infinity], [-Infinity, 2], [1, 1]]);
    expectClose(logSumExp(x, 1), [-Infinity, 2, 1 + Math.LN2]);
    expectClose(tf.grad((v) => logSumExp(v, 1))(x), [[0, 0], [0, 1], [0.5, 0.5]]);
    expectClose(tf.grad((v) => logMeanExp(v, 1))(x), [[0, 0], [0, 1], [0.5, 0.5]]);
    const second = tf.grad((v) => tf.square(tf.grad((w) => logSumExp(w, 1))(v)))(x);
    expectClose(second, [[0, 0], [0, 0], [0, 0]]);
    expectClose(logSumExp(tf.tensor1d([Infinity, 0])), Infinity);
    expect(logSumExp(tf.tensor1d([NaN, 0])).dataSync()[0]).toBeNaN();
    tf.disposeVariables();
    x.dispose();
  });

  it("have first and second derivatives, and leak nothing", () => {
    const x = tf.tensor2d([[0.5, -1, 2], [0.1, 0.2, 0.3]]);
    checkGradients((v) => logSumExp(v, 1), [x]);
    checkGradients((v) => logMeanExp(v, 0), [x]);
    checkGradients((v) => tf.grad((w) => tf.square(logSumExp(w, 1)))(v), [x]);
    expectNoLeak(() => logSumExp(x, 1));
    expectNoLeak(() => logMeanExp(x));
    expectNoLeak(() => tf.grad((v) => logMeanExp(v, 1))(x));
    expectNoLeak(() => logSumExp([1, 2, 3]));
    x.dispose();
  });
});
