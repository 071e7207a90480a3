import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { randomKey } from "@variate/random";
import { expect, test } from "vitest";
import {
  beta,
  bernoulli,
  categorical,
  gamma,
  binomial,
  cauchy,
  discreteUniform,
  exponential,
  geometric,
  gumbel,
  hasKl,
  independent,
  klDivergence,
  laplace,
  monteCarloKl,
  multinomial,
  multivariateNormal,
  negativeBinomial,
  normal,
  oneHotCategorical,
  pareto,
  poisson,
  registerKlRule,
  sphericalUniform,
  standardNormal,
  straightThroughBernoulli,
  straightThroughOneHotCategorical,
  uniform,
  type Distribution,
  type Normal,
} from "../../src/index.js";

interface Spec {
  readonly family: "beta" | "normal" | "laplace" | "uniform" | "gamma";
  readonly parameters: never;
}
const { origin, rows } = JSON.parse(readFileSync(new URL("../reference/kl.json", import.meta.url), "utf8")) as {
  origin: string;
  rows: { p: Spec; q: Spec; kl: number }[];
};
const FACTORIES = { beta, normal, laplace, uniform, gamma };
const make = ({ family, parameters }: Spec): Distribution => FACTORIES[family](parameters);
const general = (p: Distribution, q: Distribution): tf.Tensor => klDivergence(p, q);

