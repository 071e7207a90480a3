import * as tf from "@tensorflow/tfjs-core";
import {
  bernoulliHead,
  computeFans,
  conditional,
  constant,
  conv2d,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  mlp,
  normalHead,
  normalInitializer,
  ones,
  orthogonal,
  varianceScaling,
  zeros,
  type Initializer,
} from "@variate/amortized";
import { flattenTree, type Params } from "@variate/math";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak, type Nested } from "@variate/testing";
import { describe, expect, it } from "vitest";
import reference from "../reference/initialParameters.json" with { type: "json" };

const { draws } = reference;

/** Expected variances for fans 30 and 10. */
const scaled: readonly [string, Initializer, number, "uniform" | "normal"][] = [
  ["glorotUniform", glorotUniform, 2 / 40, "uniform"],
  ["glorotNormal", glorotNormal, 2 / 40, "normal"],
  ["heUniform", heUniform, 2 / 30, "uniform"],
  ["heNormal", heNormal, 2 / 30, "normal"],
  ["lecunUniform", lecunUniform, 1 / 30, "uniform"],
  ["lecunNormal", lecunNormal, 1 / 30, "normal"],
  ["varianceScaling", varianceScaling({ scale: 3, mode: "fanOut", distribution: "normal" }), 3 / 10, "normal"],
];

describeOnBackends("initializers", () => {
  it.each(scaled)("%s scales the draws of its key to its variance", (_, initializer, variance, distribution) => {
    const expected =
      distribution === "uniform"
        ? draws.uniform9.map((u) => (2 * u - 1) * Math.sqrt(3 * variance))
        : draws.normal9.map((e) => e * Math.sqrt(variance));
    const weight = initializer(randomKey(42), [3, 3], { fanIn: 30, fanOut: 10 });
    expect([weight.shape, weight.dtype]).toEqual([[3, 3], "float32"]);
    expectClose(weight, expected, { absolute: 2e-6 });
  });

  it.each(scaled)("%s has mean 0 and its variance, within five standard errors", (_, initializer, variance, distribution) => {
    const values = Array.from(initializer(randomKey(3), [300, 100], { fanIn: 30, fanOut: 10 }).dataSync());
    const n = values.length;
    const mean = values.reduce((a, b) => a + b, 0) / n;
    expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(variance / n));
    const second = values.reduce((a, b) => a + b * b, 0) / n;
    // The standard error of a variance is variance · √((kurtosis − 1) / n); kurtosis 9/5 when uniform, 3 when normal.
    const kurtosis = distribution === "uniform" ? 1.8 : 3;
    expect(Math.abs(second - variance)).toBeLessThan(5 * variance * Math.sqrt((kurtosis - 1) / n));
  });

  it("reads the fans off the shape when the layer gives none", () => {
    expectClose(glorotUniform(randomKey(42), [3, 3]), draws.uniform9.map((u) => 2 * u - 1), { absolute: 2e-6 });
  });

  it("fills with constants", () => {
    expectClose(zeros(randomKey(0), [2]), [0, 0]);
    expectClose(ones(randomKey(0), [2]), [1, 1]);
    expectClose(constant(-0.25)(randomKey(0), [1, 2]), [-0.25, -0.25]);
  });

  it("normalInitializer scales normal draws, whatever the fans", () => {
    expectClose(normalInitializer({ stddev: 0.01 })(randomKey(42), [9]), draws.normal9.map((e) => 0.01 * e), { absolute: 1e-7 });
  });

  it.each([
    [[6, 4], 1],
    [[4, 6], 0.5],
    [[5, 5], 2],
    [[2, 3, 4, 5], 1],
  ])("orthogonal makes %j orthonormal, times a gain of %d", (shape, gain) => {
    const weight = orthogonal({ gain })(randomKey(1), shape);
    const columns = shape.at(-1) as number;
    const matrix = tf.reshape(weight, [-1, columns]) as tf.Tensor2D;
    const wide = (matrix.shape[0] as number) < columns;
    const product = wide ? tf.matMul(matrix, matrix, false, true) : tf.matMul(matrix, matrix, true, false);
    expectClose(product, tf.mul(tf.eye(product.shape[0] as number), gain * gain), { absolute: 1e-6 });
  });

  it("leaves no tensors behind", () => {
    for (const [name, initializer] of scaled) expectNoLeak(() => initializer(randomKey(0), [3, 2]), name);
    expectNoLeak(() => orthogonal()(randomKey(0), [3, 2]));
    expectNoLeak(() => zeros(randomKey(0), [3, 2]));
  });
});

describeOnBackends("initial parameters", () => {
  const cases: readonly [string, () => Params, unknown][] = [
    ["encoder", () => conditional(mlp({ inputs: 3, hidden: [4, 2] }), normalHead([2])).init(randomKey(42)), reference.encoder],
    ["decoder", () => conditional(mlp({ inputs: 2, hidden: [3] }), bernoulliHead([4])).init(randomKey(42)), reference.decoder],
    ["conv2d", () => conv2d({ inputs: [5, 5, 2], filters: 2, kernel: [2, 3] }).init(randomKey(42)), reference.conv2d],
  ];

  it.each(cases)("%s: stored vectors of the documented keys, Glorot uniform with zero bias", (_, make, stored) => {
    const got = flattenTree(make());
    const expected = paths(stored);
    expect(Object.keys(got)).toEqual(Object.keys(expected));
    for (const [path, leaf] of Object.entries(got)) expectClose(leaf, expected[path] as Nested, { absolute: 1e-7 }, path);
  });
});

function paths(node: unknown, prefix = ""): Record<string, unknown> {
  if (Array.isArray(node)) return { [prefix]: node };
  return Object.assign(
    {},
    ...Object.entries(node as object).map(([name, child]) => paths(child, prefix === "" ? name : `${prefix}.${name}`)),
  ) as Record<string, unknown>;
}

describe("computeFans", () => {
  it.each([
    [[], 1, 1],
    [[7], 7, 7],
    [[3, 5], 3, 5],
    [[2, 3, 4, 5], 24, 30],
  ])("of %j are %i in, %i out", (shape, fanIn, fanOut) => {
    expect(computeFans(shape)).toEqual({ fanIn, fanOut });
  });
});

describe("initializers", () => {
  it("refuse what makes no weights", () => {
    expect(() => varianceScaling({ scale: 0, mode: "fanIn", distribution: "normal" })).toThrow("varianceScaling: expected a positive scale; got 0.");
    expect(() => normalInitializer({ stddev: -1 })).toThrow("normalInitializer: expected a stddev of at least 0; got -1.");
    expect(() => orthogonal()(randomKey(0), [3])).toThrow("orthogonal: expected a shape of two or more axes; got [3].");
  });
});
