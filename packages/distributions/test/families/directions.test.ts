import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { checkValue, plackettLuce, powerSpherical, sphericalUniform, vonMisesFisher } from "../../src/index.js";
import { versineSlopes } from "../../src/families/versineSlopes.js";

const SLOPE_2 = 0.24720300233965498;
const SLOPE_6 = 0.0057449261176319155;
const KEY = randomKey(8);

describeOnBackends("unit vectors", () => {
  test("sphericalUniform is the limit of the others at concentration 0", () => {
    tf.tidy(() => {
      // Areas 2π, 4π, 2π², 8π²/3, and of 100 dimensions by mpmath.
      for (const [dim, logArea] of [[2, Math.log(2 * Math.PI)], [3, Math.log(4 * Math.PI)], [4, Math.log(2 * Math.PI ** 2)], [5, Math.log((8 * Math.PI ** 2) / 3)], [100, -86.6361024733]] as const) {
        const d = sphericalUniform({ dim });
        const x = d.sample(KEY, [50]);
        checkValue(d, x);
        expect(x.shape).toEqual([50, dim]);
        expectClose(d.logProb(x), tf.fill([50], -logArea), { relative: 1e-6 });
        expectClose(d.entropy(), logArea, { relative: 1e-6 });
        expectClose(d.mean(), tf.zeros([dim]));
        expectClose(d.variance(), tf.fill([dim], 1 / dim));
        expectClose(d.covariance(), tf.div(tf.eye(dim), dim));
        for (const other of [vonMisesFisher, powerSpherical]) {
          const flat = other({ loc: [1, ...Array<number>(dim - 1).fill(0)], concentration: 0 });
          expectClose(flat.logProb(x), d.logProb(x), { relative: 1e-6 });
          expectClose(flat.entropy(), d.entropy(), { relative: 1e-6 });
          expectClose(flat.mean(), d.mean());
          expectClose(flat.covariance(), d.covariance(), { absolute: 1e-7 });
          checkValue(flat, flat.sample(KEY, [50]));
        }
      }
      expectClose(sphericalUniform({ dim: 2 }).logProb([[1, 1], [1, 0]]), [-Infinity, -Math.log(2 * Math.PI)]);
      expect(() => sphericalUniform({ dim: 1 })).toThrow("sphericalUniform: expected dim to be a whole number of 2 or more; got 1.");
      expect(() => powerSpherical({ loc: [1], concentration: 1 })).toThrow("powerSpherical: expected loc [..., n] with n of 2 or more; got [1].");
    });
  });

  test("draws of any concentration have length 1, and a density that is finite but at the antipode", () => {
    tf.tidy(() => {
      for (const make of [vonMisesFisher, powerSpherical]) {
        for (const dim of [2, 3, 7]) {
          const loc = tf.div(tf.ones([dim]), Math.sqrt(dim));
          for (const concentration of [0, 1e-30, 1, 1e6, 1e30]) {
            const d = make({ loc, concentration });
            const x = d.sample(KEY, [500]);
            checkValue(d, x);
            expect([...d.logProb(x).dataSync()].every(Number.isFinite)).toBe(true);
          }
        }
      }
      const d = powerSpherical({ loc: [0, 1], concentration: [0, 2] });
      expectClose(d.logProb([0, -1]), [-Math.log(2 * Math.PI), -Infinity]);
    });
  });

  test("what has not length 1 has density 0 and gradient 0", () => {
    tf.tidy(() => {
      for (const make of [vonMisesFisher, powerSpherical]) {
        const score = (x: tf.Tensor): tf.Tensor => make({ loc: [0, 1], concentration: 3 }).logProb(x);
        const bad = tf.tensor2d([[0, 0], [0, 1.1], [5, 5]]);
        expectClose(score(bad), [-Infinity, -Infinity, -Infinity]);
        expectClose(tf.grad(score)(bad), tf.zerosLike(bad));
      }
    });
  });

  test("the mean of pathwise gradients is the gradient of the mean", () => {
    tf.tidy(() => {
      const n = 4000;
      // The cosine has mean κ/(κ + 2) in 3 dimensions, and A(κ); A′ = 1 − A² − (d − 1) A/κ by mpmath for d = 2 and 6.
      for (const [make, dim, at, want] of [
        [powerSpherical, 3, 3, 2 / 25],
        [vonMisesFisher, 3, 3, 1 / 9 - 1 / Math.sinh(3) ** 2],
        [vonMisesFisher, 2, 1.5, SLOPE_2],
        [vonMisesFisher, 6, 20, SLOPE_6],
      ] as const) {
        const loc = [...Array<number>(dim - 1).fill(0), 1];
        const gradient = tf.grad((concentration: tf.Tensor) => tf.slice(make({ loc, concentration }).rsample(KEY), [0, dim - 1], [n, 1]))(tf.fill([n], at));
        // To five standard errors.
        const { mean, variance } = tf.moments(gradient);
        const error = Math.sqrt((variance.dataSync()[0] as number) / n);
        expect(Math.abs((mean.dataSync()[0] as number) - want)).toBeLessThan(5 * error);
        expect(error).toBeLessThan(0.05 * want);
      }
    });
  });

  test("von Mises–Fisher draws move with the concentration at a fixed rank", () => {
    for (const k of [1e-6, 0.5, 3, 50, 1e4, 1e10]) {
      // In 3 dimensions F = (1 − exp(−κ t)) / (1 − exp(−2κ)).
      const draws = [0.01, 0.3, 0.5, 0.9, 0.999].map((p) => -Math.log1p(p * Math.expm1(-2 * k)) / k);
      const want = draws.map((t) => (k < 1e-3 ? -0.5 * t * (2 - t) : -(t - 2 * Math.exp(k * (t - 2)) * (Math.expm1(-k * t) / Math.expm1(-2 * k))) / k));
      versineSlopes(draws, [k], 3).forEach((slope, i) => expect(Math.abs(slope / (want[i] as number) - 1)).toBeLessThan(k < 1e-3 ? 1e-5 : 1e-9));
    }
    // Scaled by the concentration, large concentrations are one chi-squared variable: dt/dκ = −t/κ.
    for (const n of [2, 4, 10, 50, 200]) {
      const draws = [0.5, 1, 1.5].map((x) => (x * n) / 2e8);
      versineSlopes(draws, [1e8], n).forEach((slope, i) => expect(Math.abs((slope * 1e8) / (draws[i] as number) + 1)).toBeLessThan(1e-5));
    }
  });

  test("entropies and moments can be differentiated", () => {
    tf.tidy(() => {
      // d entropy / dκ = −κ A′(κ) at 2 in 3 dimensions, A = coth κ − 1/κ.
      const slope = 1 / 4 - 1 / Math.sinh(2) ** 2;
      for (const concentration of [2, 40]) {
        const want = concentration === 2 ? -2 * slope : -40 * (1 / 1600 - 1 / Math.sinh(40) ** 2);
        const gradient = tf.grad((k: tf.Tensor) => vonMisesFisher({ loc: [0, 0, 1], concentration: k }).entropy())(tf.scalar(concentration));
        expectClose(gradient, want, { relative: 1e-5 });
      }
      const gradient = tf.grad((k: tf.Tensor) => tf.sum(vonMisesFisher({ loc: [0, 0, 1], concentration: k }).mean()))(tf.scalar(2));
      expectClose(gradient, slope, { relative: 1e-5 });
    });
  });
});

describeOnBackends("rankings", () => {
  test("what is no permutation has probability 0, and many items are not enumerated", () => {
    tf.tidy(() => {
      const d = plackettLuce({ logits: [0, 1, 2] });
      expectClose(d.logProb([[0, 0, 1], [0, 1, 3], [0.5, 1, 2]]), [-Infinity, -Infinity, -Infinity]);
      expectClose(tf.sum(tf.exp(d.logProb(d.enumerateSupport()))), 1);
      expectClose(d.mode(), [2, 1, 0]);
      expect(d.sample(KEY, [3]).dtype).toBe("int32");
      const nine = plackettLuce({ logits: Array<number>(9).fill(0) });
      expectNoLeak(() => {
        expect(() => nine.enumerateSupport()).toThrow("plackettLuce.enumerateSupport: expected 8 items or fewer; got 9.");
        return [];
      });
    });
  });
});
