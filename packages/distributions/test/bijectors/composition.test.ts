import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import * as b from "../../src/bijectors/index.js";
import * as constraints from "../../src/index.js";
import type { Constraint } from "../../src/index.js";
import { remake, tensorsOf } from "../families/agreement.js";
import { settingsOf } from "../families/conformance.js";
import { readReference } from "../families/referenceFile.js";
import { FAMILIES } from "../families/table/index.js";

const { arrayOf, circle, correlationCholesky, greaterThan, greaterThanOrEqual, interval, lessThan, lessThanOrEqual, lowerCholesky, lowerTriangular } = constraints;
const { nonNegative, openInterval, openSimplex, openUnitInterval, ordered, positive, positiveDefinite, real, realVector, simplex, unitInterval } = constraints;

/** A set, the shape of one of its elements, and the shape of the plain array that it is reached from. */
const REACHED: [Constraint, number[], number[]][] = [
  [real, [], []],
  [positive, [], []],
  [nonNegative, [], []],
  [greaterThan(2), [], []],
  [greaterThanOrEqual(-2), [], []],
  [lessThan(2), [], []],
  [lessThanOrEqual(-2), [], []],
  [unitInterval, [], []],
  [openUnitInterval, [], []],
  [interval(-1, 2), [], []],
  [openInterval(-1, 2), [], []],
  [circle, [], []],
  [realVector, [4], [4]],
  [simplex, [4], [3]],
  [openSimplex, [4], [3]],
  [ordered, [4], [4]],
  [lowerTriangular, [3, 3], [6]],
  [lowerCholesky, [3, 3], [6]],
  [correlationCholesky, [3, 3], [3]],
  [positiveDefinite, [3, 3], [6]],
  [arrayOf(positive, 2), [2, 3], [2, 3]],
  [arrayOf(simplex, 1), [2, 4], [2, 3]],
  [arrayOf(positiveDefinite, 1), [2, 3, 3], [2, 6]],
];

describeOnBackends("bijectorTo", () => {
  test.each(REACHED.map((row) => [row[0].name, ...row] as const))("reaches %s from plain arrays", (_, set, shape, plain) => {
    expectNoLeak(() => {
      const bijector = b.bijectorTo(set);
      tf.tidy(() => {
        expect(bijector.inverseShape(shape)).toEqual(plain);
        expect(bijector.forwardShape(plain)).toEqual(shape);
        const size = plain.reduce((product, n) => product * n, 1);
        const x = tf.reshape(tf.sin(tf.range(0, 5 * size)), [5, ...plain]);
        const y = bijector.forward(x);
        expect(y.shape).toEqual([5, ...shape]);
        expect([...set.contains(y).dataSync()].every(Boolean)).toBe(true);
        expect([...bijector.codomain.contains(y).dataSync()].every(Boolean)).toBe(true);
        expectClose(bijector.inverse(y), x);
        expect(bijector.forwardLogDet(x).shape).toEqual([5]);
      });
      return bijector;
    });
  });

  test("reaches every continuous support and parameter of every family", () => {
    const refused = new Set<string>();
    for (const row of FAMILIES) {
      tf.tidy(() => {
        const d = remake(row, tensorsOf(row, settingsOf(row, readReference(row.family))[0] as never));
        const own = Object.entries(d.parameterConstraints ?? {}).map(([name, set]) => {
          const { shape } = (d as unknown as Record<string, tf.Tensor>)[name] as tf.Tensor;
          return [`${row.family}.${name}`, set, shape.slice(shape.length - set.eventRank), d.batchShape] as const;
        });
        for (const [label, set, shape, batch] of [...own, [row.family, d.support, d.eventShape, d.batchShape] as const]) {
          if (set.discrete || (shape as readonly number[]).includes(0)) continue;
          try {
            const bijector = b.bijectorTo(set);
            const plain = bijector.inverseShape(shape);
            const values = bijector.forward(tf.sin(tf.reshape(tf.range(0, [...batch, ...plain].reduce((a, n) => a * n, 1)), [...batch, ...plain])));
            expect([...set.contains(values).dataSync()].every(Boolean), label).toBe(true);
          } catch (error) {
            if (!(error as Error).message.startsWith("bijectorTo:")) throw error;
            refused.add(set.name);
          }
        }
      });
    }
    expect([...refused].filter((name) => !["unitSphere", "generalizedPareto"].includes(name))).toEqual([]);
  });

  test("positive numbers come back from 1e-30 and 1e30", () => {
    tf.tidy(() => {
      const bijector = b.bijectorTo(positive);
      const logs = bijector.inverse([1e-30, 1e30]);
      expectClose(logs, [-30 * Math.LN10, 30 * Math.LN10]);
      expectClose(tf.div(bijector.forward(logs), [1e-30, 1e30]), [1, 1]);
    });
  });

  test("sets that no bijector reaches are refused with a way out", () => {
    expect(() => b.bijectorTo(constraints.boolean)).toThrow("bijectorTo: expected a continuous set; got boolean, 0 or 1. Relax it");
    expect(() => b.bijectorTo(constraints.unitSphere)).toThrow(/^bijectorTo: expected a set that some bijector reaches.*unitSphere.*normalize an unconstrained vector/);
    expect(() => b.bijectorTo({ ...real, name: "mine" })).toThrow(/got mine, finite numbers\. Make one with chain/);
    expect(() => b.bijectorTo(arrayOf(constraints.nonNegativeInteger, 1))).toThrow(/^bijectorTo: expected a continuous set/);
  });
});

