import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { stopGradient, tidy, withoutGradient } from "@variate/math";

describeOnBackends("gradient control", () => {
  it("stops the gradient at a value and keeps the value", () => {
    const x = tf.tensor1d([2, 3]);
    expectNoLeak(() => {
      const copy = stopGradient(x);
      expectClose(copy, [2, 3]);
      expect(copy).not.toBe(x);
      return copy;
    });
    // d/dx x · stop(x²) = stop(x²)
    expectNoLeak(() => {
      const gradient = tf.grad((v) => tf.mul(v, stopGradient(tf.square(v))))(x);
      expectClose(gradient, [4, 9]);
      return gradient;
    });
    x.dispose();
  });

  it("stops gradients of every order", () => {
    const x = tf.scalar(2);
    const second = tf.grad((v) => tf.grad((w) => tf.mul(tf.square(w), stopGradient(w)))(v))(x);
    expectClose(second, 4); // d/dx 2x · stop(x)
    tf.dispose([x, second]);
  });

  it("takes a computation off the tape and puts the tape back, also after an error", () => {
    const x = tf.scalar(3);
    const gradient = tf.grad((v) => {
      const weight = withoutGradient(() => tf.exp(tf.square(v)));
      expect(() => withoutGradient(() => { throw new Error("inside"); })).toThrow("inside");
      return tf.mul(tf.mul(v, v), tf.div(weight, weight));
    })(x);
    expectClose(gradient, 6);
    expect(tf.engine().state.gradientDepth).toBe(0);
    tf.dispose([x, gradient]);
  });

  it("allows operations without a gradient", () => {
    const x = tf.tensor1d([1, -1]);
    const gradient = tf.grad((v) => tf.mul(v, withoutGradient(() => tf.cast(tf.topk(v, 2).indices, "float32"))))(x);
    expectClose(gradient, [0, 1]);
    tf.dispose([x, gradient]);
  });
});

describeOnBackends("tidy", () => {
  it("keeps what an object with methods holds and frees the rest", () => {
    expectNoLeak(() =>
      tidy(() => {
        tf.scalar(1);
        return { loc: tf.scalar(2), nested: { scale: tf.scalar(3) }, logProb: () => 0 };
      }),
    );
  });
});