describeOnBackends("klDivergence", () => {
  test.each(rows.map((row) => [`${row.p.family}‖${row.q.family} ${row.kl.toPrecision(4)}`, row] as const))(
    `%s agrees with ${origin}`,
    (_, { p, q, kl }) => {
      tf.tidy(() => expectClose(general(make(p), make(q)), kl));
    },
  );

  test.each(rows.map((row) => [`${row.p.family}‖${row.q.family} ${row.kl.toPrecision(4)}`, row] as const))(
    "%s has the gradient of its differences in both parameters",
    (_, { p, q }) => {
      tf.tidy(() => {
        const names = [p, q].map((spec) => Object.keys(spec.parameters));
        const inputs = [p, q].flatMap((spec) => Object.values<number>(spec.parameters).map((x) => tf.scalar(x)));
        const remake = (spec: Spec, own: string[], given: tf.Tensor[]): Distribution =>
          make({ ...spec, parameters: Object.fromEntries(own.map((name, i) => [name, given[i]])) as never });
        // Far out, where differences of float32 values of this size are no longer smooth, there is nothing to compare.
        if (inputs.some((x) => (x.dataSync()[0] as number) > 1000)) return;
        // A lower bound of 0 is the edge of the gamma's support.
        if (q.family === "gamma" && inputs.some((x) => x.dataSync()[0] === 0)) return;
        // Narrower than some hundred steps, an interval is another one a step away; the next test is for those.
        const { low, high } = p.parameters as { low: number; high: number };
        if (p.family === "uniform" && high - low < 0.5) return;
        checkGradients(
          (...given) => general(remake(p, names[0] as string[], given.slice(0, 2)), remake(q, names[1] as string[], given.slice(2))),
          inputs,
          { step: 1e-3, tolerance: { relative: 1e-2 } },
        );
      });
    },
  );

  test("from a narrow uniform far away, gradients in all parameters keep their digits", () => {
    tf.tidy(() => {
      type Inputs = [low: tf.Tensor, high: tf.Tensor, a: tf.Tensor, b: tf.Tensor];
      const gradients = (q: (a: tf.Tensor, b: tf.Tensor) => Distribution, inputs: readonly number[]): tf.Tensor => {
        const divergence = (...[low, high, a, b]: Inputs): tf.Tensor => general(uniform({ low, high }), q(a, b));
        return tf.stack(tf.grads((...given) => divergence(...(given as Inputs)))(inputs.map((x) => tf.scalar(x))));
      };
      // KL = (midpoint − loc) / scale + log(2 scale) − log(high − low) here.
      const distance = 70 + 2 ** -10;
      expectClose(
        gradients((loc, scale) => laplace({ loc, scale }), [40, 40 + 2 ** -9, -30, 0.25]),
        [2 + 512, 2 - 512, -4, 4 - distance * 16],
        { relative: 2e-5 },
      );
      // mpmath, by differences of 40 digits.
      expectClose(
        gradients((concentration, rate) => gamma({ concentration, rate }), [50, 50.125, 500, 10]),
        [8.01415314320057, -7.981698895960668, -0.0022492929666667913, 0.0625],
        { relative: 2e-5 },
      );
    });
  });

  test("to a standard normal it is −½ Σ (1 + log σ² − μ² − σ²), the formula of AEVB's appendix B", () => {
    tf.tidy(() => {
      const mu = [0.5, -1, 0.25];
      const sigma = [1, 0.5, 2];
      const q = independent(normal({ loc: [mu, mu], scale: sigma }), 1);
      const want = -0.5 * mu.reduce((sum, m, i) => sum + 1 + Math.log(sigma[i]! ** 2) - m ** 2 - sigma[i]! ** 2, 0);
      expectClose(klDivergence(q, standardNormal([3])), [want, want]);
      // The same through the general formula, and with a batch that only the prior has.
      expectClose(klDivergence(q, independent(normal({ loc: [0, 0, 0], scale: 1 }), 1)), [want, want]);
      expectClose(klDivergence(normal({ loc: 1, scale: 1 }), standardNormal([3]).base), [0.5, 0.5, 0.5]);
    });
  });

  test("components of independent events add up, at any depth", () => {
    tf.tidy(() => {
      const p = normal({ loc: tf.zeros([4, 3, 2]), scale: 2 });
      const q = normal({ loc: 1, scale: tf.ones([3, 2]) });
      const each = klDivergence(p, q);
      expect(each.shape).toEqual([4, 3, 2]);
      expectClose(klDivergence(independent(p, 2), independent(q, 2)), tf.sum(each, [1, 2]));
      expectClose(klDivergence(independent(independent(p, 1), 1), independent(q, 2)), tf.sum(each, [1, 2]));
      const rows = multivariateNormal({ loc: [[0, 1], [2, 3]], scaleTril: [[1, 0], [0.5, 2]] });
      const other = multivariateNormal({ loc: [0, 0], scaleTril: [[1, 0], [0, 1]] });
      expectClose(klDivergence(independent(rows, 1), independent(multivariateNormal({ loc: [[0, 0], [0, 0]], scaleTril: [[1, 0], [0, 1]] }), 1)), tf.sum(klDivergence(rows, other)));
    });
  });

  test("it is Infinity where p leaves the support of q, and finite inside", () => {
    tf.tidy(() => {
      const n = normal({ loc: [0, 1], scale: 1 });
      expectClose(klDivergence(n, uniform({ low: -1e6, high: 1e6 })), [Infinity, Infinity]);
      expectClose(klDivergence(n, gamma({ concentration: 1, rate: 1 })), [Infinity, Infinity]);
      expectClose(klDivergence(laplace({ loc: 0, scale: 1 }), gamma({ concentration: [1, 2, 3], rate: 1 })), [Infinity, Infinity, Infinity]);
      expectClose(klDivergence(laplace({ loc: 0, scale: 1 }), uniform({ low: 0, high: 1 })), Infinity);
      expectClose(klDivergence(gamma({ concentration: 1, rate: 1 }), uniform({ low: 0, high: 1 })), Infinity);
      expectClose(klDivergence(uniform({ low: [0, 0, -1], high: 1 }), uniform({ low: [-1, 0.5, -1], high: [1, 1, 0] })), [Math.LN2, Infinity, Infinity]);
      expectClose(klDivergence(uniform({ low: [-0.5, 0.5], high: 2 }), gamma({ concentration: 1, rate: 1 })), [Infinity, 1.25 - Math.log(1.5)]);
      expectClose(klDivergence(bernoulli({ probs: [0, 0.5, 0.5, 1] }), bernoulli({ probs: [0, 0, 0.5, 0.5] })), [0, Infinity, 0, Math.LN2]);
      expectClose(klDivergence(categorical({ probs: [[1, 0], [0.5, 0.5]] }), categorical({ probs: [1, 0] })), [0, Infinity]);
    });
  });

  test("formulas over intervals and few values", () => {
    tf.tidy(() => {
      // −log 1.5 − E log q with E log x = (2 log 2 − 1 − (½ log ½ − ½)) / 1.5.
      const meanLog = (2 * Math.LN2 - 2 + 0.5 * Math.LN2 + 0.5) / 1.5;
      const want = -Math.log(1.5) - Math.log(3) - 3 * Math.log(0.25) + 4 * meanLog;
      expectClose(klDivergence(uniform({ low: [0.5, 0.125], high: 2 }), pareto({ scale: 0.25, alpha: 3 })), [want, Infinity]);
      expectClose(klDivergence(discreteUniform({ low: 2, high: [4, 12] }), discreteUniform({ low: 0, high: 9 })), [Math.log(10 / 3), Infinity]);
      const one = bernoulli({ probs: [0.25, 0] });
      const log = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));
      const from = (q0: number, q1: number): number[] => [log(0.75, q0) + log(0.25, q1), log(1, q0)];
      expectClose(klDivergence(one, binomial({ totalCount: 3, probs: 0.5 })), from(0.125, 0.375));
      expectClose(klDivergence(one, geometric({ probs: 0.5 })), from(0.5, 0.25));
      expectClose(klDivergence(one, negativeBinomial({ totalCount: 2, probs: 0.5 })), from(0.25, 0.25));
      const through = straightThroughBernoulli({ probs: 0.25, temperature: 1 });
      expectClose(klDivergence(through, bernoulli({ probs: 0.5 })), from(0.5, 0.5)[0]!);
      expectClose(klDivergence(bernoulli({ probs: 0.25 }), through), 0);
      const hot = straightThroughOneHotCategorical({ probs: [1, 3], temperature: 1 });
      expectClose(klDivergence(hot, oneHotCategorical({ probs: [1, 1] })), from(0.5, 0.5)[0]!);
      expectClose(klDivergence(hot, hot), 0);
      // Finitely many values against any discrete distribution, at run time.
      expectClose(general(binomial({ totalCount: 2, probs: 0.5 }), poisson({ rate: 1 })), 0.5 * Math.log(0.25) + 0.5 * Math.log(0.5) + 1 + 0.25 * Math.LN2);
      expectClose(klDivergence(sphericalUniform({ dim: 3 }), sphericalUniform({ dim: 3 })), 0);
    });
  });

  test("counts out of different totals have no closed form: Infinity where p exceeds q, NaN where not", () => {
    tf.tidy(() => {
      const p = binomial({ totalCount: [3, 5, 2], probs: 0.5 });
      const q = { totalCount: 3, probs: 0.25 };
      expectClose(klDivergence(p, binomial(q)), [3 * (0.5 * Math.log(2) + 0.5 * Math.log(2 / 3)), Infinity, NaN]);
      expectClose(klDivergence(negativeBinomial({ totalCount: 2, probs: 0.5 }), negativeBinomial(q)), NaN);
      expectClose(klDivergence(multinomial({ totalCount: [4, 2], probs: [1, 1] }), multinomial({ totalCount: 3, probs: [1, 1] })), [Infinity, NaN]);
    });
  });

  test("parameters of 1e-30 and 1e30 give the right number or Infinity, not NaN", () => {
    tf.tidy(() => {
      const scale = [1e30, 1e-30, 1e-30];
      const other = [1e-30, 1e30, 1e-30];
      const ratio = 60 * Math.LN10;
      expectClose(klDivergence(normal({ loc: 0, scale }), normal({ loc: 0, scale: other })), [Infinity, ratio - 0.5, 0]);
      expectClose(klDivergence(laplace({ loc: 0, scale }), laplace({ loc: 0, scale: other })), [Infinity, ratio - 1, 0]);
      expectClose(klDivergence(cauchy({ loc: 0, scale }), cauchy({ loc: 0, scale: other })), [ratio - 2 * Math.LN2, ratio - 2 * Math.LN2, 0]);
      expectClose(klDivergence(gumbel({ loc: 0, scale }), gumbel({ loc: 0, scale: other })), [Infinity, ratio - 0.5772156649, 0]);
      expectClose(klDivergence(exponential({ rate: scale }), exponential({ rate: other })), [ratio - 1, Infinity, 0]);
      expectClose(klDivergence(poisson({ rate: scale }), poisson({ rate: other })), [1.3715510557e32, 1e30, 0]);
    });
  });

  test("an excluded value has no share in the gradient", () => {
    tf.tidy(() => {
      const gradient = tf.grad((probs: tf.Tensor) => klDivergence(categorical({ probs: [0.5, 0.5, 0] }), oneHotFree(probs)));
      expectClose(gradient(tf.tensor1d([0.25, 0.75, 0])), [1 - 2, 1 - 2 / 3, 1]);
      const logits = tf.grad((x: tf.Tensor) => klDivergence(categorical({ logits: x }), categorical({ logits: [0, 0, 0] })));
      const values = logits(tf.tensor1d([0.5, 1, -Infinity])).dataSync();
      expect([...values].every((x) => !Number.isNaN(x))).toBe(true);
    });
  });

  test("families on one event rank are matched by number of classes", () => {
    tf.tidy(() => {
      expect(() => klDivergence(categorical({ probs: [1, 1] }), categorical({ probs: [1, 1, 1] }))).toThrow(/one number of classes; got weights \[2\] and \[3\]/);
      expectClose(
        klDivergence(oneHotCategorical({ probs: [1, 3] }), oneHotCategorical({ probs: [1, 1] })),
        0.25 * Math.log(0.5) + 0.75 * Math.log(1.5),
      );
    });
  });

  test("a pair without a closed form is an error that names both and says what to do", () => {
    tf.tidy(() => {
      expect(() => general(gamma({ concentration: 1, rate: 1 }), laplace({ loc: 0, scale: 1 }))).toThrow(
        "klDivergence: expected a pair with a closed form; got gamma and laplace. Register one with registerKlRule, or estimate it with monteCarloKl.",
      );
      const p = independent(normal({ loc: [0, 1], scale: 1 }), 1);
      expect(() => general(p, multivariateNormal({ loc: [0, 0], scaleTril: [[1, 0], [0, 1]] }))).toThrow(/got independent normal and multivariateNormal\./);
      expect(hasKl(p, standardNormal([2]))).toBe(true);
      expect(hasKl(p, multivariateNormal({ loc: [0, 0], scaleTril: [[1, 0], [0, 1]] }))).toBe(false);
    });
  });

  test("event shapes must agree and batch shapes broadcast", () => {
    tf.tidy(() => {
      expect(() => klDivergence(standardNormal([3]), standardNormal([4]))).toThrow(
        "klDivergence: expected two distributions with one event shape; got independent normal with [3] and independent normal with [4]. Read batch axes as event axes with independent.",
      );
      expect(() => klDivergence(normal({ loc: [0, 1], scale: 1 }), normal({ loc: [0, 1, 2], scale: 1 }))).toThrow(/batch shapes that broadcast together; got \[2\] and \[3\]/);
    });
  });

  test("a registered rule is used from then on, and looked up through independent", () => {
    tf.tidy(() => {
      const made = (family: string): Distribution => ({ ...normal({ loc: [0, 1], scale: 1 }), family });
      registerKlRule<Distribution & Pick<Normal, "loc">, Normal>("mine", "normal", (p) => tf.mul(2, p.loc));
      expectClose(general(independent(made("mine"), 1), standardNormal([2])), 2);
      expect(hasKl(made("mine"), normal({ loc: 0, scale: 1 }))).toBe(true);
      expect(hasKl(made("constructor"), made("toString"))).toBe(false);
    });
  });

  test("it leaks nothing", () => {
    const pairs: [Distribution, Distribution][] = [
      [standardNormal([3]), independent(normal({ loc: [1, 2, 3], scale: 1 }), 1)],
      [bernoulli({ probs: 0.5 }), bernoulli({ logits: 1 })],
      [gamma({ concentration: 1, rate: 2 }), gamma({ concentration: 2, rate: 2 })],
      [uniform({ low: 0, high: 1 }), laplace({ loc: 0, scale: 1 })],
    ];
    for (const [p, q] of pairs) {
      expectNoLeak(() => general(p, q), `${p.family}‖${q.family}`);
      expectNoLeak(() => monteCarloKl(p, q, { key: randomKey(0), samples: 4 }), `monteCarloKl ${p.family}‖${q.family}`);
    }
    tf.dispose(pairs as never);
  });
});

