import { flatten, reshape } from "@variate/amortized";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("flatten", { make: () => flatten()([2, 3]) });
describeModule("reshape", { make: () => reshape([3, 1, 2])([6]) });

describeOnBackends("reshape", () => {
  it("keeps the row-major order", () => {
    const x = noise([2, 6]);
    const y = reshape([3, 2])([6]).apply({}, x);
    expect(y.shape).toEqual([2, 3, 2]);
    expectClose(y, x, { absolute: 0 });
    expectClose(flatten()([3, 2]).apply({}, y), x, { absolute: 0 });
  });
});

describe("reshape", () => {
  it("refuses a shape of another size", () => {
    expect(() => reshape([2, 2])([5])).toThrow("reshape: expected an input shape of 4 elements, for [2, 2]; got [5].");
  });
});