describeOnBackends("chain, invert, independent and blockwise", () => {
  test("the last of a chain is applied first", () => {
    tf.tidy(() => {
      const f = b.chain([b.shift(1), b.scale(3), b.exp]);
      expectClose(f.forward(0), 4);
      expectClose(f.inverse(4), 0);
      expectClose(f.forwardLogDet(2), Math.log(3) + 2);
    });
  });

  test("an element takes the axes that the most demanding part needs", () => {
    tf.tidy(() => {
      const f = b.chain([b.exp, b.cumulativeSum]);
      expect([f.forwardEventRank, f.inverseEventRank]).toEqual([1, 1]);
      expectClose(f.forwardLogDet([1, 2, 3]), 1 + 3 + 6);
      const g = b.chain([b.fillTriangular, b.exp]);
      expect([g.forwardEventRank, g.inverseEventRank]).toEqual([1, 2]);
      const h = b.chain([b.exp, b.fillTriangular]);
      expect([h.forwardEventRank, h.inverseEventRank]).toEqual([1, 2]);
      expect(h.forwardLogDet([[1, 2, 3]]).shape).toEqual([1]);
      expect(b.chain([b.reshape({ from: [4], to: [2, 2] }), b.cumulativeSum]).forwardShape([5, 4])).toEqual([5, 2, 2]);
    });
  });

  test("domain and codomain are those of the whole chain", () => {
    tf.tidy(() => {
      const f = b.chain([b.shift(1), b.exp]);
      expect([f.domain.name, f.codomain.name]).toEqual(["real", "image"]);
      expect([...f.codomain.contains(tf.tensor1d([0.5, 1, 1.5, Infinity])).dataSync()]).toEqual([0, 0, 1, 0]);
      const g = b.chain([b.log, b.shift(1)]);
      expect([...g.domain.contains(tf.tensor1d([-2, -1, -0.5])).dataSync()]).toEqual([0, 0, 1]);
      expect(g.codomain.name).toBe("real");
      expect(b.chain([b.exp, b.cumulativeSum]).codomain.eventRank).toBe(1);
    });
  });

  test("what all parts are, the chain is", () => {
    tf.tidy(() => {
      expect("affine" in b.chain([b.shift(1), b.scale(2)])).toBe(true);
      expect("affine" in b.chain([b.shift(1), b.exp])).toBe(false);
      const falling = b.chain([b.exp, b.scale([-2, 3])]);
      expect([...(falling.direction() as tf.Tensor).dataSync()]).toEqual([-1, 1]);
      expect("direction" in b.chain([b.cumulativeSum, b.exp])).toBe(false);
    });
  });

  test("inverting swaps everything, and log is the inverse of exp", () => {
    tf.tidy(() => {
      const f = b.invert(b.exp);
      expect([f.domain.name, f.codomain.name]).toEqual(["positive", "real"]);
      for (const method of ["forward", "forwardLogDet"] as const) expectClose(f[method]([0.5, 2]), b.log[method]([0.5, 2]));
      expectClose(f.inverse(1), Math.E);
      expectClose(f.inverseLogDet(3), 3);
      expect(b.invert(b.stickBreaking).forwardShape([3, 4])).toEqual([3, 3]);
      expect(f.direction()).toBe(1);
    });
  });

  test("parts of independent add up", () => {
    tf.tidy(() => {
      const f = b.independent(b.scale([2, 3]), 1);
      expect([f.forwardEventRank, f.batchShape]).toEqual([1, []]);
      expectClose(f.forwardLogDet([1, 1]), Math.log(6));
      expectClose(f.inverseLogDet([1, 1]), -Math.log(6));
    });
  });

  test("blocks go each their way", () => {
    tf.tidy(() => {
      const f = b.blockwise({ bijectors: [b.exp, b.cumulativeSum], sizes: [1, 2] });
      expectClose(f.forward([0, 1, 2]), [1, 1, 3]);
      expect([...f.codomain.contains(tf.tensor2d([[1, -1, 3], [-1, 1, 1]])).dataSync()]).toEqual([1, 0]);
      expect(b.blockwise({ bijectors: [b.shift(1), b.cumulativeSum], sizes: [1, 2] }).codomain.name).toBe("arrayOf");
    });
  });

  test("nonsense is refused", () => {
    tf.tidy(() => {
      expect(() => b.chain([])).toThrow("chain: expected at least one bijector; got none.");
      expect(() => b.chain([b.shift([1, 2]), b.shift([1, 2, 3])])).toThrow(/^chain: expected bijectors whose batches broadcast together/);
      expect(() => b.independent(b.exp, -1)).toThrow("independent: expected a rank of 0 or more; got -1.");
      expect(() => b.blockwise({ bijectors: [b.exp], sizes: [1, 2] })).toThrow("blockwise: expected one size for each bijector; got 1 bijectors and 2 sizes.");
      expect(() => b.blockwise({ bijectors: [b.fillTriangular], sizes: [3] })).toThrow(/^blockwise: expected bijectors of numbers or of vectors; got fillTriangular/);
      expect(() => b.blockwise({ bijectors: [b.exp, b.log], sizes: [1, 2] }).forward([1, 2])).toThrow("blockwise.forward: expected vectors of length 3, blocks of [1, 2]; got [2].");
      expect(() => b.permute([0, 2])).toThrow("permute: expected each of 0, …, 1 once; got [0, 2].");
      expect(() => b.permute([1, 0]).forward([1, 2, 3])).toThrow("permute.forward: expected vectors of length 2; got [3].");
      expect(() => b.reshape({ from: [4], to: [3] })).toThrow("reshape: expected two shapes of equal size; got [4] and [3].");
      expect(() => b.reshape({ from: [4], to: [2, 2] }).inverse([[1, 2, 3]])).toThrow("reshape.inverse: expected elements of shape [2, 2]; got [1, 3].");
      expect(() => b.fillTriangular.forward([1, 2])).toThrow("fillTriangular.forward: expected vectors of length n (n + 1) / 2; got [2].");
      expect(() => b.fillTriangular.inverse([[1, 2, 3]])).toThrow("fillTriangular.inverse: expected square matrices; got [1, 3].");
      expect(() => b.correlationCholesky.forward([1, 2])).toThrow("correlationCholesky.forward: expected vectors of length n (n − 1) / 2; got [2].");
      expect(() => b.stickBreaking.inverse([1])).toThrow("stickBreaking.inverse: expected probability vectors of length 2 or more; got [1].");
      expect(() => b.affine({ shift: [1, 2], scale: [1, 2, 3] })).toThrow(/^affine: expected parameters that broadcast together/);
      expect(() => b.scale([1, 2]).forward([1, 2, 3])).toThrow("scale.forward: expected a value whose batch broadcasts against that of the parameters, [2]; got [3].");
      expect(() => b.triangularAffine({ shift: [1, 2], scaleTril: [[1]] })).toThrow(/^triangularAffine: expected scaleTril \[\.\.\., n, n\]/);
      expect(() => b.planar({ u: [1], w: [1, 2], bias: 0 })).toThrow("planar: expected u and w of one length; got [1] and [2].");
      expect(() => b.sylvester({ reflections: [[1, 2]], outer: [[1]], inner: [[1]], bias: [1, 2] })).toThrow(/^sylvester: expected reflections/);
      expect(() => b.rationalQuadraticSpline({ widths: [1, 2], heights: [1, 2], slopes: [1, 2] })).toThrow(/^rationalQuadraticSpline: expected widths/);
      expect(() => b.rationalQuadraticSpline({ widths: [1, 2], heights: [1, 2], slopes: [1], bound: 0 })).toThrow(/expected a positive bound/);
      const coupling = { size: 3, untouched: 3, conditioner: (x: tf.Tensor) => ({ shift: x, logScale: x }) };
      expect(() => b.affineCoupling(coupling)).toThrow("affineCoupling: expected untouched to be an integer from 1 to 2; got 3 of size 3.");
      expect(() => b.coupling({ size: 3, untouched: 0, conditioner: () => b.exp })).toThrow("coupling: expected untouched to be an integer from 1 to 2; got 0 of size 3.");
      expect(() => b.coupling({ size: 3, untouched: 1, conditioner: () => b.stickBreaking }).forward([1, 2, 3])).toThrow(/^coupling: expected a conditioner whose bijector takes numbers/);
      expect(() => b.affineCoupling({ ...coupling, untouched: 1 }).forward([1, 2, 3])).toThrow("affineCoupling: expected a conditioner whose shift is [..., 2]; got [1].");
    });
  });
});
