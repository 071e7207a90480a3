import "@variate/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends } from "@variate/testing";
import { expect, it } from "vitest";

describeOnBackends("a gradient that fails", () => {
  const failures: [string, (x: tf.Tensor) => tf.Tensor][] = [
    ["in the forward pass", (x) => tf.matMul(tf.exp(x) as tf.Tensor2D, tf.zeros([5, 5]))],
    ["for want of a gradient", (x) => tf.unique(tf.exp(tf.reshape(x, [-1]))).values],
    ["in the backward pass", (x) =>
      tf.customGrad((y) => ({ value: tf.clone(y as tf.Tensor), gradFunc: () => { throw new Error("broken"); } }))(tf.exp(x))],
    ["inside another gradient", (x) => tf.grad((y) => tf.matMul(tf.exp(y) as tf.Tensor2D, tf.zeros([5, 5])))(x)],
  ];
  for (const [how, f] of failures) {
    it(`${how} leaves no tensor behind, and the next one works`, () => {
      const x = tf.tensor([[0.1, 0.2]]);
      const before = tf.memory().numTensors;
      expect(() => tf.grad((y) => tf.sum(f(y)))(x)).toThrow();
      expect(tf.memory().numTensors).toBe(before);
      const gradient = tf.grad((y) => tf.sum(tf.exp(y)))(x);
      expect(gradient.dataSync()[0]).toBeCloseTo(Math.exp(0.1), 5);
      tf.dispose([x, gradient]);
    });
  }
});
