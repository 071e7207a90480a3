import * as tf from "@tensorflow/tfjs-core";
import { averagePool2d, maxPool2d, upsample2d } from "@variate/amortized";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("upsample2d", { make: () => upsample2d([2, 3])([2, 3, 2]) });
describeModule("averagePool2d", { make: () => averagePool2d([2, 3])([4, 3, 2]) });
describeModule("maxPool2d", { make: () => maxPool2d(2)([2, 4, 2]), step: 1e-3, tolerance: { relative: 4e-3 } });

describeOnBackends("resampling", () => {
  it("equals tfjs's own pooling and resizing", () => {
    const x = noise([2, 4, 6, 3]) as tf.Tensor4D;
    expectClose(averagePool2d([2, 3])([4, 6, 3]).apply({}, x), tf.avgPool(x, [2, 3], [2, 3], "valid"));
    expectClose(maxPool2d([2, 3])([4, 6, 3]).apply({}, x), tf.maxPool(x, [2, 3], [2, 3], "valid"), { absolute: 0 });
    expectClose(upsample2d([2, 3])([4, 6, 3]).apply({}, x), tf.image.resizeNearestNeighbor(x, [8, 18]), { absolute: 0 });
  });
});

describe("pooling", () => {
  it("refuses images that its windows do not fill", () => {
    expect(() => averagePool2d(2)([5, 4, 1])).toThrow("multiple of [2, 2]; got [5, 4]");
  });
});