/** A categorical of free weights, as a head would make it. */
const oneHotFree = (probs: tf.Tensor): ReturnType<typeof categorical> => categorical({ probs });

describeOnBackends("monteCarloKl", () => {
  test.each(rows.map((row) => [`${row.p.family}‖${row.q.family} ${row.kl.toPrecision(4)}`, row] as const))(
    "%s lies within five standard errors of the closed form",
    (_, { p, q, kl }) => {
      tf.tidy(() => {
        const { estimate, standardError } = monteCarloKl(make(p), make(q), { key: randomKey(4), samples: 4000 });
        const error = standardError.dataSync()[0] as number;
        expect(error).toBeGreaterThan(0);
        expect(Math.abs((estimate.dataSync()[0] as number) - kl)).toBeLessThan(5 * error);
      });
    },
  );

  test("it keeps the common batch shape", () => {
    tf.tidy(() => {
      const p = normal({ loc: tf.zeros([3, 1]), scale: 1 });
      const { estimate, standardError } = monteCarloKl(p, laplace({ loc: [0, 1], scale: 1 }), { key: randomKey(0), samples: 10 });
      expect([estimate.shape, standardError.shape]).toEqual([[3, 2], [3, 2]]);
    });
  });

  test("gradients reach both distributions when draws are pathwise, and q alone when they are not", () => {
    tf.tidy(() => {
      const options = { key: randomKey(5), samples: 20_000 };
      const [ofLoc, ofOther] = tf.grads((loc: tf.Tensor, other: tf.Tensor) =>
        monteCarloKl(normal({ loc, scale: 1 }), normal({ loc: other, scale: 1 }), options).estimate,
      )([tf.scalar(0.5), tf.scalar(0)]);
      // KL is (loc − other)² / 2; each draw's gradient is loc − other up to the draw's own noise of standard deviation 1.
      expectClose(ofLoc as tf.Tensor, 0.5, { absolute: 5 / Math.sqrt(20_000) });
      expectClose(ofOther as tf.Tensor, -0.5, { absolute: 5 / Math.sqrt(20_000) });
      const [ofP, ofQ] = tf.grads((logits: tf.Tensor, other: tf.Tensor) => {
        const { estimate } = monteCarloKl(bernoulli({ logits }), bernoulli({ logits: other }), options);
        return tf.add(estimate, tf.mul(0, logits));
      })([tf.scalar(1), tf.scalar(0)]);
      expectClose(ofP as tf.Tensor, 0);
      // d/d other of KL is sigmoid(other) − sigmoid(logits).
      expectClose(ofQ as tf.Tensor, 0.5 - 1 / (1 + Math.exp(-1)), { absolute: (5 * 0.5) / Math.sqrt(20_000) });
    });
  });

  test("it needs two samples", () => {
    tf.tidy(() => {
      const p = standardNormal([1]);
      expect(() => monteCarloKl(p, p, { key: randomKey(0), samples: 1 })).toThrow("monteCarloKl: expected samples to be an integer of at least 2; got 1.");
    });
  });
});
