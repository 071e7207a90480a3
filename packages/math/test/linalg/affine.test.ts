import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { affine } from "@variate/math";

describeOnBackends("affine", () => {
  const x = (): tf.Tensor2D => tf.tensor2d([[1, -2, 0.5], [0, 3, -1]]);
  const weight = (): tf.Tensor2D => tf.tensor2d([[1, 2], [-1, 0.5], [4, -3]]);

  it("is a product and a row", () => {
    tf.tidy(() => expectClose(affine(x(), weight(), tf.tensor1d([10, 20])), [[15, 19.5], [3, 24.5]]));
  });

  it("takes no rows, no inputs and no outputs", () => {
    tf.tidy(() => {
      expect(affine(tf.zeros([0, 3]), weight(), tf.zeros([2])).shape).toEqual([0, 2]);
      expectClose(affine(tf.zeros([2, 0]), tf.zeros([0, 2]), tf.tensor1d([1, 2])), [[1, 2], [1, 2]]);
      expect(affine(x(), tf.zeros([3, 0]), tf.zeros([0])).shape).toEqual([2, 0]);
    });
  });

  it("has the gradients of the first and second order that plain operations have", () => {
    tf.tidy(() => {
      const [a, w, b] = [x(), weight(), tf.tensor1d([0.3, -0.2])];
      const own = (p: tf.Tensor, q: tf.Tensor, r: tf.Tensor): tf.Scalar => tf.sum(tf.sin(affine(p, q, r)));
      const plain = (p: tf.Tensor, q: tf.Tensor, r: tf.Tensor): tf.Scalar => tf.sum(tf.sin(tf.add(tf.matMul(p as tf.Tensor2D, q as tf.Tensor2D), r)));
      const wanted = tf.grads(plain)([a, w, b]);
      tf.grads(own)([a, w, b]).forEach((gradient, i) => expectClose(gradient, (wanted[i] as tf.Tensor).arraySync() as number[]));
      const second = (of: typeof own): tf.Tensor => tf.grad((q) => tf.sum(tf.square(tf.grad((at) => of(a, at, b))(q))))(w);
      expectClose(second(own), second(plain).arraySync() as number[]);
      checkGradients(own, [a, w, b]);
    });
  });

  it("leaves nothing behind", () => {
    const inputs = [x(), weight(), tf.zeros([2])] as const;
    expectNoLeak(() => affine(...inputs));
    expectNoLeak(() => tf.grads((p: tf.Tensor, q: tf.Tensor, r: tf.Tensor) => tf.sum(affine(p, q, r)))([...inputs]));
    tf.dispose([...inputs]);
  });

  it("refuses shapes that do not fit", () => {
    tf.tidy(() => {
      expect(() => affine(x(), tf.zeros([2, 2]), tf.zeros([2]))).toThrow(
        "affine: expected x [n, inputs], weight [inputs, outputs] and bias [outputs]; got [2, 3], [2, 2], [2].",
      );
    });
  });
});
