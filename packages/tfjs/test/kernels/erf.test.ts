import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends } from "@variate/testing";
import { expect, test } from "vitest";
import { asShipped } from "../wasm/shipped.js";

const reference = JSON.parse(readFileSync(new URL("../reference/erf.json", import.meta.url), "utf8")) as { x: number[]; erf: number[] };

function worstRelativeError(): number {
  return tf.tidy(() => {
    const values = tf.erf(tf.tensor1d(reference.x)).dataSync();
    const errors = reference.erf.map((want, i) => Math.abs((values[i] as number) - want) / Math.max(Math.abs(want), 1.2e-38));
    return Math.max(...errors) as unknown as tf.Tensor;
  }) as unknown as number;
}

describeOnBackends("erf", (backend) => {
  test("is right to one unit in the last place, near 0 too", () => {
    expect(worstRelativeError()).toBeLessThan(1.3e-7);
    const edges = tf.tidy(() => tf.erf(tf.tensor1d([Infinity, -Infinity, NaN])).dataSync());
    expect([...edges]).toEqual([1, -1, NaN]);
  });

  if (backend === "cpu") {
    test("as shipped has no right digit near 0", () => {
      expect(asShipped([tf.Erf], worstRelativeError, "cpu")).toBeGreaterThan(1e-3);
    });
  }
});
