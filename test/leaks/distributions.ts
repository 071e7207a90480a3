import * as tf from "@tensorflow/tfjs-core";
import * as distributions from "@variate/distributions";
import { affine, exp, stickBreaking } from "@variate/distributions/bijectors";
import { everyCapability, family, parametersOf, type AnyDistribution } from "./everyCapability.js";
import { families } from "./families.js";
import { everyMethod, gradient, key, using, type Call, type Table } from "./harness.js";

const { normal, laplace, gamma, uniform, bernoulli, categorical, oneHotCategorical, multivariateNormal, independent, transformed } =
  distributions;
const pair = { loc: [0, 1], scale: 2 };
type Bounded01 = Record<"loc" | "scale" | "low" | "high", number>;
const bounded01 = { ...pair, low: 0, high: [1, 3] };
const matrix = {
  loc: [0, 1],
  scaleTril: [
    [1, 0],
    [0.5, 2],
  ],
};

/** Pairs with a closed form: one for each rule that computes something of its own. */
const pairs: readonly (() => readonly [AnyDistribution, AnyDistribution])[] = [
  () => [normal(pair), normal({ loc: 0, scale: 1 })],
  () => [laplace(pair), laplace({ loc: 0, scale: 1 })],
  () => [laplace(pair), normal(pair)],
  () => [normal(pair), laplace(pair)],
  () => [gamma({ concentration: 2, rate: [1, 2] }), gamma({ concentration: 3, rate: 1 })],
  () => [gamma({ concentration: 2, rate: 1 }), normal(pair)],
  () => [distributions.beta({ concentration1: 2, concentration0: [1, 2] }), distributions.beta({ concentration1: 3, concentration0: 1 })],
  () => [distributions.dirichlet({ concentration: [1, 2, 3] }), distributions.dirichlet({ concentration: [3, 2, 1] })],
  () => [distributions.continuousBernoulli({ logits: [1, 0] }), distributions.continuousBernoulli({ probs: 0.25 })],
  () => [distributions.beta({ concentration1: 2, concentration0: [1, 2] }), gamma({ concentration: 3, rate: 1 })],
  () => [distributions.kumaraswamy({ concentration1: 2, concentration0: [1, 2] }), distributions.beta({ concentration1: 3, concentration0: 1 })],
  () => [distributions.gumbel(pair), distributions.gumbel({ loc: 0, scale: 1 })],
  () => [distributions.cauchy(pair), distributions.cauchy({ loc: 0, scale: 1 })],
  () => [distributions.pareto({ scale: 1, alpha: [2, 3] }), gamma({ concentration: 3, rate: 1 })],
  () => [distributions.weibull({ scale: 1, concentration: [2, 3] }), distributions.logNormal(pair)],
  () => [distributions.vonMises({ loc: 0, concentration: [2, 3] }), distributions.vonMises({ loc: 1, concentration: 1 })],
  () => [distributions.binomial({ totalCount: 3, probs: 0.2 }), distributions.binomial({ totalCount: 3, logits: [0, 1] })],
  () => [distributions.binomial({ totalCount: 3, probs: 0.2 }), distributions.poisson({ rate: 2 })],
  () => [distributions.poisson({ rate: 2 }), distributions.binomial({ totalCount: 3, probs: 0.2 })],
  () => [multivariateNormal(matrix), distributions.multivariateNormalDiag({ loc: [0, 1], scaleDiag: [1, 2] })],
  () => [uniform({ low: 0, high: [1, 2] }), uniform({ low: -1, high: 3 })],
  () => [uniform({ low: 0.1, high: [1, 2] }), gamma({ concentration: 2, rate: 1 })],
  () => [uniform({ low: 0, high: 1 }), laplace(pair)],
  () => [uniform({ low: 0, high: 1 }), normal(pair)],
  () => [normal(pair), uniform({ low: 0, high: 1 })],
  () => [bernoulli({ probs: [0.2, 0.7] }), bernoulli({ logits: 0.3 })],
  () => [categorical({ logits: [0, 1, 2] }), categorical({ probs: [0.2, 0.3, 0.5] })],
  () => [oneHotCategorical({ logits: [0, 1, 2] }), oneHotCategorical({ probs: [0.2, 0.3, 0.5] })],
  () => [multivariateNormal(matrix), multivariateNormal({ ...matrix, loc: [1, 1] })],
  () => [
    distributions.lowRankMultivariateNormal({ loc: [0, 1], covFactor: [[1], [2]], covDiag: [1, 2] }),
    distributions.lowRankMultivariateNormal({ loc: [0, 0], covFactor: [[2], [1]], covDiag: [1, 1] }),
  ],
  () => [independent(normal(pair), 1), distributions.standardNormal([2])],
  () => [transformed(normal(pair), exp), transformed(normal({ loc: 0, scale: 1 }), exp)],
];

