import { checkGradients, describeOnBackends, expectNoLeak } from "@variate/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { cases } from "./cases.js";
import { gradientOfSquares } from "./gradientOfSquares.js";

describeOnBackends("every gradient agrees with central differences, and leaks nothing", () => {
  const check = (f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: () => tf.Tensor[]) =>
    expectNoLeak(() => void tf.tidy(() => checkGradients(f, inputs())));

  for (const { name, inputs, f, second } of cases) {
    describe(name, () => {
      it("first order", () => check(f, inputs));
      if (second !== false) it("second order", () => check(gradientOfSquares(f), inputs));
    });
  }
});
