import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { standardizedLog, standardizedLogit } from "@variate/math";

type Column = "x" | "loc" | "scale" | "z" | "ofX" | "ofLoc" | "ofScale" | "ofXAndScale";
type Table = Readonly<Record<Column, readonly (number | null)[]>>;

const reference = JSON.parse(readFileSync(new URL("../reference/standardizedLog.json", import.meta.url), "utf8")) as Record<string, Table>;

/** The largest relative error where the reference is a float32; null is beyond. */
function largestError(got: tf.Tensor, want: readonly (number | null)[]): number {
  const values = got.dataSync();
  return want.reduce<number>((worst, w, i) => {
    if (w === null || (w !== 0 && Math.abs(w) < 1e-37)) return worst;
    const error = Math.abs((values[i] as number) - w) / (Math.abs(w) || 1);
    return Number.isNaN(error) ? Infinity : Math.max(worst, error);
  }, 0);
}

describeOnBackends("standardized logarithms against mpmath", () => {
  for (const [name, fn] of Object.entries({ standardizedLog, standardizedLogit })) {
    const table = reference[name] as Table;
    const inputs = (): [tf.Tensor, tf.Tensor, tf.Tensor] =>
      [table.x, table.loc, table.scale].map((column) => tf.tensor1d(column as number[])) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const value = (x: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor): tf.Tensor => fn(x, loc, scale).value;

    test(`${name}: relative to z, however close the logarithm is to loc, with the digits that z leaves out`, () => {
      tf.tidy(() => {
        const z = fn(...inputs());
        // The float64 logarithm is rounded too, which shows where loc is within 1e-9 of it.
        expect(largestError(z.value, table.z)).toBeLessThan(1e-6);
        const [high, low] = [z.value.dataSync(), z.error.dataSync()];
        const far = table.z.map((want, i) => (Math.abs((want as number) * (table.scale[i] as number)) > 1e-3 * Math.abs(table.loc[i] as number) ? want : null));
        expect(largestError(z.value, far)).toBeLessThan(6e-8);
        const missing = far.map((want, i) => (want === null ? null : Math.abs(((high[i] as number) + (low[i] as number)) / want - 1)));
        expect(Math.max(...missing.map((x) => x ?? 0))).toBeLessThan(1e-11);
      });
    });

    test(`${name}: first and second derivatives`, () => {
      tf.tidy(() => {
        const [ofX, ofLoc, ofScale] = tf.grads(value)(inputs()) as [tf.Tensor, tf.Tensor, tf.Tensor];
        expect(largestError(ofX, table.ofX)).toBeLessThan(3e-7);
        expect(largestError(ofLoc, table.ofLoc)).toBeLessThan(2e-7);
        expect(largestError(ofScale, table.ofScale)).toBeLessThan(3e-7);
        const [x, loc, scale] = inputs();
        const mixed = tf.grad((s: tf.Tensor) => tf.grad((v: tf.Tensor) => value(v, loc, s))(x))(scale);
        const usual = table.ofXAndScale.map((want, i) => ((table.scale[i] as number) > 1e-15 ? want : null));
        expect(largestError(mixed, usual)).toBeLessThan(4e-7);
      });
    });
  }

  test("they broadcast, leave nothing behind, and keep the ends", () => {
    tf.tidy(() => {
      const [x, loc, scale] = [tf.tensor2d([[0.25], [0.75]]), tf.tensor1d([0, 1, 2]), tf.scalar(2)];
      expectNoLeak(() => standardizedLogit(x, loc, scale));
      expect(standardizedLogit(x, loc, scale).value.shape).toEqual([2, 3]);
      expect(tf.grad((l: tf.Tensor) => standardizedLog(x, l, scale).value)(loc).shape).toEqual([3]);
      const one = tf.scalar(1);
      expectClose(standardizedLog(tf.tensor1d([0, Infinity]), one, one).value, [-Infinity, Infinity]);
      expectClose(standardizedLogit(tf.tensor1d([0, 1]), one, one).value, [-Infinity, Infinity]);
    });
  });
});
