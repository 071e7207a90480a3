import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { smooth } from "@variate/math";

/** a² b, elementwise. */
const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  smooth("variate.testProduct", { a, b }, (own) => tf.mul(tf.square(own.a), own.b), (own) => ({
    a: tf.mul(2, tf.mul(own.a, own.b)),
    b: () => tf.square(own.a),
  }));

/** Σ a² b over the last axis, of which the gradient in b is left out. */
const sum = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  smooth("variate.testSum", { a, b }, (own) => tf.sum(tf.mul(tf.square(own.a), own.b), -1), (own) => ({
    a: tf.mul(2, tf.mul(own.a, own.b)),
  }), { summed: true });

describeOnBackends("smooth", (backend) => {
  const inputs = (): [tf.Tensor, tf.Tensor] => [tf.tensor2d([[1, 2, -3], [0.5, 4, 1]]), tf.tensor1d([2, -1, 0.5])];

  it("broadcasts, with first and second derivatives, and leaves nothing behind", () => {
    const [a, b] = inputs();
    checkGradients(product, [a, b]);
    checkGradients((x, y) => tf.grads(product)([x, y])[0] as tf.Tensor, [a, b]);
    expectNoLeak(() => tf.grads(product)([a, b]));
    tf.dispose([a, b]);
  });

  it("sums over the last axis, and gives 0 for a derivative that is left out", () => {
    const [a, b] = inputs();
    expectNoLeak(() => {
      const weights = tf.tensor1d([1, 10]);
      const [ofA, ofB] = tf.grads((x, y) => tf.mul(sum(x, y), weights))([a, b]) as [tf.Tensor, tf.Tensor];
      expectClose(ofA, [4, -4, -3, 20, -80, 10], { relative: 1e-6 });
      expectClose(ofB, [0, 0, 0], { absolute: 0 });
      tf.dispose([ofA, ofB, weights]);
    });
    tf.dispose([a, b]);
  });

  it("hands its attributes to a kernel of the backend", () => {
    const given: unknown[] = [];
    tf.registerKernel({
      kernelName: "variate.testKernel",
      backendName: backend,
      kernelFunc: ({ inputs: own, backend: storage, attrs }) => {
        given.push(attrs);
        return tf.getKernel("Square", backend).kernelFunc({ inputs: own, backend: storage, attrs: {} });
      },
    });
    const run = (x: tf.Tensor): tf.Tensor =>
      smooth("variate.testKernel", { x }, (own) => own.x, (own) => ({ x: tf.mul(2, own.x) }), { attributes: { power: 2 } });
    const [a, b] = inputs();
    checkGradients(run, [a]);
    expect(given[0]).toEqual({ power: 2 });
    tf.dispose([a, b]);
    tf.unregisterKernel("variate.testKernel", backend);
  });
});
