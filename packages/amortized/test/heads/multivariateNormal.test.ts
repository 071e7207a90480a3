import * as tf from "@tensorflow/tfjs-core";
import { multivariateNormalHead } from "@variate/amortized";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeHead } from "../support/describeHead.js";

describeHead("multivariateNormalHead", {
  head: multivariateNormalHead(3, { floor: 0.1 }),
  featureShape: [2],
  eventShape: [3],
  params: { "loc.weight": [2, 3], "loc.bias": [3], "scaleTril.weight": [2, 6], "scaleTril.bias": [6] },
});
describeHead("multivariateNormalHead of one element", {
  head: multivariateNormalHead(1, { parameterization: "softplus" }),
  eventShape: [1],
  params: { "loc.weight": [3, 1], "loc.bias": [1], "scaleTril.weight": [3, 1], "scaleTril.bias": [1] },
});

describeOnBackends("multivariateNormalHead", () => {
  it("fills the lower triangle with each number once, its diagonal made positive", () => {
    const head = multivariateNormalHead(3, { floor: 0.5, parameterization: "logScale" })([1]);
    const zero = (n: number) => ({ weight: tf.zeros([1, n]), bias: tf.zeros([n]) });
    const d = head.apply({ loc: zero(3), scaleTril: { ...zero(6), bias: tf.tensor([1, 2, 3, 4, 5, 6]) } }, tf.zeros([2, 1]));
    const one = [4, 0, 0, 6, 5, 0, 3, 2, 1].map((x, i) => (i % 4 === 0 ? Math.exp(x) + 0.5 : x));
    expect(d.scaleTril.shape).toEqual([2, 3, 3]);
    expectClose(d.scaleTril, [...one, ...one]);
  });
});

describe("multivariateNormalHead", () => {
  it("refuses options out of range", () => {
    expect(() => multivariateNormalHead(0)).toThrow("multivariateNormalHead: expected size to be a positive integer; got 0.");
    expect(() => multivariateNormalHead(2, { floor: NaN })).toThrow("expected a floor of at least 0; got NaN");
  });
});
