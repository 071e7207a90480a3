import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import * as distributions from "../../src/index.js";
import { binomial, laplace, mixtureSameFamily, multivariateNormalDiag, normal, poisson, quadratureKl, uniform, type Distribution } from "../../src/index.js";

interface Group {
  readonly p: string;
  readonly q: string;
  readonly kl: number[];
  readonly parameters: { readonly p: Readonly<Record<string, Nested>>; readonly q: Readonly<Record<string, Nested>> };
}
const { groups } = JSON.parse(readFileSync(new URL("../reference/klPairs.json", import.meta.url), "utf8")) as { groups: Group[] };
const make = (family: string, parameters: object): Distribution =>
  (distributions as unknown as Record<string, (parameters: object) => Distribution>)[family]!(parameters);

describeOnBackends("quadratureKl", () => {
  test.each(groups.map((group) => [`${group.p}‖${group.q}`, group] as const))("%s is off by no more than it says", (_, { p, q, kl, parameters }) => {
    tf.tidy(() => {
      const { estimate, error } = quadratureKl(make(p, parameters.p), make(q, parameters.q));
      const [values, errors] = [estimate.dataSync(), error.dataSync()];
      kl.forEach((want, i) => expect(Math.abs((values[i] as number) - want), `${want} at ${i}, error ${errors[i]}`).toBeLessThanOrEqual(errors[i] as number));
    });
  });

  test("most pairs are right to 1e-4", () => {
    let near = 0;
    let all = 0;
    for (const { p, q, kl, parameters } of groups) {
      tf.tidy(() => {
        const values = quadratureKl(make(p, parameters.p), make(q, parameters.q)).error.dataSync();
        kl.forEach((want, i) => {
          all++;
          if ((values[i] as number) < 1e-4 * Math.max(1, Math.abs(want))) near++;
        });
      });
    }
    expect(near / all).toBeGreaterThan(0.75);
  });

  test("takes mixtures and counts without a closed form, and infinite divergences", () => {
    tf.tidy(() => {
      const mixture = mixtureSameFamily({ probs: [1, 1], component: normal({ loc: [-2, 2], scale: 1 }) });
      const { estimate, error } = quadratureKl(mixture, normal({ loc: 0, scale: [2, 3] }));
      expect(estimate.shape).toEqual([2]);
      // mpmath.
      expectClose(estimate, MIXTURE, { absolute: 1e-4 });
      expect(Math.max(...error.dataSync())).toBeLessThan(1e-3);
      // −E log C(9, x) + E log C(6, x)… by enumeration.
      const counts = quadratureKl(binomial({ totalCount: 6, probs: 0.5 }), binomial({ totalCount: 9, probs: 0.25 }));
      const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
      const want = [0, 1, 2, 3, 4, 5, 6].reduce((sum, k) => {
        const own = choose(6, k) / 64;
        return sum + own * Math.log(own / (choose(9, k) * 0.25 ** k * 0.75 ** (9 - k)));
      }, 0);
      expectClose(counts.estimate, want);
      expectClose(quadratureKl(poisson({ rate: 3 }), binomial({ totalCount: 4, probs: 0.5 })).estimate, Infinity);
      expectClose(quadratureKl(normal({ loc: 0, scale: 1 }), uniform({ low: -1, high: 1 })).estimate, Infinity);
    });
  });

  test("has the gradient of the divergence in both", () => {
    tf.tidy(() => {
      const [ofLoc, ofScale] = tf.grads((loc: tf.Tensor, scale: tf.Tensor) => quadratureKl(normal({ loc, scale: 1 }), laplace({ loc: 0, scale })).estimate)([
        tf.scalar(0.5),
        tf.scalar(2),
      ]);
      const [wantLoc, wantScale] = tf.grads((loc: tf.Tensor, scale: tf.Tensor) => distributions.klDivergence(normal({ loc, scale: 1 }), laplace({ loc: 0, scale })))([
        tf.scalar(0.5),
        tf.scalar(2),
      ]);
      expectClose(ofLoc as tf.Tensor, wantLoc as tf.Tensor, { absolute: 1e-3 });
      expectClose(ofScale as tf.Tensor, wantScale as tf.Tensor, { absolute: 1e-3 });
    });
  });

  test("vectors have no quadrature", () => {
    tf.tidy(() => {
      const d = multivariateNormalDiag({ loc: [0], scaleDiag: [1] });
      expect(() => quadratureKl(d, d)).toThrow("quadratureKl: expected scalars over an interval or a range of integers; got multivariateNormalDiag over vectors of finite numbers. Use monteCarloKl.");
    });
  });
});

const MIXTURE = [0.1854269868, 0.2436698727];
