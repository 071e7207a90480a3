import "@variate/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, it } from "vitest";

describeOnBackends("operations on truth values", () => {
  it("may stand in a loss: gradients take the other ways", () => {
    tf.tidy(() => {
      const inside = (x: tf.Tensor): tf.Tensor => tf.logicalAnd(tf.greater(x, 0), tf.logicalNot(tf.logicalOr(tf.greater(x, 2), tf.equal(x, 1))));
      const gradient = tf.grad((x) => tf.sum(tf.where(inside(x), tf.square(x), tf.zerosLike(x))));
      expectClose(gradient(tf.tensor([-1, 0.5, 1, 1.5, 3])), [0, 1, 0, 3, 0]);
    });
  });

  it("have no gradient of their own, and say so", () => {
    const [a, b] = [tf.tensor([true, false], [2], "bool"), tf.tensor([true, true], [2], "bool")];
    expect(() => tf.grad((x) => tf.logicalAnd(x, b))(a)).toThrow(/Cannot compute gradient/);
    tf.dispose([a, b]);
  });
});
