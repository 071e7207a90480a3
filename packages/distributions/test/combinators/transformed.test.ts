import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import * as b from "../../src/bijectors/index.js";
import { batchSlice, bernoulli, checkParameters, checkValue, expanded, gamma, hasKl, independent, klDivergence, laplace, monteCarloKl, normal, standardNormal, transformed, uniform } from "../../src/index.js";

interface Reference {
  readonly origin: string;
  readonly distributions: readonly { readonly name: string; readonly value: number[]; readonly logProb: number[]; readonly cdf: number[] }[];
}

const KEY = randomKey(11);
const { origin, distributions } = JSON.parse(readFileSync(new URL("../reference/bijectors.json", import.meta.url), "utf8")) as Reference;
const references = Object.fromEntries(distributions.map((row) => [row.name, row]));
const BASE = { loc: 0.5, scale: 1.5 };

/** A grid's points along one axis, at the middles of cells. */
const middles = (from: number, to: number, count: number): tf.Tensor => {
  const half = (to - from) / count / 2;
  return tf.linspace(from + half, to - half, count);
};

describeOnBackends(`transformed: ${origin}`, () => {
  test.each([["logNormal", b.exp], ["logitNormal", b.sigmoid]] as const)("of a normal is %s", (name, bijector) => {
    tf.tidy(() => {
      const { value, logProb, cdf } = references[name] as Reference["distributions"][number];
      const d = transformed(normal(BASE), bijector);
      expect([d.family, d.batchShape, d.eventShape, d.support.name]).toEqual(["transformed", [], [], bijector.codomain.name]);
      expectClose(d.logProb(value), logProb);
      expectClose(d.cdf(value), cdf, { absolute: 2e-6 });
      expectClose(tf.exp(d.logCdf(value)), cdf, { absolute: 4e-6 });
      expectClose(d.quantile(d.cdf(value)), value, { relative: 2e-4 });
    });
  });

  test("draws are the bijector's images of the base's, with the same key", () => {
    tf.tidy(() => {
      const base = normal({ loc: [0, 1], scale: 2 });
      const d = transformed(base, b.exp);
      const want = [...tf.exp(base.sample(KEY, [5])).dataSync()];
      expect([...d.sample(KEY, [5]).dataSync()]).toEqual(want);
      expect([...d.rsample(KEY, [5]).dataSync()]).toEqual(want);
      checkValue(d, d.sample(KEY, [5]));
      const { value, logProb } = d.sampleWithLogProb(KEY, [5]);
      expect([...value.dataSync()]).toEqual(want);
      expectClose(logProb, d.logProb(value), { relative: 1e-4 });
    });
  });

  test("gradients reach the base and the bijector, through scores and draws", () => {
    tf.tidy(() => {
      const make = (loc: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) => transformed(normal({ loc, scale }), b.chain([b.shift(shift), b.exp]));
      const inputs = [tf.scalar(0.5), tf.tensor1d([1.5, 2]), tf.scalar(0.25)];
      checkGradients((...at) => make(...(at as [tf.Tensor, tf.Tensor, tf.Tensor])).logProb([1, 3]), inputs);
      checkGradients((...at) => make(...(at as [tf.Tensor, tf.Tensor, tf.Tensor])).rsample(KEY), inputs, { step: 1e-3 });
      // The shift moves draws but no score of theirs.
      checkGradients((loc, scale) => make(loc as tf.Tensor, scale as tf.Tensor, tf.scalar(0)).rsampleWithLogProb(KEY).logProb, inputs.slice(0, 2), { step: 2e-3, tolerance: { relative: 5e-3 } });
      const stopped = tf.grad((loc: tf.Tensor) => tf.add(tf.sum(make(loc, tf.scalar(1), tf.scalar(0)).sample(KEY)), loc))(tf.scalar(1));
      expectClose(stopped, 1);
    });
  });

  test("outside the support the density is 0, with gradient 0, and the cdf 0 or 1", () => {
    tf.tidy(() => {
      const d = transformed(normal({ loc: 0, scale: 1 }), b.chain([b.shift(1), b.exp]));
      const at = [-Infinity, 0.5, 1, 2, Infinity];
      expect([...d.logProb(at).dataSync()].map((x) => x === -Infinity)).toEqual([true, true, true, false, true]);
      expectClose(d.logProb(2), -0.5 * Math.log(2 * Math.PI));
      expectClose(d.cdf(at), [0, 0, 0, 0.5, 1], { absolute: 2e-6 });
      expectClose(d.logCdf(at), [-Infinity, -Infinity, -Infinity, -Math.LN2, 0]);
      for (const f of [d.logProb, d.cdf, d.logCdf]) {
        const gradient = tf.grad((x: tf.Tensor) => tf.sum(f(x)))(tf.tensor1d([0.5, 1, 2]));
        expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
        expect([...gradient.dataSync()].slice(0, 2)).toEqual([0, 0]);
      }
      expect([...d.support.contains(tf.tensor1d([0.5, 1.5])).dataSync()]).toEqual([0, 1]);
      for (const [far, at] of [
        [transformed(gamma({ concentration: 2, rate: 1 }), b.log), [-Infinity, Infinity]],
        [transformed(standardNormal([2]), b.planar({ u: [1, 1], w: [1, -1], bias: 0 })), [Infinity, Infinity]],
        [transformed(standardNormal([2]), b.stickBreaking), [1, 0, 0]],
      ] as const) {
        expect([...far.logProb(at as unknown as number[]).dataSync()].every((x) => x === -Infinity)).toBe(true);
      }
      const unit = transformed(uniform({ low: 0, high: 1 }), b.affine({ shift: 2, scale: 3 }));
      expect([...unit.support.contains(tf.tensor1d([1.5, 2, 5, 5.5])).dataSync()]).toEqual([0, 1, 1, 0]);
      expectClose(unit.logProb([1.5, 4, 5.5]), [-Infinity, -Math.log(3), -Infinity]);
    });
  });

  test("falling functions turn the distribution function round, to the depth of its tail", () => {
    tf.tidy(() => {
      // −X of a normal is a normal: the same values from another path.
      const want = normal({ loc: -0.5, scale: 1.5 });
      const value = [-15, -3, -0.5, 1, 6];
      for (const d of [
        transformed(normal(BASE), b.scale(-1)),
        transformed(normal(BASE), b.affine({ shift: 0, scale: [-1, -1, -1, -1, -1] })),
        transformed(transformed(normal(BASE), b.exp), b.chain([b.log, b.power(-1)])),
      ]) {
        expectClose(d.cdf(value), want.cdf(value), { absolute: 2e-6 });
        expectClose(d.logCdf(value), want.logCdf(value), { relative: 1e-5 });
        expectClose(d.quantile([0.2, 0.4, 0.5, 0.75, 0.9]), want.quantile([0.2, 0.4, 0.5, 0.75, 0.9]));
        expectClose(d.logProb(value), want.logProb(value));
      }
      const reciprocal = transformed(transformed(normal(BASE), b.exp), b.power(-1));
      expectClose(reciprocal.cdf([-1, 0, Infinity]), [0, 0, 1]);
    });
  });

  test("affine maps carry mean, mode, entropy and variance", () => {
    tf.tidy(() => {
      const want = normal({ loc: [2.5, 5], scale: [3, 9] });
      const d = transformed(normal(BASE), b.affine({ shift: [1.5, 2], scale: [2, 6] }));
      expect(d.batchShape).toEqual([2]);
      for (const name of ["mean", "mode", "variance", "entropy"] as const) {
        expect(d[name]().shape).toEqual([2]);
        expectClose(d[name](), want[name](), { relative: 1e-5 }, name);
      }
      const vectors = transformed(independent(laplace({ loc: [1, 2, 3], scale: [1, 2, 4] }), 1), b.permute([2, 0, 1]));
      expectClose(vectors.mean(), [3, 1, 2]);
      expectClose(vectors.variance(), [32, 2, 8]);
      const rotated = transformed(standardNormal([2]), b.triangularAffine({ shift: [1, 2], scaleTril: [[2, 0], [1, 3]] }));
      expectClose(rotated.mean(), [1, 2]);
      expectClose(rotated.entropy(), 1 + Math.log(2 * Math.PI) + Math.log(6));
      expect("variance" in rotated).toBe(false);
      expect("mean" in transformed(normal(BASE), b.exp)).toBe(false);
    });
  });

  test("the bijector takes the last axes of the event, and adds batch axes of its own in front", () => {
    tf.tidy(() => {
      const base = standardNormal([5, 3]);
      const d = transformed(base, b.stickBreaking);
      expect([d.batchShape, d.eventShape, d.support.eventRank]).toEqual([[], [5, 4], 2]);
      const x = d.sample(KEY, [7]);
      expect(x.shape).toEqual([7, 5, 4]);
      expect(d.logProb(x).shape).toEqual([7]);
      checkValue(d, x);
      expectClose(d.logProb(x), d.sampleWithLogProb(KEY, [7]).logProb, { relative: 1e-4 });
      const scales = [[1, 2, 3], [4, 5, 6]];
      const scaled = transformed(standardNormal([3]), b.scale(scales));
      expect([scaled.batchShape, scaled.eventShape]).toEqual([[2], [3]]);
      const draws = scaled.sample(KEY, [4]);
      expect(draws.shape).toEqual([4, 2, 3]);
      // Each member of the batch has noise of its own.
      expect(new Set(tf.div(draws, scales).dataSync()).size).toBe(24);
      const parts = normal({ loc: 0, scale: scales });
      expectClose(scaled.logProb([1, 2, 3]), tf.sum(parts.logProb([1, 2, 3]), -1));
      expectClose(scaled.entropy(), tf.sum(parts.entropy(), -1));
    });
  });

  test("scored draws are exact where the value rounds to the end of the codomain", () => {
    tf.tidy(() => {
      const d = transformed(normal({ loc: 30, scale: 1 }), b.tanh);
      const { value, logProb } = d.rsampleWithLogProb(KEY, [3]);
      expect([...value.dataSync()]).toEqual([1, 1, 1]);
      expect([...d.logProb(value).dataSync()]).toEqual([-Infinity, -Infinity, -Infinity]);
      const x = normal({ loc: 30, scale: 1 }).sample(KEY, [3]);
      expectClose(logProb, tf.sub(normal({ loc: 30, scale: 1 }).logProb(x), b.tanh.forwardLogDet(x)));
    });
  });

  test("flows integrate to 1", () => {
    tf.tidy(() => {
      const spline = b.rationalQuadraticSpline({ widths: [1, 0, -1, 0.5], heights: [-1, 0.5, 1, 0], slopes: [1, -1, 0.5], bound: 3 });
      const line = transformed(normal({ loc: 0, scale: 1 }), b.chain([b.affine({ shift: 0.5, scale: -1.5 }), spline]));
      const count = 4000;
      expectClose(tf.mul(tf.sum(tf.exp(line.logProb(middles(-10, 10, count)))), 20 / count), 1, { absolute: 1e-4 });

      const flow = b.chain([
        b.planar({ u: [1, -0.5], w: [0.5, 1], bias: 0.25 }),
        b.radial({ center: [0.5, 0], alpha: 1, beta: 2 }),
        b.affineCoupling({ size: 2, untouched: 1, conditioner: (x) => ({ shift: tf.sin(x), logScale: tf.mul(0.5, tf.tanh(x)) }) }),
        b.permute([1, 0]),
        b.sylvester({ reflections: [[1, 2]], outer: [[0.5, 1], [0, -1]], inner: [[1, 0.5], [0, 1]], bias: [0, 0.5] }),
      ]);
      const plane = transformed(standardNormal([2]), flow);
      const n = 160;
      const axis = middles(-12, 12, n);
      const [x, y] = tf.meshgrid(axis, axis) as [tf.Tensor, tf.Tensor];
      const total = tf.sum(tf.exp(plane.logProb(tf.stack([x, y], -1))));
      expectClose(tf.mul(total, (24 / n) ** 2), 1, { absolute: 1e-3 });
    });
  });

  test("the divergence between two images under one bijector is that of the bases", () => {
    tf.tidy(() => {
      const [one, other] = [normal({ loc: [0, 1], scale: 1 }), normal({ loc: 0.5, scale: 2 })];
      const want = klDivergence(one, other);
      const [p, q] = [transformed(one, b.exp), transformed(other, b.exp)];
      expectClose(klDivergence(p, q), want);
      expectClose(klDivergence(independent(p, 1), independent(transformed(normal({ loc: [0.5, 0.5], scale: 2 }), b.exp), 1)), tf.sum(want));
      const shift = b.shift([[0], [1], [2]]);
      expectClose(klDivergence(transformed(one, shift), transformed(other, shift)), tf.broadcastTo(want, [3, 2]));
      expect(hasKl(p, transformed(other, b.softplus))).toBe(false);
      expect(() => klDivergence(p, transformed(other, b.softplus) as unknown as typeof q)).toThrow(
        /^klDivergence: expected a pair with a closed form; got transformed normal and transformed normal\. Give both the same bijector object/,
      );
      const { estimate, standardError } = monteCarloKl(p, q, { key: KEY, samples: 4000 });
      const excess = tf.sub(tf.abs(tf.sub(estimate, want)), tf.mul(5, standardError));
      expect(Math.max(...excess.dataSync())).toBeLessThan(0);
    });
  });

  test("pathwise draws and quantiles carry over", () => {
    tf.tidy(() => {
      const d = transformed(gamma({ concentration: 2, rate: 1 }), b.log);
      expect("rsample" in d && "rsampleWithLogProb" in d && "quantile" in d).toBe(true);
      expectClose(d.logProb([-1, 0.5]), [-1 * 2 - Math.exp(-1), 0.5 * 2 - Math.exp(0.5)]);
    });
  });

  test("bases and bijectors that do not fit are refused", () => {
    tf.tidy(() => {
      expect(() => transformed(bernoulli({ probs: 0.5 }), b.exp)).toThrow("transformed: expected a continuous base; got bernoulli over 0 or 1. Transform its draws instead.");
      expect(() => transformed(normal({ loc: [0, 1], scale: 1 }), b.cumulativeSum)).toThrow(
        "transformed: expected a base whose events have at least 1 axes, as cumulativeSum takes; got normal with eventShape []. Read batch axes as event axes with independent.",
      );
      expect(() => transformed(standardNormal([3]), b.fillTriangular).eventShape).not.toThrow();
      expect(() => transformed(standardNormal([4]), b.fillTriangular)).toThrow(/^fillTriangular\.forwardShape: expected vectors of length/);
      for (const [base, parameters] of [[standardNormal([3]), [1, 2]], [standardNormal([1]), [1, 2]], [normal({ loc: [0], scale: 1 }), [1, 2]]] as const) {
        expect(() => transformed(base, b.scale(parameters as unknown as number[]))).toThrow(/^transformed: expected a bijector whose parameters fit the base/);
      }
      const d = transformed(standardNormal([3]), b.stickBreaking);
      expect(() => d.logProb([1, 2, 3])).toThrow(/^transformed\.logProb: expected a value that broadcasts/);
    });
  });

  test("batches are expanded and sliced with the bijector's parameters", () => {
    tf.tidy(() => {
      const scales = tf.tensor2d([[1, 2], [3, 4], [5, 6]]);
      const shifts = [[1, 2, 3], [4, 5, 6]];
      const numbers = transformed(normal({ loc: tf.zeros([3, 2]), scale: scales }), b.chain([b.affine({ shift: [1, -1], scale: [[2], [3], [4]] }), b.exp]));
      const vectors = transformed(independent(normal({ loc: [[0, 1, 2], [3, 4, 5]], scale: 1 }), 1), b.chain([b.shift(shifts), b.cumulativeSum]));
      const blocks = transformed(standardNormal([3]), b.blockwise({ bijectors: [b.shift([[1], [2]]), b.planar({ u: [[1, 2], [0, 1]], w: [1, 1], bias: 0 })], sizes: [1, 2] }));
      const x = tf.tensor1d([2, 3]);
      const y = tf.tensor1d([1, 0.5, 2]);
      expectClose(batchSlice(numbers, 1).logProb(x), tf.slice(numbers.logProb(x), [1, 0], [1, 2]));
      for (const d of [vectors, blocks]) {
        expect(d.batchShape).toEqual([2]);
        expectClose(batchSlice(d, 1).logProb(y), tf.slice(d.logProb(y), 1, 1));
        const wide = expanded(d, [4, 2]);
        expect([wide.batchShape, wide.eventShape]).toEqual([[4, 2], [3]]);
        expectClose(wide.logProb(y), tf.broadcastTo(d.logProb(y), [4, 2]));
        expect(wide.sample(KEY, [5]).shape).toEqual([5, 4, 2, 3]);
      }
      const plain = transformed(normal({ loc: [0, 1], scale: 1 }), b.exp);
      expect(batchSlice(plain, 0).bijector).toBe(b.exp);
    });
  });

  test("illegal parameters of bijectors are found on request", () => {
    tf.tidy(() => {
      const base = normal({ loc: 0, scale: 1 });
      checkParameters(transformed(base, b.chain([b.affine({ shift: 0, scale: -1 }), b.exp])));
      expect(() => checkParameters(transformed(base, b.chain([b.affine({ shift: 0, scale: [1, 0] }), b.exp])))).toThrow(
        "checkParameters: expected affine.scale to hold finite numbers other than 0; got 0 at [1].",
      );
      expect(() => checkParameters(transformed(base, b.gumbelCdf({ loc: 0, scale: -1 })))).toThrow(/expected gumbelCdf\.scale to hold positive numbers; got -1\.$/);
    });
  });

  test("no method leaks", () => {
    const value = [0.5, 2];
    expectNoLeak(() => transformed(normal({ loc: 0, scale: [1, 2] }), b.chain([b.shift(0.25), b.exp])));
    tf.tidy(() => {
      const d = transformed(normal({ loc: 0, scale: [1, 2] }), b.chain([b.affine({ shift: 0, scale: -1 }), b.exp]));
      for (const f of [d.logProb, d.cdf, d.logCdf]) expectNoLeak(() => f(value));
      expectNoLeak(() => d.quantile(0.25));
      for (const f of [d.sample, d.rsample, d.sampleWithLogProb, d.rsampleWithLogProb]) expectNoLeak(() => f(KEY, [3]));
    });
  });
});
