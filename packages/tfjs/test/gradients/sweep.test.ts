import { checkGradients, describeOnBackends } from "@variate/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { cases } from "./cases.js";

/** The gradient of the sum of f² with unequal weights, by all inputs, as one vector: not constant where f is linear. */
function gradient(f: (...inputs: tf.Tensor[]) => tf.Tensor): (...inputs: tf.Tensor[]) => tf.Tensor {
  return (...inputs) => {
    const grads = tf.grads((...xs: tf.Tensor[]) => {
      const y = tf.reshape(f(...xs), [-1]);
      return tf.sum(tf.mul(tf.square(y), tf.tensor1d(Array.from({ length: y.size }, (_, i) => Math.sin(i + 1)))));
    })(inputs);
    return tf.concat(grads.map((g) => tf.reshape(g, [-1])));
  };
}

describeOnBackends("every gradient agrees with central differences", () => {
  for (const { name, inputs, f, second } of cases) {
    describe(name, () => {
      it("first order", () => tf.tidy(() => checkGradients(f, inputs())));
      if (second !== false) it("second order", () => tf.tidy(() => checkGradients(gradient(f), inputs())));
    });
  }
});
