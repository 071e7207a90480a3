import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { repairTape } from "../src/tape.js";

const second = (f: (x: tf.Tensor) => tf.Tensor): ((x: tf.Tensor) => tf.Tensor) => tf.grad((x) => tf.grad(f)(x));

describeOnBackends("repairTape", () => {
  describe("saved outputs", () => {
    it("keeps all terms of the second derivative of x exp(x), (x + 2) exp(x)", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([-1, 0, 0.5]);
        expectClose(second((v) => tf.mul(v, tf.exp(v)))(x), [-1, 0, 0.5].map((v) => (v + 2) * Math.exp(v)));
      });
    });

    it("serves the third derivative of tanh, −2 (1 − t²)(1 − 3 t²)", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([-1, 0, 0.5]);
        const expected = [-1, 0, 0.5].map((v) => {
          const t = Math.tanh(v);
          return -2 * (1 - t * t) * (1 - 3 * t * t);
        });
        expectClose(tf.grad((v) => second(tf.tanh)(v))(x), expected);
      });
    });

    it("serves a tf.customGrad that saves its value, wherever in the list", () => {
      const exponential = tf.customGrad((x, save) => {
        const value = tf.exp(x as tf.Tensor);
        (save as tf.GradSaveFunc)([value, x as tf.Tensor]);
        return { value, gradFunc: (dy, saved) => tf.mul(dy, saved[0] as tf.Tensor) };
      });
      tf.tidy(() => {
        const x = tf.tensor1d([-1, 0.5]);
        expectClose(second((v) => exponential(v))(x), [Math.exp(-1), Math.exp(0.5)]);
      });
    });

    it("sees the dependence of a softmax on itself: the Hessian of its log-partition is its covariance", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([0.1, -0.4, 0.9]);
        const direction = tf.tensor1d([1, 0, -1]);
        const product = tf.grad((v) => tf.sum(tf.mul(tf.grad((u: tf.Tensor) => tf.logSumExp(u))(v), direction)))(x);
        const p = Array.from(tf.softmax(x).dataSync());
        const mean = (p[0] as number) - (p[2] as number);
        expectClose(product, [1, 0, -1].map((d, i) => (p[i] as number) * (d - mean)));
      });
    });
  });

  describe("gradients inside gradient functions", () => {
    // d/dx of x³ through an inner gradient of v² x … taken in the backward pass.
    const cube = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([x as tf.Tensor]);
      return {
        value: tf.pow(x as tf.Tensor, 3),
        gradFunc: (dy, [saved]) => tf.grad((v) => tf.pow(v, 3))(saved as tf.Tensor, dy as tf.Tensor),
      };
    });

    it("work at the first and the second order", () => {
      tf.tidy(() => {
        const x = tf.tensor1d([0.5, 2]);
        expectClose(tf.grad((v) => cube(v))(x), [0.75, 12]);
        expectClose(second((v) => cube(v))(x), [3, 12]);
      });
    });

    it("leave the tape to the outer gradient, which frees what it kept", () => {
      const x = tf.tensor1d([0.5, 2]);
      expectNoLeak(() => tf.grad((v) => tf.exp(cube(tf.exp(v))))(x));
      expect(tf.engine().state.activeTape).toBeNull();
      x.dispose();
    });
  });

  it("changes nothing when it is called again", () => {
    const { addTapeNode } = tf.engine() as unknown as { addTapeNode: unknown };
    repairTape();
    expect((tf.engine() as unknown as { addTapeNode: unknown }).addTapeNode).toBe(addTapeNode);
  });
});
