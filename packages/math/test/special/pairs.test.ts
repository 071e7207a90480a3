import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import * as math from "@variate/math";
import { errorsOf, type Stored } from "./accuracy.js";

interface Reference {
  readonly functions: Readonly<
    Record<string, { first: number[]; second: number[]; y: Stored[]; ofFirst?: Stored[]; ofSecond?: Stored[] }>
  >;
}

const reference = JSON.parse(readFileSync(new URL("../reference/pairs.json", import.meta.url), "utf8")) as Reference;

type Pair = (a: math.NumericInput, b: math.NumericInput) => tf.Tensor;

/** Errors of the value and of the two partial derivatives: relative, and over max(1, |want|). */
interface Row {
  readonly fn: Pair;
  readonly relative: readonly [number, number, number];
  readonly scaled: readonly [number, number, number];
  /** Whether the scale is max(1, |first|, |want|): a value that is a difference of parts of the size of an order. */
  readonly overFirst?: boolean;
  /** Whether there are no second derivatives to test. */
  readonly linear?: true;
  /** Added to the first argument of the tests that are alike for all, so that it is inside the domain; 0 unless told. */
  readonly shift?: number;
}

/** What each function of two arguments reaches in float32, on cpu and wasm alike. */
const TABLE: Readonly<Record<string, Row>> = {
  // Relative to a probability: the absolute error of its logarithm, of which −87 is the last that float32 holds.
  regularizedGammaP: { fn: math.regularizedGammaP, relative: [2e-5, 2e-5, 2e-5], scaled: [4e-7, 6e-7, 3e-6] },
  regularizedGammaQ: { fn: math.regularizedGammaQ, relative: [3e-5, 2e-5, 2e-5], scaled: [4e-7, 6e-7, 3e-6] },
  logRegularizedGammaP: { fn: math.logRegularizedGammaP, relative: [3e-5, 6e-6, 6e-6], scaled: [6e-7, 5e-7, 5e-7] },
  logRegularizedGammaQ: { fn: math.logRegularizedGammaQ, relative: [2e-5, 3e-5, 3e-5], scaled: [3e-6, 3e-5, 3e-5] },
  gammaDrawDerivative: { fn: math.gammaDrawDerivative, relative: [6e-7, 0, 0], scaled: [6e-7, 0, 0] },
  logGammaDrawDerivative: { fn: math.logGammaDrawDerivative, relative: [6e-7, 0, 0], scaled: [6e-7, 0, 0] },
  // log B is 0 at (1, 1); its derivatives are small differences where b is.
  lbeta: { fn: math.lbeta, relative: [Infinity, Infinity, Infinity], scaled: [1e-6, 5e-7, 5e-7] },
  poissonDeviance: { fn: math.poissonDeviance, relative: [6e-7, 8e-7, 2e-7], scaled: [6e-7, 5e-7, 2e-7] },
  logBesselI: { fn: math.logBesselI, relative: [Infinity, 0, 1e-6], scaled: [1e-6, 0, 1e-6], overFirst: true },
  logScaledBesselI: { fn: math.logScaledBesselI, relative: [Infinity, 0, Infinity], scaled: [1e-6, 0, 1e-6], overFirst: true },
  logBesselIRemainder: { fn: math.logBesselIRemainder, relative: [Infinity, 0, Infinity], scaled: [1e-6, 0, 1e-6] },
  logNormalizedBesselI: { fn: math.logNormalizedBesselI, relative: [1e-6, 0, 1e-6], scaled: [1e-6, 0, 1e-6] },
  besselIRatio: { fn: math.besselIRatio, relative: [1e-6, 0, Infinity], scaled: [1e-6, 0, 1e-6] },
  vonMisesCdf: { fn: math.vonMisesCdf, relative: [1e-5, 1e-5, 1e-5], scaled: [4e-7, 1e-6, 1e-6] },
  logVonMisesCdf: { fn: math.logVonMisesCdf, relative: [1e-5, 1e-5, 1e-5], scaled: [1e-6, 2e-6, 1e-6] },
  vonMisesDrawDerivative: { fn: math.vonMisesDrawDerivative, relative: [4e-6, 0, 0], scaled: [3e-7, 0, 0] },
  versine: { fn: math.versine, relative: [1e-6, 1e-6, 1e-6], scaled: [4e-7, 4e-7, 4e-7] },
  angleBetween: { fn: math.angleBetween, relative: [4e-7, 0, 0], scaled: [4e-7, 0, 0], linear: true },
  owensT: { fn: math.owensT, relative: [1e-6, 1e-6, 6e-6], scaled: [4e-8, 2e-8, 4e-8] },
  // 0 somewhere on the way from +∞ to −∞.
  logHurwitzZeta: {
    fn: math.logHurwitzZeta,
    relative: [Infinity, 3e-6, 3e-6],
    scaled: [4e-7, 2e-6, 1e-6],
    shift: 1,
  },
  log1pOver: { fn: math.log1pOver, relative: [3e-7, 1e-6, 2e-7], scaled: [2e-7, 5e-7, 2e-7] },
  expm1Over: { fn: math.expm1Over, relative: [4e-7, 6e-7, 2e-6], scaled: [4e-7, 6e-7, 4e-7], shift: -5.9 },
  logRatio: { fn: math.logRatio, relative: [8e-7, 2e-7, 2e-7], scaled: [5e-7, 2e-7, 2e-7] },
};

