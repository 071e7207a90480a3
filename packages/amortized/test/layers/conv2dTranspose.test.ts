import * as tf from "@tensorflow/tfjs-core";
import { conv2d, conv2dTranspose, type Conv2dTransposeOptions } from "@variate/amortized";
import { computeFans } from "@variate/amortized";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("conv2dTranspose, same, strides 2", {
  make: () => conv2dTranspose({ inputs: [2, 3, 2], filters: 3, kernel: 3, strides: 2 }),
});
describeModule("conv2dTranspose, valid", {
  make: () => conv2dTranspose({ inputs: [3, 2, 2], filters: 2, kernel: [3, 2], padding: "valid" }),
});
describeModule("conv2dTranspose, even kernel, strides 2", {
  make: () => conv2dTranspose({ inputs: [2, 2, 1], filters: 2, kernel: 4, strides: 2 }),
});

const cases: readonly (Conv2dTransposeOptions & { inputs: readonly [number, number, number] })[] = [
  { inputs: [4, 5, 2], filters: 3, kernel: 3 },
  { inputs: [4, 3, 2], filters: 3, kernel: 4, strides: 2 },
  { inputs: [3, 4, 1], filters: 2, kernel: [3, 5], strides: [3, 2] },
  { inputs: [3, 4, 3], filters: 2, kernel: 3, strides: 2, padding: "valid" },
  { inputs: [3, 4, 3], filters: 2, kernel: [2, 1], strides: [3, 2], padding: "valid" },
];

describeOnBackends("conv2dTranspose", () => {
  it.each(cases)("is the adjoint of conv2d: %j", (options) => {
    const up = conv2dTranspose(options);
    const [height, width] = up.outputShape as [number, number, number];
    const down = conv2d({ ...options, inputs: [height, width, options.filters], filters: options.inputs[2] });
    expect(down.outputShape).toEqual(up.inputShape);
    const { weight } = up.init(randomKey(1));
    const x = noise([2, ...up.inputShape], 1);
    const y = noise([2, ...down.inputShape], 2);
    const left = tf.sum(tf.mul(up.apply({ weight, bias: tf.zeros([options.filters]) }, x), y));
    const right = tf.sum(tf.mul(x, down.apply({ weight, bias: tf.zeros([options.inputs[2]]) }, y)));
    expectClose(left, right, { relative: 2e-5 });
  });

  it("adds the bias of each channel", () => {
    const layer = conv2dTranspose({ inputs: [2, 2, 1], filters: 2, kernel: 2, strides: 2 });
    const params = { weight: tf.zeros([2, 2, 2, 1]), bias: tf.tensor([1, -3]) };
    expectClose(layer.apply(params, noise([2, 2, 1])), Array.from({ length: 32 }, (_, i) => (i % 2 === 0 ? 1 : -3)));
  });
});

describe("conv2dTranspose", () => {
  it("takes its fans in its own direction", () => {
    let seen: unknown;
    conv2dTranspose({
      inputs: [2, 2, 5],
      filters: 3,
      kernel: 2,
      weight: (_, shape, fans) => {
        seen = { fans, reversed: computeFans(shape) };
        return tf.zeros([...shape]);
      },
    }).init(randomKey(0));
    expect(seen).toEqual({ fans: { fanIn: 20, fanOut: 12 }, reversed: { fanIn: 12, fanOut: 20 } });
  });
});
