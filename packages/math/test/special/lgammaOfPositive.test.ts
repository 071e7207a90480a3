import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { it } from "vitest";
import { digamma, digammaOfPositive, lgamma, lgammaOfNext, lgammaOfPositive } from "@variate/math";

describeOnBackends("the gamma function of positive numbers", () => {
  const numbers = [1e-30, 1e-3, 0.3, 0.5, 0.9375, 1, 1.0625, 2, 3.7, 20, 1e10, 1e30];

  it("is that of all real numbers, and so are its derivatives", () => {
    const x = tf.tensor1d(numbers);
    tf.tidy(() => {
      expectClose(lgammaOfPositive(x), lgamma(x), { relative: 3e-7, absolute: 1e-7 });
      expectClose(digammaOfPositive(x), digamma(x), { relative: 3e-7, absolute: 1e-7 });
      expectClose(tf.grad((v) => lgammaOfPositive(v))(x), digamma(x), { relative: 3e-7, absolute: 1e-7 });
    });
    x.dispose();
    const ordinary = tf.tensor1d([0.3, 1.5, 8]);
    checkGradients((v) => digammaOfPositive(v), [ordinary]);
    expectNoLeak(() => lgammaOfPositive(ordinary));
    expectNoLeak(() => digammaOfPositive(ordinary));
    ordinary.dispose();
  });

  it("keeps the digits of log Γ(1 + x) for small x: values from mpmath 1.3", () => {
    const x = tf.tensor1d([1e-30, 1e-3, 0.5, 0.9375, 1.0625, 3, 1e10]);
    const want = [-5.77215666732e-31, -0.000576393625622, -0.120782237635, -0.025147619403, 0.0276675215229, 1.79175946923, 220258509312];
    tf.tidy(() => {
      const got = lgammaOfNext(x);
      expectClose(got, want, { relative: 4e-7, absolute: 1e-7 });
      expectClose(tf.div(tf.slice(got, 0, 2), [1e-30, 1e-3]), [-0.577215666732, -0.576393625622], { relative: 4e-7 });
      expectClose(tf.grad((v) => lgammaOfNext(v))(x), digamma(tf.add(x, 1)), { relative: 3e-7, absolute: 1e-7 });
    });
    expectNoLeak(() => lgammaOfNext(x));
    x.dispose();
  });
});