/** Functions whose first argument is an order, without a gradient. */
function isConstantInFirst(name: string): boolean {
  const stored = reference.functions[name];
  return stored?.ofSecond !== undefined && stored.ofFirst === undefined;
}

describeOnBackends("special functions of two arguments against mpmath", () => {
  for (const [name, row] of Object.entries(TABLE)) {
    it(`${name} and its gradient`, () => {
      const stored = reference.functions[name];
      if (stored === undefined) throw new Error(`no reference for ${name}`);
      const index = stored.first.map((_, i) => i);
      const inputs = [tf.tensor1d(stored.first), tf.tensor1d(stored.second)] as const;
      const check = (order: 0 | 1 | 2, got: tf.Tensor, want: readonly Stored[]): void => {
        const errors = errorsOf(got.dataSync(), want, index, row.overFirst && order === 0 ? stored.first : undefined);
        const at = (i: number): string => `${name}, part ${order}, worst at ${stored.first[i]}, ${stored.second[i]}`;
        expect.soft(errors.relative, at(errors.relativeAt)).toBeLessThanOrEqual(row.relative[order]);
        expect.soft(errors.scaled, at(errors.scaledAt)).toBeLessThanOrEqual(row.scaled[order]);
      };
      tf.tidy(() => {
        check(0, row.fn(...inputs), stored.y);
        if (stored.ofSecond === undefined) return;
        const [ofFirst, ofSecond] = tf.grads(row.fn)([...inputs]) as [tf.Tensor, tf.Tensor];
        check(1, ofFirst, stored.ofFirst ?? stored.first.map(() => 0));
        check(2, ofSecond, stored.ofSecond);
      });
      tf.dispose([...inputs]);
    });

    it(`${name} broadcasts, sums gradients over what was broadcast, and leaks nothing`, () => {
      const { shift = 0 } = row;
      const a = tf.tensor2d([[0.7 + shift], [2.5 + shift]]);
      const b = tf.tensor1d([0.4, 1.5, 3]);
      expectNoLeak(() => {
        const result = row.fn(a, b);
        expect(result.shape).toEqual([2, 3]);
        return result;
      });
      expectNoLeak(() => {
        const [ofA, ofB] = tf.grads(row.fn)([a, b]) as [tf.Tensor, tf.Tensor];
        expect([ofA.shape, ofB.shape]).toEqual([[2, 1], [3]]);
        return [ofA, ofB];
      });
      expectNoLeak(() => row.fn(0.5 + shift, 2));
      if (isConstantInFirst(name)) checkGradients((second) => row.fn(a, second), [b], { label: name });
      else checkGradients(row.fn, [a, b], { label: name });
      tf.dispose([a, b]);
    });

    it.skipIf(row.linear)(`${name} has second derivatives`, () => {
      const a = tf.tensor1d([0.4, 0.8, 2.5, 6].map((v) => v + (row.shift ?? 0)));
      const b = tf.tensor1d([0.3, 2.5, 1.5, 7]);
      const gradientSum = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => {
        const [ofX, ofY] = tf.grads(row.fn)([x, y]) as [tf.Tensor, tf.Tensor];
        return tf.add(ofX, tf.mul(0.5, ofY));
      };
      const tolerance = { relative: 5e-3 };
      if (isConstantInFirst(name)) checkGradients((second) => gradientSum(a, second), [b], { tolerance, label: name });
      else checkGradients(gradientSum, [a, b], { tolerance, label: name });
      tf.dispose([a, b]);
    });
  }

  it("incomplete gamma functions reach their limits", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([0, Infinity, -1, NaN]);
      expectClose(math.regularizedGammaP(2, x), [0, 1, NaN, NaN]);
      expectClose(math.regularizedGammaQ(2, x), [1, 0, NaN, NaN]);
      expectClose(math.logRegularizedGammaP(2, x), [-Infinity, 0, NaN, NaN]);
      expectClose(math.logRegularizedGammaQ(2, x), [0, -Infinity, NaN, NaN]);
      expectClose(math.gammaDrawDerivative([0.01, 3], 0), [0, 0]);
      expectClose(math.regularizedGammaP([0.5, 1, 1e6], [1e-30, 0, 1e6]), [1.1283792e-15, 0, 0.50013298]);
    });
  });

  it("von Mises functions reach their limits", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([-4, -Math.PI, 0, Math.PI, 4, NaN]);
      expectClose(math.vonMisesCdf(x, 0), [0, 0, 0.5, 1, 1, NaN], { absolute: 1e-6 });
      expectClose(math.logVonMisesCdf(x, 2), [-Infinity, -Infinity, Math.log(0.5), 0, 0, NaN], { absolute: 1e-6 });
      expectClose(math.vonMisesDrawDerivative(x, 2), [0, 0, 0, 0, 0, NaN], { absolute: 1e-6 });
      expectClose(math.vonMisesCdf([-1e-15, 2e-15, -1, 1], 1e30), [0.15865525, 0.97724987, 0, 1], { relative: 3e-6 });
      expectClose(math.logVonMisesCdf(-1e-14, 1e30), [-53.2312851], { relative: 3e-6 });
      expectClose(tf.mul(math.vonMisesDrawDerivative([-1e-15, 2e-15], 1e30), 1e30), [5e-16, -1e-15], { relative: 3e-6 });
      expectClose(tf.grad((v) => math.logVonMisesCdf(v, 2))(tf.tensor1d([-0.5, Math.PI])), [1.5425536, 0.0094487709], { relative: 3e-6 });
    });
  });

  it("draws of huge concentrations move with them", () => {
    tf.tidy(() => {
      expectClose(math.gammaDrawDerivative([1e10, 1e20, 1e30], [1e10, 1e20, 1e30]), [1, 1, 1], { relative: 2e-6 });
      expectClose(tf.mul(math.logGammaDrawDerivative([1e20, 1e30], tf.log([1e20, 1e30])), [1e20, 1e30]), [1, 1], { relative: 2e-5 });
    });
  });

  it("integrates more elements than expand at once", () => {
    tf.tidy(() => {
      const draws = tf.linspace(0.1, 9, 2 ** 15);
      const all = math.logGammaDrawDerivative(2.5, tf.log(draws));
      const few = math.logGammaDrawDerivative(2.5, tf.log(tf.slice(draws, 27_000, 5)));
      expectClose(tf.slice(all, 27_000, 5), few, { relative: 2e-7 });
    });
  });

  it("lbeta is +Infinity at 0 and NaN below", () => {
    tf.tidy(() => expectClose(math.lbeta([0, 2, -1], [2, 0, 2]), [Infinity, Infinity, NaN]));
  });

  it("poissonDeviance is the mean at 0 and 0 at the mean", () => {
    tf.tidy(() => expectClose(math.poissonDeviance([0, 3, 1e-30], [2, 3, 1e-30]), [2, 0, 0], { absolute: 0 }));
  });

  it("names arguments that do not broadcast", () => {
    expect(() => math.lbeta([1, 2], [1, 2, 3])).toThrow("lbeta: expected parameters that broadcast together; got x [2], y [3].");
  });
});

