import { conv2d, type Conv2dOptions, type Conv2dParams } from "@variate/amortized";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise, perturbed } from "../support/describeModule.js";
import { convolve } from "../support/convolve.js";

describeModule("conv2d, same", { make: () => conv2d({ inputs: [4, 3, 2], filters: 3, kernel: 3 }) });
describeModule("conv2d, valid, strides 2", {
  make: () => conv2d({ inputs: [6, 5, 2], filters: 2, kernel: [3, 2], strides: 2, padding: "valid" }),
});
describeModule("conv2d, even kernel, strides 2 and 1", {
  make: () => conv2d({ inputs: [4, 4, 1], filters: 2, kernel: 4, strides: [2, 1] }),
});
describeModule("conv2d, 1 by 1", { make: () => conv2d({ inputs: [3, 3, 2], filters: 3, kernel: 1, strides: 2 }) });

const cases: readonly (Conv2dOptions & { inputs: readonly [number, number, number] })[] = [
  { inputs: [5, 6, 2], filters: 3, kernel: 3 },
  { inputs: [5, 6, 2], filters: 3, kernel: [2, 3], strides: 2 },
  { inputs: [7, 5, 1], filters: 2, kernel: 4, strides: [3, 2] },
  { inputs: [7, 5, 3], filters: 2, kernel: 3, padding: "valid" },
  { inputs: [8, 6, 2], filters: 1, kernel: [4, 2], strides: [2, 3], padding: "valid" },
  { inputs: [4, 4, 2], filters: 2, kernel: 1 },
];

describeOnBackends("conv2d", () => {
  it.each(cases)("equals the sum it stands for: %j", (options) => {
    const layer = conv2d(options);
    const params: Conv2dParams = perturbed(layer.init(randomKey(4)));
    const x = noise([2, ...layer.inputShape]);
    expectClose(layer.apply(params, x), convolve(x, params, layer.outputShape, options));
  });
});

describe("conv2d", () => {
  it("gives outputs of the stated size", () => {
    const shape = (options: Partial<Conv2dOptions>) => conv2d({ inputs: [9, 8, 1], filters: 5, kernel: 3, ...options }).outputShape;
    expect(shape({})).toEqual([9, 8, 5]);
    expect(shape({ strides: 2 })).toEqual([5, 4, 5]);
    expect(shape({ padding: "valid" })).toEqual([7, 6, 5]);
    expect(shape({ padding: "valid", strides: [3, 2] })).toEqual([3, 3, 5]);
  });

  it("refuses inputs that are no images, and images smaller than the kernel", () => {
    expect(() => conv2d({ filters: 2, kernel: 3 })([500])).toThrow(
      "conv2d: expected an input shape [height, width, channels]; got [500]. Put reshape([height, width, channels]) before it.",
    );
    expect(() => conv2d({ inputs: [2, 5, 1], filters: 2, kernel: 3, padding: "valid" })).toThrow("at least the kernel's size 3; got 2");
    expect(() => conv2d({ inputs: [5, 5, 1], filters: 2, kernel: [3, 0] })).toThrow("kernel to be a positive integer; got 0");
  });
});
