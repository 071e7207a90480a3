import { randomKey, splitKey, uniformDraws, type RandomKey } from "@variate/random";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { cauchy, gamma, independent, klBounds, klDivergence, laplace, mixtureSameFamily, multivariateNormalDiag, normal, type Distribution } from "../../src/index.js";

interface Mixture {
  readonly weights: number[];
  readonly loc: number[];
  readonly scale: number[];
}

/** Mixtures of 1 to 4 normals with weights from 0.05, means within 6 and scales of 0.3 to 2.3. */
function randomMixture(key: RandomKey): Mixture {
  const u = tf.tidy(() => Array.from(uniformDraws(key, [13]).dataSync()));
  const count = 1 + Math.floor(4 * (u[0] as number));
  const part = (i: number): number[] => u.slice(1 + 4 * i, 1 + 4 * i + count);
  const raw = part(0).map((x) => 0.05 + x);
  const total = raw.reduce((a, b) => a + b);
  return { weights: raw.map((x) => x / total), loc: part(1).map((x) => 6 * x), scale: part(2).map((x) => 0.3 + 2 * x) };
}

/** In logarithms, since a narrow mixture underflows where a wide one has mass. */
function logDensity({ weights, loc, scale }: Mixture, x: number): number {
  const logs = weights.map((w, i) => {
    const s = scale[i] as number;
    return Math.log(w / (s * Math.sqrt(2 * Math.PI))) - 0.5 * ((x - (loc[i] as number)) / s) ** 2;
  });
  const largest = Math.max(...logs);
  return largest + Math.log(logs.reduce((sum, each) => sum + Math.exp(each - largest), 0));
}

/** By the trapezoidal rule in float64 over ±14 standard deviations of the widest component. */
function quadrature(p: Mixture, q: Mixture): number {
  let sum = 0;
  for (let x = -26; x <= 32; x += 1 / 64) {
    const log = logDensity(p, x);
    sum += (Math.exp(log) * (log - logDensity(q, x))) / 64;
  }
  return sum;
}

const make = ({ weights, loc, scale }: Mixture): Distribution =>
  weights.length === 1 ? normal({ loc: loc[0] as number, scale: scale[0] as number }) : mixtureSameFamily({ probs: weights, component: normal({ loc, scale }) });

describeOnBackends("klBounds", () => {
  test("holds the divergence of random mixtures between its bounds; the lower one says something about a third of them", () => {
    const keys = splitKey(randomKey(8), 120);
    let informative = 0;
    for (let i = 0; i < 60; i++) {
      tf.tidy(() => {
        const [p, q] = [randomMixture(keys[2 * i] as RandomKey), randomMixture(keys[2 * i + 1] as RandomKey)];
        const kl = quadrature(p, q);
        const { lower, upper } = klBounds(make(p), make(q));
        const [least, most] = [lower.dataSync()[0] as number, upper.dataSync()[0] as number];
        expect(least, `lower of ${i}`).toBeLessThanOrEqual(kl + 1e-5 * Math.max(1, kl));
        expect(most, `upper of ${i}`).toBeGreaterThanOrEqual(kl - 1e-5 * Math.max(1, kl));
        if (least > 0) informative++;
      });
    }
    // Measured: 29.
    expect(informative).toBeGreaterThanOrEqual(20);
  });

  test("is the divergence where neither has two components, and 0 from itself", () => {
    tf.tidy(() => {
      const p = normal({ loc: [0, 1], scale: 1 });
      const q = normal({ loc: 0, scale: [[2], [3]] });
      const { lower, upper } = klBounds(p, q);
      expectClose(lower, klDivergence(p, q));
      expectClose(upper, klDivergence(p, q));
      const mixture = mixtureSameFamily({ probs: [[0.25, 0.75], [1, 0]], component: normal({ loc: [0, 5], scale: 1 }) });
      const own = klBounds(mixture, mixture);
      expectClose(own.lower, [0, 0], { absolute: 1e-5 });
      expectClose(own.upper, [0, 0], { absolute: 1e-3 });
    });
  });

  test("takes vectors, components that cannot be reached, and families without a Rényi divergence", () => {
    tf.tidy(() => {
      const diagonal = mixtureSameFamily({ logits: [0, 1], component: multivariateNormalDiag({ loc: [[0, 0], [2, 2]], scaleDiag: [1, 1] }) });
      const apart = mixtureSameFamily({ logits: [0, 1], component: independent(normal({ loc: [[0, 0], [2, 2]], scale: 1 }), 1) });
      const single = independent(normal({ loc: [1, 1], scale: 1 }), 1);
      const bounds = klBounds(apart, single);
      const one = klBounds(diagonal, multivariateNormalDiag({ loc: [1, 1], scaleDiag: [1, 1] }));
      expectClose(bounds.lower, one.lower);
      expectClose(bounds.upper, one.upper);
      expect(bounds.lower.dataSync()[0]).toBeGreaterThan(0);
      const heavy = klBounds(mixtureSameFamily({ probs: [1, 1], component: cauchy({ loc: [0, 9], scale: 1 }) }), mixtureSameFamily({ probs: [1, 1], component: cauchy({ loc: [0, 3], scale: 1 }) }));
      expectClose(heavy.lower, 0);
      expect(heavy.upper.dataSync()[0]).toBeLessThan(10);
      const lengths = klBounds(normal({ loc: 0, scale: 1 }), mixtureSameFamily({ probs: [1, 1], component: gamma({ concentration: [1, 2], rate: 1 }) }));
      expectClose(lengths.upper, Infinity);
      expect(() => klBounds(gamma({ concentration: 1, rate: 1 }), mixtureSameFamily({ probs: [1, 1], component: laplace({ loc: [0, 1], scale: 1 }) }))).toThrow(/klDivergence: expected a pair with a closed form/);
    });
  });

  test("has gradients in weights and components", () => {
    tf.tidy(() => {
      const q = mixtureSameFamily({ logits: [0, 0.5], component: normal({ loc: [0, 3], scale: 1.5 }) });
      for (const side of ["lower", "upper"] as const) {
        checkGradients(
          (logits, loc) => klBounds(mixtureSameFamily({ logits, component: normal({ loc, scale: [1, 2] }) }), q)[side],
          [tf.tensor1d([0, 1]), tf.tensor1d([-1, 4])],
          { step: 1e-2, tolerance: { relative: 1e-2, absolute: 1e-3 } },
        );
      }
    });
  });

  test("leaks nothing", () => {
    const p = mixtureSameFamily({ probs: [1, 1], component: normal({ loc: [0, 1], scale: 1 }) });
    expectNoLeak(() => klBounds(p, p) as never, "klBounds");
    tf.dispose(p as never);
  });
});
