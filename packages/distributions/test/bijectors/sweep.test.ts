import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, test } from "vitest";
import * as b from "../../src/bijectors/index.js";

interface Sweep {
  readonly origin: string;
  readonly rows: readonly { readonly name: string; readonly x: number[]; readonly y: (number | string)[]; readonly logDet: (number | string)[] }[];
}

const { origin, rows } = JSON.parse(readFileSync(new URL("../reference/bijectorSweep.json", import.meta.url), "utf8")) as Sweep;
const made: Readonly<Record<string, () => b.Bijector>> = {
  power: () => b.power(-0.5),
  ontoInterval: () => b.ontoInterval({ low: 0, high: 4 }),
  gumbelCdf: () => b.gumbelCdf({ loc: 0.5, scale: 2 }),
  kumaraswamyCdf: () => b.kumaraswamyCdf({ concentration1: 1.5, concentration0: 2.5 }),
  weibullCdf: () => b.weibullCdf({ scale: 2, concentration: 1.5 }),
};
const bijectorOf = (name: string): b.Bijector => made[name]?.() ?? (b as unknown as Record<string, b.Bijector>)[name] as b.Bijector;
const asNumber = (value: number | string): number => Math.fround(typeof value === "number" ? value : value === "inf" ? Infinity : -Infinity);

describeOnBackends(`bijectors over sixty orders of magnitude: ${origin}`, () => {
  test.each(rows.map((row) => [row.name, row] as const))("%s", (name, { x, y, logDet }) => {
    tf.tidy(() => {
      const bijector = bijectorOf(name);
      const points = tf.tensor1d(x);
      const got = bijector.forward(points).dataSync();
      y.forEach((value, i) => {
        const want = asNumber(value);
        // Small values are held to their own size; below the smallest normal float they may be flushed.
        const close = got[i] === want || Math.abs((got[i] as number) - want) <= 2e-5 * Math.abs(want) + 1.2e-38;
        expect(close, `${name}.forward(${x[i]}) is ${got[i]}, not ${want}`).toBe(true);
      });
      expectClose(bijector.forwardLogDet(points), logDet.map(asNumber));
      for (const method of ["forward", "forwardLogDet"] as const) {
        const gradient = tf.grad((at: tf.Tensor) => tf.add(tf.sum(bijector[method](at)), tf.mul(0, tf.sum(at))))(points).dataSync();
        x.forEach((at, i) => expect(Number.isNaN(gradient[i]), `the gradient of ${name}.${method} at ${at}`).toBe(false));
      }
    });
  });
});