const contains =
  (constraint: distributions.Constraint, value: tf.TensorLike): Call =>
  () =>
    using(tf.tensor(value, undefined, "float32"), (x) => constraint.contains(x));
const bounded =
  (make: (low: tf.Tensor) => distributions.Constraint): Call =>
  () =>
    using([tf.tensor([0, 1]), tf.tensor([2, 3])] as const, ([low, x]) => make(low).contains(x));

export const table: Table = {
  // Sets of values
  arrayOf: contains(distributions.arrayOf(distributions.positive, 2), [
    [1, 2],
    [3, 4],
  ]),
  boolean: contains(distributions.boolean, [0, 1, 2]),
  circle: contains(distributions.circle, [0, 4]),
  correlationCholesky: contains(distributions.correlationCholesky, [[1, 0], [0.6, 0.8]]),
  countVector: [contains(distributions.countVector(3), [[1, 2], [2, 2]]), bounded(distributions.countVector)],
  greaterThan: [contains(distributions.greaterThan(1), [0, 2]), bounded(distributions.greaterThan)],
  greaterThanOrEqual: [contains(distributions.greaterThanOrEqual(1), [0, 2]), bounded(distributions.greaterThanOrEqual)],
  integer: contains(distributions.integer, [0.5, -1]),
  integerInterval: [
    contains(distributions.integerInterval(0, 2), [0, 1.5]),
    bounded((low) => distributions.integerInterval(low, 3)),
  ],
  interval: [contains(distributions.interval(0, 2), [0, 3]), bounded((low) => distributions.interval(low, 3))],
  lessThan: [contains(distributions.lessThan(1), [0, 2]), bounded(distributions.lessThan)],
  lessThanOrEqual: [contains(distributions.lessThanOrEqual(1), [0, 2]), bounded(distributions.lessThanOrEqual)],
  lowerCholesky: contains(distributions.lowerCholesky, [matrix.scaleTril, matrix.scaleTril]),
  lowerTriangular: contains(distributions.lowerTriangular, [matrix.scaleTril, matrix.scaleTril]),
  nonNegative: contains(distributions.nonNegative, [-1, 0]),
  nonNegativeInteger: contains(distributions.nonNegativeInteger, [0.5, 1]),
  oneHot: contains(distributions.oneHot, [
    [0, 1],
    [1, 1],
  ]),
  openInterval: [contains(distributions.openInterval(0, 2), [0, 1]), bounded((low) => distributions.openInterval(low, 3))],
  openSimplex: contains(distributions.openSimplex, [[0.5, 0.5], [0, 1]]),
  openUnitInterval: contains(distributions.openUnitInterval, [0, 0.5]),
  ordered: contains(distributions.ordered, [[0, 1, 2], [1, 1, 2]]),
  permutation: contains(distributions.permutation, [[2, 0, 1], [1, 1, 2]]),
  positive: contains(distributions.positive, [-1, 0, 1]),
  positiveDefinite: contains(distributions.positiveDefinite, [[2, 1], [1, 2]]),
  positiveInteger: contains(distributions.positiveInteger, [0, 1]),
  real: contains(distributions.real, [0, Infinity]),
  realVector: contains(distributions.realVector, [0, 1]),
  simplex: contains(distributions.simplex, [
    [0.5, 0.5],
    [1, 1],
  ]),
  unitInterval: contains(distributions.unitInterval, [0, 2]),
  unitSphere: contains(distributions.unitSphere, [[0.6, 0.8], [1, 1]]),

  ...families,

  // Combinators
  batchGather: () => using(normal(pair), (d) => distributions.batchGather(d, [1, 0, 1])),
  batchSlice: () => using(normal(pair), (d) => distributions.batchSlice(d, [0, 1])),
  censored: family(({ low, high, ...own }: Bounded01) => distributions.censored(normal(own), { low, high }), bounded01, [0, 1]),
  empirical: [
    family(distributions.empirical, { atoms: [0, 1, 1], probs: [1, 2, 3] }, 1),
    // Without weights it makes its own, which a caller who gave tensors owns too.
    family(distributions.empirical as never, { atoms: [[0, 1], [2, 3]] }, [0, 1]).slice(0, 1),
  ].flat(),
  expanded: () => using(normal(pair), (d) => distributions.expanded(d, [3, 2])),
  folded: family((parameters) => distributions.folded(normal(parameters)), pair, [0.5, 1]),
  joint: () =>
    using({ a: distributions.joint({ a: normal({ loc: 0, scale: 1 }), b: ({ a }: { a: tf.Tensor }) => normal({ loc: a, scale: 1 }) }) }, ({ a: d }) => {
      const value = { a: tf.scalar(0), b: tf.scalar(1) };
      using(value, () => everyMethod("joint", d, { logProb: [[value]], logProbs: [[value]], sample: [[key]], rsample: [[key, [3]]], mapParameters: [] }));
    }),
  markovChain: () => {
    const initial = normal({ loc: [0, 1], scale: 1 });
    const d = distributions.markovChain({ initial, transition: (x) => normal({ loc: x, scale: 1 }), steps: 3 });
    everyMethod("markovChain", d, { logProb: [[[[0, 1, 2], [1, 2, 3]]]], sample: [[key], [key, [2]]], rsample: [[key], [key, [2]]] });
    return initial;
  },
  masked: family(({ mask, ...own }: Record<"loc" | "scale" | "mask", number>) => distributions.masked(normal(own), mask), { ...pair, mask: [1, 0] }, [0.5, NaN]),
  mixture: family(
    (parameters: { logits: number[] }) => distributions.mixture({ ...parameters, components: [normal({ loc: 0, scale: 1 }), laplace({ loc: 1, scale: 1 })] as AnyDistribution[] }),
    { logits: [0, 1] },
    0.5,
  ).slice(0, 1),
  mixtureSameFamily: family(
    ({ logits, ...own }: Record<"loc" | "scale" | "logits", number>) => distributions.mixtureSameFamily({ logits, component: normal(own) }),
    { ...pair, logits: [0, 1] },
    0.5,
  ),
  quantized: family(({ low, high, ...own }: Bounded01) => distributions.quantized(normal(own), { low, high }), bounded01, [0, 1]),
  truncated: family(({ low, high, ...own }: Bounded01) => distributions.truncated(normal(own), { low, high }), bounded01, [0.5, 1]),
  zeroInflated: family(
    ({ probs, ...own }: Record<"loc" | "scale" | "probs", number>) => distributions.zeroInflated(distributions.quantized(normal(own)), { probs }),
    { ...pair, probs: 0.3 },
    [0, 1],
  ).slice(0, 1),
  independent: [
    ...family((parameters) => independent(normal(parameters), 1), pair, [0.5, 1]),
    ...family(
      (parameters) => independent(categorical(parameters), 1),
      {
        logits: [
          [0, 1, 2],
          [2, 1, 0],
        ],
      },
      [0, 2],
    ),
    ...family((parameters) => independent(multivariateNormal(parameters), 0), matrix, [0.5, 1]),
  ],
  transformed: [
    ...family((parameters) => transformed(normal(parameters), exp), pair, 0.5),
    ...family((parameters) => transformed(independent(normal(parameters), 1), stickBreaking), pair, [0.25, 0.25, 0.5]),
    () => {
      const d = transformed(normal(pair), affine({ shift: 1, scale: -2 }));
      everyCapability(d, 0.5);
      return d;
    },
  ],

  // Divergence
  klDivergence: pairs.flatMap((make): Call[] => [
    () => using(make(), ([p, q]) => distributions.klDivergence(p, q)),
    () =>
      using(make(), ([p, q]) =>
        gradient({ p: parametersOf(p), q: parametersOf(q) }, () => distributions.klDivergence(p, q)),
      ),
  ]),
  hasKl: () => using([normal(pair), laplace(pair)] as const, ([p, q]) => distributions.hasKl(p, q)),
  registerKlRule: () => {
    const leaks = { ...normal(pair), family: "leaks" };
    distributions.registerKlRule("leaks", "leaks", (p) => tf.sub(p.logProb(0), p.logProb(1)));
    return using(leaks, (d) => distributions.klDivergence(d as AnyDistribution, d as AnyDistribution));
  },
  klBounds: () =>
    using(
      [
        distributions.mixtureSameFamily({ logits: [0, 1], component: normal({ loc: [0, 1], scale: 1 }) }),
        distributions.mixtureSameFamily({ logits: [0, 1], component: normal({ loc: [2, 1], scale: 1 }) }),
      ] as const,
      ([p, q]) => distributions.klBounds(p, q),
    ),
  quadratureKl: [
    () => using([gamma({ concentration: [2, 3], rate: 1 }), laplace({ loc: 0, scale: 1 })] as const, ([p, q]) => distributions.quadratureKl(p, q)),
    () => using([distributions.poisson({ rate: 2 }), distributions.geometric({ probs: 0.5 })] as const, ([p, q]) => distributions.quadratureKl(p, q)),
  ],
  crossEntropy: () => using([normal(pair), normal({ loc: 0, scale: 1 })] as const, ([p, q]) => distributions.crossEntropy(p, q)),
  renyiDivergence: ([normal, laplace] as const).flatMap((make): Call[] => [
    () => using([make(pair), make({ loc: 0, scale: 1 })] as const, ([p, q]) => distributions.renyiDivergence<AnyDistribution, AnyDistribution>(p, q, 0.5)),
    () =>
      using([make(pair), make({ loc: 0, scale: 1 })] as const, ([p, q]) =>
        gradient({ p: parametersOf(p), q: parametersOf(q) }, () => distributions.renyiDivergence<AnyDistribution, AnyDistribution>(p, q, 0.5)),
      ),
  ]),
  hellinger: () => using([gamma({ concentration: 2, rate: 1 }), gamma({ concentration: 3, rate: 1 })] as const, ([p, q]) => distributions.hellinger(p, q)),
  jensenShannon: () => using([bernoulli({ probs: 0.3 }), bernoulli({ probs: 0.4 })] as const, ([p, q]) => distributions.jensenShannon(p, q)),
  monteCarloJensenShannon: () =>
    using([normal(pair), laplace(pair)] as const, ([p, q]) => distributions.monteCarloJensenShannon(p, q, { key, samples: 4 })),
  wasserstein2: [
    () => using([normal(pair), normal({ loc: 0, scale: 1 })] as const, ([p, q]) => distributions.wasserstein2(p, q)),
    () => using([multivariateNormal(matrix), multivariateNormal({ ...matrix, loc: [1, 1] })] as const, ([p, q]) => distributions.wasserstein2(p, q)),
  ],
  monteCarloKl: [
    () =>
      using([normal(pair), laplace(pair)] as const, ([p, q]) => distributions.monteCarloKl(p, q, { key, samples: 4 })),
    () =>
      using([bernoulli({ probs: 0.3 }), bernoulli({ probs: 0.4 })] as const, ([p, q]) =>
        distributions.monteCarloKl(p, q, { key, samples: 4 }),
      ),
  ],

  // Checks on request
  checkParameters: () => using(independent(normal(pair), 1), (d) => distributions.checkParameters(d)),
  checkValue: () => using(independent(bernoulli({ probs: [0.2, 0.7] }), 1), (d) => distributions.checkValue(d, [0, 1])),
};
