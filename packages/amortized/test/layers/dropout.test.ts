import * as tf from "@tensorflow/tfjs-core";
import { dropout } from "@variate/amortized";
import { randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("dropout while evaluating", { make: () => dropout(0.5)([4]) });

describeOnBackends("dropout", () => {
  it("is the identity unless training", () => {
    const x = noise([3, 4]);
    const layer = dropout(0.4)([4]);
    expectClose(layer.apply({}, x), x, { absolute: 0 });
    expectClose(layer.apply({}, x, { key: randomKey(1) }), x, { absolute: 0 });
    expectClose(dropout(0)([4]).apply({}, x, { training: true }), x, { absolute: 0 });
  });

  it("drops its share and keeps the mean, within five standard errors", () => {
    const n = 100_000;
    for (const rate of [0.1, 0.5, 0.8]) {
      const dropped = dropout(rate)([n]).apply({}, tf.ones([n]), { key: randomKey(6), training: true });
      const y = Array.from(dropped.dataSync());
      const kept = y.filter((value) => value !== 0);
      // The share kept is a mean of n Bernoulli draws: standard error √(rate (1 − rate) / n).
      expect(Math.abs(kept.length / n - (1 - rate))).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / n));
      const mean = y.reduce((a, b) => a + b, 0) / n;
      expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(rate / (1 - rate) / n));
      expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - rate))]));
    }
  });

  it("draws the same mask from the same key, another from another", () => {
    const x = tf.ones([64]);
    const draw = (seed: number) =>
      Array.from(dropout(0.5)([64]).apply({}, x, { key: randomKey(seed), training: true }).dataSync());
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("passes gradients to what it kept, and leaks nothing", () => {
    const layer = dropout(0.5)([5]);
    const context = { key: randomKey(2), training: true };
    checkGradients((x) => layer.apply({}, x, context), [noise([3, 5])]);
    const x = noise([3, 5]);
    expectNoLeak(() => layer.apply({}, x, context));
  });
});

describe("dropout", () => {
  it("refuses to train without a key", () => {
    expect(() => dropout(0.5)([2]).apply({}, tf.ones([3, 2]), { training: true })).toThrow(
      "dropout: expected context.key while training, for input [3, 2]; got none.",
    );
  });

  it("refuses rates outside [0, 1)", () => {
    for (const rate of [1, -0.1, NaN]) expect(() => dropout(rate)).toThrow("dropout: expected a rate in [0, 1)");
  });
});
