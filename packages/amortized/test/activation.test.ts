import * as tf from "@tensorflow/tfjs-core";
import { activate, activation, type ActivationName } from "@variate/amortized";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import reference from "./reference/activations.json" with { type: "json" };
import { describeModule } from "./support/describeModule.js";

const names = Object.keys(reference.values) as ActivationName[];

describeModule("activation", { make: () => activation("tanh")([3]) });
describeModule("activation, a function of one's own", { make: () => activation((x) => tf.sin(x))([2, 2]) });
describeModule("activation, identity", { make: () => activation("identity")([3]) });

describeOnBackends("activate", () => {
  it.each(names)("%s equals its reference", (name) => {
    expectClose(activate(tf.tensor(reference.x), name), reference.values[name], { relative: 2e-6 });
  });

  it.each(names)("%s has the gradient of its reference", (name) => {
    const gradient = tf.grad((x) => activate(x, name))(tf.tensor(reference.x));
    expectClose(gradient, reference.gradients[name], { relative: 2e-6 });
    checkGradients((x) => activate(x, name), [tf.tensor([-2, -0.7, 0.3, 1.9])]);
  });

  it("leaves no tensors behind, nor hands its input back", () => {
    const x = tf.tensor([1, 2]);
    for (const name of names) expectNoLeak(() => activate(x, name), name);
    expectNoLeak(() => activate(x, (y) => y), "own identity");
    expect(x.isDisposed).toBe(false);
  });
});

describe("activate", () => {
  it("refuses unknown names", () => {
    expect(() => activate(tf.scalar(1), "tanhh" as ActivationName)).toThrow(/activate: expected an activation, one of .*tanh.*; got "tanhh"\./);
    expect(() => activation((x) => tf.sum(x))([2]).apply({}, tf.ones([3, 2]))).toThrow(
      "activation: expected an activation that keeps the shape [3, 2]; got [].",
    );
    expect(() => activation("constructor" as ActivationName)).toThrow("activation: expected");
  });
});
