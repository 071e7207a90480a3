import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { lgamma, multivariateDigamma, multivariateLgamma } from "@variate/math";

describeOnBackends("multivariateLgamma", () => {
  it("agrees with scipy.special.multigammaln, SciPy 1.17", () => {
    tf.tidy(() => {
      expectClose(multivariateLgamma([2.5, 10, 100.5], 3), SCIPY, { relative: 1e-6 });
      expectClose(multivariateLgamma([0.3, 7], 1), lgamma([0.3, 7]));
      expect(multivariateLgamma(tf.ones([2, 3]), 2).shape).toEqual([2, 3]);
    });
  });

  it("has multivariateDigamma as its gradient, and leaks nothing", () => {
    const x = tf.tensor1d([2.5, 10]);
    tf.tidy(() => expectClose(tf.grad((v) => multivariateLgamma(v, 3))(x), multivariateDigamma(x, 3), { relative: 1e-6 }));
    checkGradients((v) => multivariateDigamma(v, 3), [x]);
    expectNoLeak(() => multivariateLgamma(x, 3));
    expectNoLeak(() => multivariateDigamma(2, 3));
    x.dispose();
  });

  it("names what it expected", () => {
    expect(() => multivariateLgamma(3, 1.5)).toThrow("multivariateLgamma: expected a dimension of 1 or more; got 1.5.");
  });
});

const SCIPY = [1.8809954616117743, 36.81285863239809, 1079.1222234897402];
