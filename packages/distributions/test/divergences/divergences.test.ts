import { readFileSync } from "node:fs";
import { randomKey } from "@variate/random";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import * as distributions from "../../src/index.js";
import {
  bernoulli,
  binomial,
  categorical,
  crossEntropy,
  gamma,
  hellinger,
  independent,
  jensenShannon,
  klDivergence,
  laplace,
  monteCarloJensenShannon,
  multivariateNormal,
  multivariateNormalDiag,
  normal,
  poisson,
  renyiDivergence,
  uniform,
  wasserstein2,
  type Distribution,
} from "../../src/index.js";
import { renyiForms } from "../../src/divergences/renyi.js";
import { wassersteinForms } from "../../src/divergences/wasserstein.js";

type Parameters = Readonly<Record<string, Nested>>;
interface Sides {
  readonly p: Parameters;
  readonly q: Parameters;
}
interface Group {
  readonly family: string;
  readonly alpha: number;
  readonly value: Nested;
  readonly parameters: Sides;
  readonly gradient: Sides;
}
interface Pair extends Sides {
  readonly family: string;
  readonly value: number;
}
const file = new URL("../reference/divergences.json", import.meta.url);
const reference = JSON.parse(readFileSync(file, "utf8")) as { origin: string; renyi: Group[]; wasserstein: Pair[] };

const make = (family: string, parameters: object): Distribution =>
  (distributions as unknown as Record<string, (parameters: object) => Distribution>)[family]!(parameters);
const tensors = (parameters: Parameters): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, tf.tensor(x as tf.TensorLike, undefined, "float32")]));
const renyi = (p: Distribution, q: Distribution, alpha: number): tf.Tensor => renyiDivergence(p, q, alpha);
const distance = (p: Distribution, q: Distribution): tf.Tensor => wasserstein2(p, q);

