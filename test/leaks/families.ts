import * as tf from "@tensorflow/tfjs-core";
import * as distributions from "@variate/distributions";
import { argumentsFor, everyCapability, family } from "./everyCapability.js";
import { everyMethod, using, type Table } from "./harness.js";

const { normal, laplace, gamma, uniform, bernoulli, categorical, oneHotCategorical, multivariateNormal } = distributions;
const pair = { loc: [0, 1], scale: 2 };
const matrix = {
  loc: [0, 1],
  scaleTril: [
    [1, 0],
    [0.5, 2],
  ],
};

/** Every family, of numbers and of tensors, with all its methods. */
export const families: Table = {
  asymmetricLaplace: family(distributions.asymmetricLaplace, { ...pair, asymmetry: 2 }, [0.5, 9]),
  bernoulli: [...family(bernoulli, { probs: [0.2, 0.7] }, 1), ...family(bernoulli, { logits: [-1, 2] }, [0, 1])],
  betaBinomial: family(distributions.betaBinomial, { totalCount: 5, concentration1: [0.5, 2], concentration0: 3 }, [0, 4]),
  betaProportion: family(distributions.betaProportion, { loc: [0.4, 0.5], concentration: 3 }, [0.5, 0.25]),
  binomial: [...family(distributions.binomial, { totalCount: 5, probs: [0.2, 0.7] }, 1), ...family(distributions.binomial, { totalCount: 5, logits: [-1, 2] }, [0, 1])],
  beta: family(distributions.beta, { concentration1: [0.4, 2], concentration0: 3 }, [0.5, 0.25]),
  categorical: [
    ...family(categorical, { probs: [0.2, 0.3, 0.5] }, 1),
    ...family(
      categorical,
      {
        logits: [
          [0, 1, 2],
          [2, 1, 0],
        ],
      },
      [0, 2],
    ),
  ],
  cauchy: family(distributions.cauchy, pair, [0.5, 9]),
  chi: family(distributions.chi, { df: [0.4, 2] }, [0.5, 1]),
  chi2: family(distributions.chi2, { df: [0.4, 2] }, [0.5, 1]),
  deterministic: family(distributions.deterministic, { loc: [0.5, 2] }, [0.5, 2]),
  dirichletMultinomial: family(distributions.dirichletMultinomial, { totalCount: 3, concentration: [[0.5, 2, 1], [1, 1, 1]] }, [0, 1, 2]),
  discreteUniform: family(distributions.discreteUniform, { low: [0, 0], high: 5 }, [0, 4]),
  discretizedLogistic: family((own: { loc: tf.TensorLike; scale: tf.TensorLike }) => distributions.discretizedLogistic({ ...own, high: 9 } as never), { loc: [3, 6], scale: 0.7 }, [0, 4]),
  discretizedLogisticMixture: [
    ...family((own: object) => distributions.discretizedLogisticMixture({ ...own, high: 9 } as never), { logits: [0, 1], loc: [3, 6], scale: [0.7, 2] }, [0, 4]),
    ...family((own: object) => distributions.discretizedLogisticMixture({ ...own, high: 9 } as never), { probs: [0.2, 0.8], loc: [[3, 6], [4, 4]], scale: [0.7, 2] }, [0, 4]),
  ],
  exponential: family(distributions.exponential, { rate: [0.5, 2] }, [0.5, 0]),
  continuousBernoulli: [
    ...family(distributions.continuousBernoulli, { probs: [0.2, 0.5] }, 0.25),
    ...family(distributions.continuousBernoulli, { logits: [-3, 2] }, [0, 1]),
  ],
  dirichlet: family(distributions.dirichlet, { concentration: [[0.4, 2, 1], [5, 1, 1]] }, [0.25, 0.25, 0.5]),
  gamma: family(gamma, { concentration: [0.4, 2], rate: 3 }, [0.5, 1]),
  gammaPoisson: family(distributions.gammaPoisson, { concentration: [0.5, 2], rate: 3 }, [0, 4]),
  generalizedNormal: family(distributions.generalizedNormal, { ...pair, power: 1.5 }, [0.5, 9]),
  generalizedPareto: family(distributions.generalizedPareto, { ...pair, concentration: [-0.2, 0.3] }, [0.5, 9]),
  geometric: [...family(distributions.geometric, { probs: [0.2, 0.7] }, 1), ...family(distributions.geometric, { logits: [-1, 2] }, [0, 1])],
  gumbel: family(distributions.gumbel, pair, 0.5),
  halfCauchy: family(distributions.halfCauchy, { scale: [0.5, 2] }, [0.5, 9]),
  halfNormal: family(distributions.halfNormal, { scale: [0.5, 2] }, [0.5, 9]),
  halfStudentT: family(distributions.halfStudentT, { df: [0.5, 5], scale: 2 }, [0.5, 9]),
  horseshoe: family(distributions.horseshoe, { scale: [0.5, 2] }, [0.5, 9]),
  inverseGamma: family(distributions.inverseGamma, { concentration: [0.4, 3], scale: 3 }, [0.5, 1]),
  inverseGaussian: family(distributions.inverseGaussian, { loc: [0.4, 2], concentration: 3 }, [0.5, 0.25]),
  inverseWishart: family(distributions.inverseWishart, { df: [3, 4], scaleTril: matrix.scaleTril }, [[2, 0.5], [0.5, 1]]),
  johnsonSU: family(distributions.johnsonSU, { ...pair, skewness: 0.5, tailweight: 2 }, [0.5, 9]),
  kumaraswamy: family(distributions.kumaraswamy, { concentration1: [0.4, 2], concentration0: 3 }, [0.5, 0.25]),
  laplace: family(laplace, pair, 0.5),
  logistic: family(distributions.logistic, pair, 0.5),
  logitNormal: family(distributions.logitNormal, pair, [0.5, 0.9]),
  logLogistic: family(distributions.logLogistic, { scale: [0.5, 2], concentration: 3 }, [0.5, 9]),
  logNormal: family(distributions.logNormal, pair, 0.5),
  lkjCholesky: family(({ concentration }: { concentration: tf.Tensor }) => distributions.lkjCholesky({ dim: 2, concentration }), { concentration: [1, 3] }, [[1, 0], [0.6, 0.8]]),
  lowRankMultivariateNormal: family(
    distributions.lowRankMultivariateNormal,
    { loc: [0, 1, 2], covFactor: [[1, 0], [0.5, 2], [0, 1]], covDiag: [1, 2, 3] },
    [0.5, 1, 1],
  ),
  multinomial: [...family(distributions.multinomial, { totalCount: 3, probs: [0.2, 0.3, 0.5] }, [0, 1, 2]), ...family(distributions.multinomial, { totalCount: 3, logits: [[0, 1, 2], [2, 1, 0]] }, [0, 1, 2])],
  multivariateNormal: [
    ...family(multivariateNormal, matrix, [[0.5, 1]]),
    ...(["covarianceMatrix", "precisionMatrix"] as const).map((name) => () => {
      const d = multivariateNormal({ loc: [0, 1], [name]: [[2, 1], [1, 3]] } as never);
      everyCapability(d, [[0.5, 1]]);
      return d;
    }),
  ],
  matrixNormal: family(distributions.matrixNormal, { loc: [[0, 1]], scaleTrilRow: [[2]], scaleTrilColumn: matrix.scaleTril }, [[1, 1]]),
  multivariateNormalDiag: family(distributions.multivariateNormalDiag, { loc: [0, 1], scaleDiag: [1, 2] }, [0.5, 1]),
  negativeBinomial: [...family(distributions.negativeBinomial, { totalCount: 1.5, probs: [0.2, 0.7] }, 1), ...family(distributions.negativeBinomial, { totalCount: [0.3, 4], logits: [-1, 2] }, [0, 1])],
  multivariateStudentT: family(distributions.multivariateStudentT, { df: [3, 5], ...matrix }, [0.5, 1]),
  normal: family(normal, pair, [[0.5, 1]]),
  oneHotCategorical: [
    ...family(oneHotCategorical, { probs: [0.2, 0.3, 0.5] }, [0, 1, 0]),
    ...family(
      oneHotCategorical,
      {
        logits: [
          [0, 1, 2],
          [2, 1, 0],
        ],
      },
      [0, 0, 1],
    ),
  ],
  orderedLogistic: family(distributions.orderedLogistic, { cutpoints: [-1, 0.5, 2], loc: [0, 1] }, [0, 3]),
  pareto: family(distributions.pareto, { scale: [0.5, 2], alpha: 3 }, [0.5, 3]),
  poisson: family(distributions.poisson, { rate: [0.5, 20] }, [0, 15]),
  relaxedBernoulli: [
    ...family(distributions.relaxedBernoulli, { temperature: 0.5, probs: [0.2, 0.5] }, 0.25),
    ...family(distributions.relaxedBernoulli, { temperature: [0.5, 1], logits: 0.5 }, [0.25, 0.5]),
  ],
  relaxedOneHotCategorical: [
    ...family(distributions.relaxedOneHotCategorical, { temperature: 0.5, probs: [0.2, 0.5, 1] }, [0.25, 0.25, 0.5]),
    ...family(distributions.relaxedOneHotCategorical, { temperature: [0.5, 1], logits: [0, 1, 2] }, [0.25, 0.25, 0.5]),
  ],
  plackettLuce: family(distributions.plackettLuce, { logits: [0, 1, 2] }, [2, 0, 1]),
  powerSpherical: family(distributions.powerSpherical, { loc: [0.6, 0.8], concentration: [1, 3] }, [0, 1]),
  sinhArcsinh: family(distributions.sinhArcsinh, { ...pair, skewness: 0.5, tailweight: 2 }, [0.5, 9]),
  skellam: family(distributions.skellam, { rate1: [0.5, 2], rate2: 3 }, [-1, 4]),
  skewNormal: family(distributions.skewNormal, { ...pair, skewness: 2 }, [0.5, 9]),
  sphericalUniform: () => {
    const d = distributions.sphericalUniform({ dim: 3 });
    using(tf.tensor([0, 0, 1]), (value) => everyMethod(d.family, d, argumentsFor([0, 0, 1], value)));
    return d;
  },
  standardNormal: () => {
    const d = distributions.standardNormal([2, 3]);
    everyCapability(d, [
      [1, 2, 3],
      [0, 0, 0],
    ]);
    return d;
  },
  straightThroughBernoulli: family(distributions.straightThroughBernoulli, { temperature: 0.5, logits: [0.2, 0.5] }, 1),
  straightThroughOneHotCategorical: family(distributions.straightThroughOneHotCategorical, { temperature: 0.5, probs: [0.2, 0.5, 1] }, [0, 1, 0]),
  studentT: family(distributions.studentT, { df: [0.5, 5], ...pair }, [0.5, 9]),
  triangular: family(distributions.triangular, { low: 0, high: [1, 2], peak: 0.5 }, [0.5, 0.25]),
  truncatedNormal: family(distributions.truncatedNormal, { loc: [0, 1], scale: 2, low: -1, high: 3 }, [0.5, 1]),
  uniform: family(uniform, { low: 0, high: [1, 2] }, 0.5),
  weibull: family(distributions.weibull, { scale: [0.5, 2], concentration: 3 }, [0.5, 3]),
  vonMisesFisher: family(distributions.vonMisesFisher, { loc: [0.6, 0.8], concentration: [1, 30] }, [0, 1]),
  wishart: family(distributions.wishart, { df: [3, 4], scaleTril: matrix.scaleTril }, [[2, 0.5], [0.5, 1]]),
  vonMises: family(distributions.vonMises, { loc: [0, 1], concentration: 2 }, [0.5, 1]),
  zeroInflatedNegativeBinomial: [
    ...family(distributions.zeroInflatedNegativeBinomial, { mean: [0.5, 4], dispersion: 2, gateLogits: 0.3 }, [0, 4]),
    ...family(distributions.zeroInflatedNegativeBinomial, { totalCount: [0.5, 4], logits: 1, gate: 0.3 }, [0, 4]),
  ],
  zeroInflatedPoisson: [
    ...family(distributions.zeroInflatedPoisson, { rate: [0.5, 4], gate: 0.3 }, [0, 4]),
    ...family(distributions.zeroInflatedPoisson, { rate: [0.5, 4], gateLogits: 0.3 }, [0, 4]),
  ],
  zipf: family(distributions.zipf, { exponent: [1.5, 4] }, [1, 4]),
};
