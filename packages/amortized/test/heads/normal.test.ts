import * as tf from "@tensorflow/tfjs-core";
import { normalHead, noProjection, conv2d, type Conv2dParams, type Head, type LinearParams } from "@variate/amortized";
import type { Independent, Normal, Reparameterized } from "@variate/distributions";
import { randomKey, splitKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import { describeHead } from "../support/describeHead.js";
import { noise, perturbed } from "../support/describeModule.js";

describeHead("normalHead", {
  head: normalHead([2]),
  eventShape: [2],
  params: { "loc.weight": [3, 2], "loc.bias": [2], "scale.weight": [3, 2], "scale.bias": [2] },
});
describeHead("normalHead, softplus, event of two axes", {
  head: normalHead([2, 2], { parameterization: "softplus", floor: 0.1 }),
  featureShape: [2, 2],
  eventShape: [2, 2],
  params: { "loc.weight": [4, 4], "loc.bias": [4], "scale.weight": [4, 4], "scale.bias": [4] },
});
describeHead("normalHead, shared scale", {
  head: normalHead([2], { scale: "shared", initialScale: 0.5, parameterization: "logScale" }),
  eventShape: [2],
  params: { "loc.weight": [3, 2], "loc.bias": [2], scale: [2] },
});
describeHead("normalHead, fixed scale, no projection", {
  head: normalHead([2, 2], { scale: 0.7, projection: noProjection }),
  featureShape: [2, 2],
  eventShape: [2, 2],
  params: {},
});
describeHead("normalHead, scalar events", {
  head: normalHead([]),
  eventShape: [],
  params: { "loc.weight": [3, 1], "loc.bias": [1], "scale.weight": [3, 1], "scale.bias": [1] },
});

describeOnBackends("normalHead", () => {
  const h = [-400, -3, 0, 1.5];

  it.each([
    ["logVariance", (x: number) => Math.exp(x / 2)],
    ["logScale", (x: number) => Math.exp(x)],
    ["softplus", (x: number) => Math.log1p(Math.exp(x))],
  ] as const)("makes the scale from its parameter: %s", (parameterization, formula) => {
    const head = normalHead([4], { parameterization, floor: 0.25 })([1]);
    const zero = { weight: tf.zeros([1, 4]), bias: tf.zeros([4]) };
    const d = head.apply({ loc: zero, scale: { ...zero, bias: tf.tensor(h) } }, tf.zeros([1]));
    expectClose(tf.sqrt(d.variance()), h.map((x) => 0.25 + formula(x)), { relative: 2e-6 });
  });

  it("is AEVB's Gaussian by default: linear mean, linear log variance, floor 1e-6", () => {
    const head = normalHead([2])([3]);
    const params = perturbed(head.init(randomKey(1)));
    const x = noise([5, 3]);
    const affine = ({ weight, bias }: LinearParams) => tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias);
    const d = head.apply(params, x);
    expectClose(d.mean(), affine(params.loc));
    const scale = Array.from(affine(params.scale).dataSync(), (value) => Math.exp(value / 2) + 1e-6);
    expectClose(d.variance(), scale.map((s) => s ** 2));
  });

  it("keeps the log density and its gradient finite however far the scale falls", () => {
    const head = normalHead([1])([1]);
    const zero = { weight: tf.zeros([1, 1]), bias: tf.zeros([1]) };
    const score = (bias: tf.Tensor) =>
      tf.sum(head.apply({ loc: zero, scale: { ...zero, bias } }, tf.zeros([1])).logProb(tf.tensor([0.5])));
    const { value, grad } = tf.valueAndGrad(score)(tf.tensor([-1000]));
    // z = 0.5 / 1e-6, so log p = −z²/2 − log 1e-6 − log(2π)/2.
    expectClose(value, [-((0.5 / 1e-6) ** 2) / 2 - Math.log(1e-6) - 0.5 * Math.log(2 * Math.PI)]);
    expect(Number.isFinite(grad.dataSync()[0])).toBe(true);
  });

  it("starts a shared scale where it is told", () => {
    for (const parameterization of ["logVariance", "logScale", "softplus"] as const) {
      const head = normalHead([2], { scale: "shared", initialScale: 0.3, floor: 0.1, parameterization })([3]);
      const d = head.apply(head.init(randomKey(0)), noise([4, 3]));
      expectClose(d.variance(), Array<number>(8).fill(0.09));
    }
  });

  it("projects with any layer that ends in the event's shape", () => {
    const head = normalHead([4, 4, 1], { projection: () => conv2d({ filters: 1, kernel: 3 }) })([4, 4, 3]);
    const params = head.init(randomKey(0));
    expectTypeOf(params.scale).toEqualTypeOf<Conv2dParams>();
    expect(params.scale.weight.shape).toEqual([3, 3, 3, 1]);
    expect(head.apply(params, noise([2, 4, 4, 3])).eventShape).toEqual([4, 4, 1]);
  });
});

describe("normalHead", () => {
  it("draws loc and scale with different keys", () => {
    const params = normalHead([2])([3]).init(randomKey(4));
    expect(Array.from(params.loc.weight.dataSync())).not.toEqual(Array.from(params.scale.weight.dataSync()));
    expect(splitKey(randomKey(4), 2)).toHaveLength(2);
  });

  it("types its parameters by where the scale comes from", () => {
    expectTypeOf(normalHead([2])([3]).init).returns.toEqualTypeOf<{ readonly loc: LinearParams; readonly scale: LinearParams }>();
    expectTypeOf(normalHead([2], { scale: "shared" })([3]).init).returns.toEqualTypeOf<{ readonly loc: LinearParams; readonly scale: tf.Tensor }>();
    expectTypeOf(normalHead([2], { scale: 0.1 })([3]).init).returns.toEqualTypeOf<{ readonly loc: LinearParams }>();
    expectTypeOf(normalHead([2])).toExtend<Head<{ readonly loc: LinearParams; readonly scale: LinearParams }, Independent<Normal, readonly [2]>>>();
    expectTypeOf(normalHead([2])([3]).apply).returns.toExtend<Reparameterized>();
  });

  it("refuses options out of range", () => {
    expect(() => normalHead([2], { scale: -1 })).toThrow('normalHead: expected scale "learned", "shared" or a positive number; got -1.');
    expect(() => normalHead([2], { floor: -1 })).toThrow("normalHead: expected a floor of at least 0; got -1.");
    expect(() => normalHead([2], { scale: "shared", floor: 2 })).toThrow("normalHead: expected an initialScale above the floor 2; got 1.");
    expect(() => normalHead([0])).toThrow("normalHead: expected the event's sizes to be a positive integer; got 0.");
    // @ts-expect-error: no such parameterization.
    expect(() => normalHead([2], { parameterization: "exp" })).toThrow('expected a parameterization, logVariance, logScale, softplus; got "exp"');
    expect(() => normalHead([2], { projection: noProjection })).toThrow("expected a projection for loc and scale; got noProjection");
    expect(() => normalHead([2], { scale: 1, projection: noProjection })([3])).toThrow(
      "normalHead: expected a projection to [2]; got one to [3]. Use linearProjection, the default, or end the network in that shape.",
    );
  });
});