describeOnBackends("xlogy and xlog1py", () => {
  it("are 0 where x = 0, in value and gradient, whatever y is", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([0, 0, 2, 0.5]);
      const y = tf.tensor1d([0, 3, 5, 0.25]);
      expectClose(math.xlogy(x, y), [0, 0, 2 * Math.log(5), 0.5 * Math.log(0.25)]);
      const [ofX, ofY] = tf.grads(math.xlogy as Pair)([x, y]) as [tf.Tensor, tf.Tensor];
      expectClose(ofX, [0, Math.log(3), Math.log(5), Math.log(0.25)]);
      expectClose(ofY, [0, 0, 0.4, 2]);

      const z = tf.sub(y, 1);
      expectClose(math.xlog1py(x, z), [0, 0, 2 * Math.log(5), 0.5 * Math.log(0.25)]);
      const [ofX1, ofZ] = tf.grads(math.xlog1py as Pair)([x, z]) as [tf.Tensor, tf.Tensor];
      expectClose(ofX1, [0, Math.log(3), Math.log(5), Math.log(0.25)]);
      expectClose(ofZ, [0, 0, 0.4, 2]);
    });
  });

  it("have second derivatives, broadcast and leak nothing", () => {
    const x = tf.tensor2d([[0.5], [2]]);
    const y = tf.tensor1d([0.4, 3]);
    for (const fn of [math.xlogy, math.xlog1py]) {
      checkGradients((a, b) => (tf.grads(fn as Pair)([a, b]) as [tf.Tensor, tf.Tensor])[1], [x, y], { label: fn.name });
      expectNoLeak(() => fn(x, y));
      expectNoLeak(() => tf.grads(fn as Pair)([x, y]));
    }
    tf.dispose([x, y]);
  });
});

describe("the table of two arguments", () => {
  it("covers every function of the reference", () => {
    expect(Object.keys(TABLE).sort()).toEqual(Object.keys(reference.functions).sort());
  });
});
