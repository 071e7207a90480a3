import * as tf from "@tensorflow/tfjs-core";
import { dispose, tidy } from "@variate/math";
import { describeOnBackends } from "@variate/testing";
import { expect, it } from "vitest";

describeOnBackends("tidy and dispose", () => {
  /** What a distribution looks like: tensors as plain properties, and methods. */
  const object = () => {
    const loc = tf.tensor([1, 2]);
    return { loc, nested: { list: [tf.scalar(3)] }, mean: () => loc };
  };

  it("keep and free what plain properties reach, in objects with methods", () => {
    const before = tf.memory().numTensors;
    const made = tidy(() => {
      tf.tensor([9]);
      return object();
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    expect(Array.from(made.mean().dataSync())).toEqual([1, 2]);
    dispose(made);
    expect(tf.memory().numTensors).toBe(before);
    dispose([undefined, null, 3, "text", {}]);
  });
});
