import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { checkValue, plackettLuce, powerSpherical, sphericalUniform, vonMisesFisher } from "../../src/index.js";

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

  test("pathwise gradients of powerSpherical average to those of the mean", () => {
    tf.tidy(() => {
      const n = 4000;
      const gradient = tf.grad((concentration: tf.Tensor) => tf.slice(powerSpherical({ loc: [0, 0, 1], concentration }).rsample(KEY), [0, 2], [n, 1]))(tf.fill([n], 3));
      // d/dκ κ/(κ + 2) at 3, to five standard errors.
      const { mean, variance } = tf.moments(gradient);
      const error = Math.sqrt((variance.dataSync()[0] as number) / n);
      expect(Math.abs((mean.dataSync()[0] as number) - 2 / 25)).toBeLessThan(5 * error);
      expect(error).toBeLessThan(0.01);
    });
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
