import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import * as math from "@variate/math";
import { derivatives, errorsOf, type Stored } from "./accuracy.js";

interface Reference {
  readonly functions: Readonly<Record<string, { x: number[]; y: Stored[]; dy: Stored[]; ddy: Stored[] }>>;
}

const reference = JSON.parse(
  readFileSync(new URL("../reference/special.json", import.meta.url), "utf8"),
) as Reference;

/** [largest error of the function, of its first, of its second derivative]. */
type Bounds = readonly [number, number, number];

interface Row {
  readonly fn: (x: tf.Tensor) => tf.Tensor;
  /** |got − want| / |want|, over every result that float32 holds as a normal number. */
  readonly relative?: Bounds;
  /** |got − want| / max(1, |want|). */
  readonly scaled?: Bounds;
  /** Restricts the relative bounds. */
  readonly where?: (x: number) => boolean;
  /** An input inside the domain, ¼ unless told. */
  readonly at?: number;
}

/** What each function reaches in float32, on cpu and wasm alike. */
const TABLE: Readonly<Record<string, Row>> = {
  // 0 at 1 and 2, to relative accuracy; the zeros of lgamma below −2 are met to absolute accuracy.
  lgamma: { fn: math.lgamma, relative: [4e-7, Infinity, 4e-7], scaled: [4e-7, 4e-7, 4e-7], where: (x) => x > 0 },
  // The zero at 1.4616… is met to absolute accuracy.
  digamma: { fn: math.digamma, relative: [Infinity, 4e-7, 2e-6], scaled: [4e-7, 4e-7, 2e-6] },
  trigamma: { fn: math.trigamma, relative: [4e-7, 2e-6, 5e-6], where: (x) => x > 1e-7, scaled: [4e-7, 2e-6, Infinity] },
  log1p: { fn: math.log1p, relative: [2e-7, 2e-7, 3e-7] },
  expm1: { fn: math.expm1, relative: [2e-7, 2e-7, 2e-7] },
  log1mexp: { fn: math.log1mexp, relative: [3e-7, 3e-7, 4e-7] },
  softplus: { fn: math.softplus, relative: [3e-7, 3e-7, 4e-7] },
  softplusInverse: { fn: math.softplusInverse, relative: [3e-7, 3e-7, 3e-7] },
  erf: { fn: math.erf, relative: [3e-7, 3e-7, 1e-6] },
  erfc: { fn: math.erfc, relative: [4e-7, 3e-7, 1e-6] },
  // 1 − h k, in its second derivative, cancels for large x: absolute accuracy only.
  erfcx: { fn: math.erfcx, relative: [4e-7, 4e-7, Infinity], scaled: [4e-7, 4e-7, 4e-7] },
  // x² − 1, in its second derivative, cancels at 1 and the products underflow early.
  normalPdf: { fn: math.normalPdf, relative: [2e-7, 2e-7, 8e-6], scaled: [2e-7, 2e-7, 2e-7] },
  normalCdf: { fn: math.normalCdf, relative: [3e-7, 2e-7, 2e-7] },
  logNormalCdf: { fn: math.logNormalCdf, relative: [4e-7, 4e-7, 6e-7] },
  inverseMillsRatio: { fn: math.inverseMillsRatio, relative: [4e-7, 6e-7, Infinity], scaled: [4e-7, 6e-7, 3e-4] },
  normalQuantile: { fn: math.normalQuantile, relative: [4e-7, 4e-7, 6e-7] },
  erfinv: { fn: math.erfinv, relative: [4e-7, 4e-7, 1e-6] },
  // 0 at −log 2, to absolute accuracy.
  inverseLogNormalCdf: { fn: math.inverseLogNormalCdf, relative: [Infinity, 4e-7, 6e-7], scaled: [4e-7, 4e-7, 6e-7], at: -0.5 },
  stirlingRemainder: { fn: math.stirlingRemainder, relative: [2e-6, 1e-6, 5e-7] },
  // The third derivative of the gamma function overflows in parts before it does as a whole.
  digammaRemainder: { fn: math.digammaRemainder, relative: [1e-6, 5e-7, Infinity], scaled: [3e-7, 5e-7, Infinity] },
  // 1 − A/x − A² cancels somewhat below 6.
  logI0: { fn: math.logI0, relative: [4e-7, 4e-7, 2e-5], scaled: [4e-7, 4e-7, 5e-7] },
  logI1: { fn: math.logI1, relative: [5e-7, 4e-7, 2e-4], scaled: [4e-7, 4e-7, 1e-6] },
  besselRatio: { fn: math.besselRatio, relative: [4e-7, 2e-5, Infinity], scaled: [4e-7, 5e-7, 1e-6] },
  logRiemannZeta: { fn: math.logRiemannZeta, relative: [3e-6, 3e-6, 3e-6], where: (x) => x < 200, scaled: [4e-7, 4e-7, 4e-7], at: 1.25 },
  // 1 − k, in its second derivative, cancels for large x.
  logScaledExponentialIntegral: {
    fn: math.logScaledExponentialIntegral,
    relative: [1e-6, 8e-7, Infinity],
    scaled: [4e-7, 5e-7, 8e-7],
  },
  exprel: { fn: math.exprel, relative: [3e-7, 3e-7, 4e-7] },
  logExprel: { fn: math.logExprel, relative: [3e-7, 3e-7, 4e-7] },
  logExprelSlope: { fn: math.logExprelSlope, relative: [3e-7, 4e-7, 6e-7] },
  // The fourth cumulant changes sign.
  logExprelCurvature: { fn: math.logExprelCurvature, relative: [4e-7, 6e-7, Infinity], scaled: [1e-7, 1e-7, 1e-7] },
  logSinhc: { fn: math.logSinhc, relative: [3e-7, 3e-7, 4e-7] },
  langevin: { fn: math.langevin, relative: [3e-7, 4e-7, 6e-7] },
  logCosh: { fn: math.logCosh, relative: [3e-7, 2e-7, 3e-7] },
  // 0 at 0.88, to absolute accuracy.
  logSinh: { fn: math.logSinh, relative: [Infinity, 3e-7, 5e-7], scaled: [2e-7, 3e-7, 5e-7] },
};

