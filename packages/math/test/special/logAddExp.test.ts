import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { it } from "vitest";
import { logAddExp, logNormalCdf, logSubExp, type NumericInput } from "@variate/math";

type Pair = (x: NumericInput, y: NumericInput) => tf.Tensor;
const both = (fn: Pair, x: number[], y: number[]): [tf.Tensor, tf.Tensor] =>
  tf.grads(fn)([tf.tensor1d(x), tf.tensor1d(y)]) as [tf.Tensor, tf.Tensor];

describeOnBackends("logAddExp", () => {
  it("adds in logarithms without overflow, infinities among them", () => {
    tf.tidy(() => {
      expectClose(
        logAddExp([0, 1000, -1000, -Infinity, -Infinity, Infinity, 2], [0, 1000, -1010, -Infinity, 3, 3, -Infinity]),
        [Math.LN2, 1000 + Math.LN2, -1000 + Math.log1p(Math.exp(-10)), -Infinity, 3, Infinity, 2],
        { relative: 2e-7 },
      );
      expectClose(logAddExp(NaN, 1), NaN);
      expectClose(logAddExp(1, NaN), NaN);
    });
  });

  it("has gradients that are never NaN, first and second", () => {
    tf.tidy(() => {
      const [ofX, ofY] = both(logAddExp, [0, 1000, -Infinity, -Infinity], [0, -1000, 2, -Infinity]);
      expectClose(ofX, [0.5, 1, 0, 0]);
      expectClose(ofY, [0.5, 0, 1, 0]);
      const x = tf.tensor1d([0.3, -1]);
      const y = tf.tensor2d([[0.7], [2]]);
      checkGradients(logAddExp, [x, y]);
      checkGradients((a, b) => tf.grads(logAddExp as Pair)([a, b])[0] as tf.Tensor, [x, y]);
    });
  });
});

describeOnBackends("logSubExp", () => {
  it("subtracts in logarithms without cancellation", () => {
    tf.tidy(() => {
      expectClose(
        logSubExp([1, 1000, 0, -Infinity, 2, 1], [0, 999, -1e-6, -Infinity, -Infinity, 2]),
        [Math.log(Math.E - 1), 999 + Math.log(Math.E - 1), Math.log(-Math.expm1(-1e-6)), -Infinity, 2, NaN],
        { relative: 1e-6 },
      );
    });
  });

  it("gives the probability of an interval far out in a tail", () => {
    // mpmath: log(ncdf(-20) - ncdf(-20.5))
    tf.tidy(() => expectClose(logSubExp(logNormalCdf(-20), logNormalCdf(-20.5)), -203.917194464, { relative: 1e-6 }));
  });

  it("has gradients that are never NaN in its domain, first and second", () => {
    tf.tidy(() => {
      const [ofX, ofY] = both(logSubExp, [1000, 2, -Infinity], [0, -Infinity, -Infinity]);
      expectClose(ofX, [1, 1, 0]);
      expectClose(ofY, [0, 0, 0]);
      const x = tf.tensor1d([3, 2.5]);
      const y = tf.tensor2d([[0.7], [2]]);
      checkGradients(logSubExp, [x, y]);
      checkGradients((a, b) => tf.grads(logSubExp as Pair)([a, b])[0] as tf.Tensor, [x, y], { tolerance: { relative: 5e-3 } });
    });
  });

  it("leaks nothing, nor does logAddExp", () => {
    const x = tf.tensor1d([3, 2.5]);
    for (const fn of [logAddExp, logSubExp]) {
      expectNoLeak(() => fn(x, 1));
      expectNoLeak(() => tf.grad((v) => fn(v, 1))(x));
    }
    x.dispose();
  });
});