describeOnBackends(`divergences, from ${reference.origin}`, () => {
  test.each(reference.renyi.map((group) => [`${group.family} of order ${group.alpha}`, group] as const))("Rényi, %s", (_, group) => {
    const { family, alpha, value, parameters, gradient } = group;
    tf.tidy(() => {
      const sides = { p: tensors(parameters.p), q: tensors(parameters.q) };
      const lost = ["laplace", "multivariateNormal"].includes(family) ? Math.max(1, 0.01 / Math.abs(1 - alpha)) : 1;
      expectClose(renyi(make(family, sides.p), make(family, sides.q), alpha), value, { relative: 1e-5 * lost });
      const wanted = (["p", "q"] as const).flatMap((side) => Object.entries(gradient[side]).map(([name, want]) => ({ side, name, want })));
      const total = (...given: tf.Tensor[]): tf.Scalar => {
        const own = { p: { ...sides.p }, q: { ...sides.q } };
        wanted.forEach(({ side, name }, i) => (own[side][name] = given[i] as tf.Tensor));
        return tf.sum(renyi(make(family, own.p), make(family, own.q), alpha));
      };
      const gradients = tf.grads(total)(wanted.map(({ side, name }) => sides[side][name] as tf.Tensor));
      // A millionth of a gradient of log Γ is divided by 1 − α.
      const relative = 2e-5 * Math.max(1, 0.05 / Math.abs(1 - alpha));
      wanted.forEach(({ side, name, want }, i) => expectClose(gradients[i] as tf.Tensor, want, { relative }, `in ${name} of ${side}`));
    });
  });

  test.each(reference.wasserstein.map((pair, i) => [`${pair.family} ${i}`, pair] as const))("Wasserstein, %s", (_, { family, p, q, value }) => {
    tf.tidy(() => {
      expectClose(distance(make(family, p), make(family, q)), value);
      expectClose(distance(make(family, p), make(family, p)), 0, { absolute: 1e-6 });
    });
  });

  test("every closed form has reference values, or is one of those", () => {
    const named = new Set(reference.renyi.map(({ family }) => `${family}|${family}`));
    const derived = ["binomial|binomial", "exponential|gamma", "gamma|exponential", "multivariateNormalDiag|multivariateNormalDiag", "oneHotCategorical|oneHotCategorical", "uniform|uniform"];
    expect(Object.keys(renyiForms).filter((pair) => !named.has(pair))).toEqual(derived);
    const distances = new Set(reference.wasserstein.map(({ family }) => `${family}|${family}`));
    expect(Object.keys(wassersteinForms).filter((pair) => !distances.has(pair))).toEqual(["deterministic|deterministic", "multivariateNormalDiag|multivariateNormalDiag"]);
  });

  test("order 1 is the Kullback–Leibler divergence, and the orders next to it come close", () => {
    tf.tidy(() => {
      const pairs: [Distribution, Distribution][] = [
        [normal({ loc: 0, scale: 1 }), normal({ loc: 1, scale: 1.5 })],
        [gamma({ concentration: 300, rate: 2 }), gamma({ concentration: 310, rate: 2 })],
        [categorical({ logits: [0, 1, 2] }), categorical({ logits: [2, 1, 0] })],
      ];
      for (const [p, q] of pairs) {
        const kl = klDivergence(p, q as never);
        expectClose(renyi(p, q, 1), kl);
        for (const alpha of [1 - 1e-6, 1 + 1e-6]) expectClose(renyi(p, q, alpha), kl, { relative: 1e-4 }, p.family);
        expectClose(renyi(p, p, 0.5), 0, { absolute: 2e-6 });
        expectClose(renyi(p, p, 3), 0, { absolute: 2e-6 });
      }
    });
  });

  test("components add up, counts multiply, and what has no integral is Infinity", () => {
    tf.tidy(() => {
      const p = normal({ loc: [0, 1], scale: [1, 2] });
      const q = normal({ loc: 0, scale: 1.5 });
      expectClose(renyi(independent(p, 1), independent(normal({ loc: [0, 0], scale: 1.5 }), 1), 0.5), tf.sum(renyi(p, q, 0.5)));
      expectClose(renyi(multivariateNormalDiag({ loc: [0, 1], scaleDiag: [1, 2] }), multivariateNormalDiag({ loc: [0, 0], scaleDiag: [1.5, 1.5] }), 0.5), tf.sum(renyi(p, q, 0.5)));
      expectClose(renyi(binomial({ totalCount: 5, probs: 0.25 }), binomial({ totalCount: 5, probs: 0.5 }), 2), 5 * (renyi(bernoulli({ probs: 0.25 }), bernoulli({ probs: 0.5 }), 2).dataSync()[0] as number));
      // α σ_q² + (1 − α) σ_p² ≤ 0.
      expectClose(renyi(normal({ loc: 0, scale: 2 }), normal({ loc: 0, scale: 1 }), 2), Infinity);
      expectClose(renyi(gamma({ concentration: 1, rate: 1 }), gamma({ concentration: 3, rate: 1 }), 2), Infinity);
      expectClose(renyi(laplace({ loc: 0, scale: 3 }), laplace({ loc: 0, scale: 1 }), 2), Infinity);
      expectClose(renyi(bernoulli({ probs: 0.5 }), bernoulli({ probs: 1 }), 2), Infinity);
      expectClose(renyi(bernoulli({ probs: 0.5 }), bernoulli({ probs: 1 }), 0.5), Math.LN2);
      expectClose(renyi(bernoulli({ logits: 100 }), bernoulli({ logits: -100 }), 0.5), 100 - 2 * Math.LN2);
      expectClose(renyi(uniform({ low: [0, 0], high: [1, 4] }), uniform({ low: [-1, 3], high: [3, 4] }), 0.5), [Math.log(4), Math.log(4)]);
      expectClose(renyi(uniform({ low: 0, high: 4 }), uniform({ low: 3, high: 4 }), 2), Infinity);
    });
  });

  test("Hellinger's distance is √(1 − ∫√pq), 0 from itself with gradient 0", () => {
    tf.tidy(() => {
      // 1 − √(2 s t/(s² + t²)) exp(−d²/4(s² + t²))
      const want = Math.sqrt(1 - Math.sqrt(3 / 3.25) * Math.exp(-0.25 / 3.25));
      expectClose(hellinger(normal({ loc: 0, scale: 1 }), normal({ loc: 1, scale: 1.5 })), want);
      expectClose(hellinger(poisson({ rate: 2 }), poisson({ rate: 3 })), Math.sqrt(1 - Math.exp(-0.5 * (Math.SQRT2 - Math.sqrt(3)) ** 2)));
      const gradient = tf.grad((loc: tf.Tensor) => hellinger(normal({ loc, scale: 1 }), normal({ loc: 0, scale: 1 })));
      expectClose(gradient(tf.scalar(0)), 0);
    });
  });

  test("Wasserstein distances have the gradients of their differences", () => {
    tf.tidy(() => {
      const q = multivariateNormal({ loc: [0, 0], scaleTril: [[1, 0], [0.5, 2]] });
      const at = (x: number, y: number): number => distance(multivariateNormal({ loc: [1, 0], scaleTril: [[x, 0], [y, 1]] }), q).dataSync()[0] as number;
      const gradient = tf.grad((scaleTril: tf.Tensor) => distance(multivariateNormal({ loc: [1, 0], scaleTril }), q))(tf.tensor2d([[1.5, 0], [-0.5, 1]]));
      const h = 2 ** -7;
      const wanted = [(at(1.5 + h, -0.5) - at(1.5 - h, -0.5)) / (2 * h), (at(1.5, -0.5 + h) - at(1.5, -0.5 - h)) / (2 * h)];
      const [ofX, , ofY] = gradient.dataSync();
      expectClose([ofX as number, ofY as number], wanted, { absolute: 2e-4 });
      expectClose(wasserstein2(independent(normal({ loc: [0, 3], scale: 1 }), 1), independent(normal({ loc: [4, 0], scale: [1, 1] }), 1)), 5);
      expectClose(wasserstein2(multivariateNormalDiag({ loc: [0, 3], scaleDiag: [1, 1] }), multivariateNormalDiag({ loc: [4, 0], scaleDiag: [1, 1] })), 5);
      expectClose(wasserstein2(distributions.deterministic({ loc: 1 }), distributions.deterministic({ loc: [3, 1] })), [2, 0]);
    });
  });

  test("cross entropy is the divergence and the entropy", () => {
    tf.tidy(() => {
      const p = normal({ loc: 1, scale: 1 });
      expectClose(crossEntropy(p, normal({ loc: 0, scale: 2 })), Math.log(2) + 0.5 * Math.log(2 * Math.PI) + 2 / 8);
      expectClose(crossEntropy(p, p), p.entropy());
    });
  });

  test("Jensen–Shannon is a sum over values, at most log 2; elsewhere an estimate within five standard errors", () => {
    tf.tidy(() => {
      const p = categorical({ probs: [[0.5, 0.5, 0], [1, 0, 0]] });
      const q = categorical({ probs: [0, 0.5, 0.5] });
      expectClose(jensenShannon(p, q), [0.5 * Math.LN2, Math.LN2]);
      expectClose(jensenShannon(q, p), [0.5 * Math.LN2, Math.LN2]);
      const options = { key: randomKey(3), samples: 4000 };
      const exact = jensenShannon(bernoulli({ probs: 0.25 }), bernoulli({ probs: 0.75 })).dataSync()[0] as number;
      const { estimate, standardError } = monteCarloJensenShannon(bernoulli({ probs: 0.25 }), bernoulli({ probs: 0.75 }), options);
      expect(Math.abs((estimate.dataSync()[0] as number) - exact)).toBeLessThan(5 * (standardError.dataSync()[0] as number));
      // JS of N(0, 1) and N(2, 1) by quadrature.
      const normals = monteCarloJensenShannon(normal({ loc: 0, scale: 1 }), normal({ loc: 2, scale: 1 }), options);
      expect(Math.abs((normals.estimate.dataSync()[0] as number) - NORMALS)).toBeLessThan(5 * (normals.standardError.dataSync()[0] as number));
    });
  });

  test("errors name both and say what to do", () => {
    tf.tidy(() => {
      const p = normal({ loc: 0, scale: 1 });
      expect(() => renyi(p, laplace({ loc: 0, scale: 1 }), 2)).toThrow("renyiDivergence: expected a pair with a closed form; got normal and laplace.");
      expect(() => renyiDivergence(p, p, 0)).toThrow("renyiDivergence: expected alpha above 0; got 0.");
      expect(() => distance(p, laplace({ loc: 0, scale: 1 }))).toThrow(/wasserstein2: expected a pair with a closed form; got normal and laplace/);
      expect(() => jensenShannon(categorical({ probs: [[1, 1], [1, 1]] }), categorical({ probs: [[1, 1], [1, 1], [1, 1]] }))).toThrow(/jensenShannon: expected batch shapes that broadcast/);
    });
  });
});

// mpmath: ½ ∫ p log(2p/(p + q)) + ½ ∫ q log(2q/(p + q)).
const NORMALS = 0.336830820347;