const ORDERS = ["value", "first derivative", "second derivative"] as const;

describeOnBackends("special functions against mpmath", () => {
  for (const [name, row] of Object.entries(TABLE)) {
    it(`${name} and two derivatives`, () => {
      const stored = reference.functions[name];
      if (stored === undefined) throw new Error(`no reference for ${name}`);
      const { x, y, dy, ddy } = stored;
      const got = derivatives(row.fn, x);
      const chosen = row.where === undefined ? x.map(() => true) : x.map(row.where);
      [y, dy, ddy].forEach((want, order) => {
        const all = errorsOf(got[order] as Float32Array, want, x);
        const some = errorsOf(
          (got[order] as Float32Array).filter((_, i) => chosen[i]),
          want.filter((_, i) => chosen[i]),
          x.filter((_, i) => chosen[i]),
        );
        expect.soft(some.relative, `${ORDERS[order]}, relative, worst at ${some.relativeAt}`).toBeLessThanOrEqual(row.relative?.[order] ?? Infinity);
        expect.soft(all.scaled, `${ORDERS[order]}, scaled, worst at ${all.scaledAt}`).toBeLessThanOrEqual(row.scaled?.[order] ?? Infinity);
      });
    });

    it(`${name} takes numbers, keeps shapes and leaks nothing`, () => {
      const fn = row.fn as (x: math.NumericInput) => tf.Tensor;
      const { at = 0.25 } = row;
      const input = tf.tensor3d([at, 2 * at, 3 * at], [1, 3, 1]);
      expectNoLeak(() => {
        const result = fn(input);
        expect(result.shape).toEqual([1, 3, 1]);
        expect(result.dtype).toBe("float32");
        return result;
      });
      expectNoLeak(() => fn(at));
      expectNoLeak(() => fn([at, 2 * at]));
      expectNoLeak(() => tf.grad(fn)(input));
      expectNoLeak(() => tf.grad(tf.grad(fn))(input));
      input.dispose();
    });

    it(`${name} passes NaN on`, () => {
      const result = (row.fn as (x: math.NumericInput) => tf.Tensor)(NaN);
      expect(result.dataSync()[0]).toBeNaN();
      result.dispose();
    });
  }
});

describe("the table", () => {
  it("covers every function of the reference", () => {
    expect(Object.keys(TABLE).sort()).toEqual(Object.keys(reference.functions).sort());
  });
});

it("the normal quantile of one number on the host agrees with mpmath", () => {
  const { x, y } = reference.functions["normalQuantile"] as { x: number[]; y: Stored[] };
  const values = x.map((p) => math.hostNormalQuantile(p - 0.5, Math.min(p, 1 - p)));
  expect(errorsOf(values, y, x).relative).toBeLessThanOrEqual(2e-7);
});
