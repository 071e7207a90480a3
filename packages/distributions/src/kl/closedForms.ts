import { klBernoulli, klBernoulliPoisson, klBinomial, klGeometric, klNegativeBinomial, klPoisson } from "./bernoulli.js";
import { klBeta, klDirichlet, klLkj } from "./beta.js";
import { klCategorical, klMultinomial } from "./categorical.js";
import { klCauchy, klHalfCauchy } from "./cauchy.js";
import { klFinite, klFromPoint } from "./finite.js";
import { klGamma, klUniformGamma } from "./gamma.js";
import { klDiagonal, klGaussians, klInverseWishart, klMatrixNormal, klMultivariateNormal, klWishart } from "./gaussians.js";
import { klGammaGumbel, klGumbel, klLaplaceGumbel, klLogisticGumbel, klNormalGumbel, klUniformGumbel, klWeibull } from "./gumbel.js";
import { infinite } from "./infinite.js";
import { klKumaraswamy, klKumaraswamyBeta } from "./kumaraswamy.js";
import { klExponentialLaplace, klLaplace, klLogisticLaplace, klNormalLaplace, klUniformLaplace } from "./laplace.js";
import {
  klDiscreteUniform,
  klPareto,
  klToContinuousBernoulli,
  klToExponential,
  klToGamma,
  klToHalfNormal,
  klToLogNormal,
  klToNormal,
  klToUniform,
  klUniform,
  klUniformBeta,
  klUniformContinuousBernoulli,
  klUniformExponential,
  klUniformPareto,
} from "./moments.js";
import { klHalfNormal, klInverseGaussian, klNormal } from "./normal.js";
import { klToUniformSet, klToVonMisesFisher, klVonMisesFisher } from "./spheres.js";
import { klVonMises } from "./vonMises.js";

/** One rule for several pairs: every p with every q. */
function each<P extends string, Q extends string, R>(ps: readonly P[], qs: readonly Q[], rule: R): Record<`${P}|${Q}`, R> {
  return Object.fromEntries(ps.flatMap((p) => qs.map((q) => [`${p}|${q}`, rule]))) as Record<`${P}|${Q}`, R>;
}

/** Families over the unit interval, and over the positive numbers, whose moments are known. */
const SHARES = ["beta", "continuousBernoulli", "kumaraswamy"] as const;
const POSITIVES = ["chi", "chi2", "exponential", "gamma", "halfNormal", "inverseGamma", "logNormal", "pareto", "weibull"] as const;
const GAMMAS = ["chi2", "exponential", "gamma"] as const;
const GAUSSIANS = ["lowRankMultivariateNormal", "multivariateNormal", "multivariateNormalDiag"] as const;

/**
 * The closed forms this package knows, KL(p‖q) under `"p|q"`; a later line replaces an earlier one. Adding a line here adds
 * the pair to `KlTable`.
 */
export const closedForms = /* @__PURE__ */ (() => ({
  ...each([...SHARES, ...POSITIVES, "gumbel", "laplace", "logistic", "studentT", "uniform"], ["normal"], klToNormal),
  ...each([...SHARES, ...POSITIVES], ["exponential"], klToExponential),
  ...each([...SHARES, ...POSITIVES], ["halfNormal"], klToHalfNormal),
  ...each(["beta", "kumaraswamy", "chi", "halfNormal", "inverseGamma", "logNormal", "pareto", "weibull"], ["gamma", "chi2"], klToGamma),
  ...each(["beta", "kumaraswamy", ...POSITIVES], ["logNormal"], klToLogNormal),
  ...each(["beta", "continuousBernoulli", "exponential", "gamma"], ["pareto"], infinite),
  ...each(SHARES, ["continuousBernoulli"], klToContinuousBernoulli),
  ...each(SHARES, ["uniform"], klToUniform),
  ...each(GAMMAS, GAMMAS, klGamma),
  ...each(["chi", "halfNormal"], ["chi", "halfNormal"], klGamma),
  ...each(GAMMAS, ["gumbel"], klGammaGumbel),
  ...each(["exponential", "weibull"], ["exponential", "weibull"], klWeibull),
  ...each(["uniform"], ["gamma", "chi2"], klUniformGamma),
  ...each(GAUSSIANS, GAUSSIANS, klGaussians),
  ...each(["powerSpherical", "sphericalUniform", "vonMisesFisher"], ["sphericalUniform"], klToUniformSet),
  ...each(["powerSpherical", "sphericalUniform"], ["vonMisesFisher"], klToVonMisesFisher),
  ...each(["bernoulli", "straightThroughBernoulli"], ["bernoulli", "straightThroughBernoulli"], klBernoulli),
  ...each(["bernoulli"], ["binomial", "geometric", "negativeBinomial"], klFinite),
  "bernoulli|poisson": klBernoulliPoisson,
  "beta|beta": klBeta,
  "binomial|binomial": klBinomial,
  "categorical|categorical": klCategorical,
  "cauchy|cauchy": klCauchy,
  ...each(["deterministic"], ["bernoulli", "binomial", "categorical", "deterministic", "geometric", "negativeBinomial", "poisson"], klFromPoint),
  "dirichlet|dirichlet": klDirichlet,
  "discreteUniform|discreteUniform": klDiscreteUniform,
  "exponential|exponential": klGamma,
  "exponential|laplace": klExponentialLaplace,
  "geometric|geometric": klGeometric,
  "gumbel|gumbel": klGumbel,
  "halfCauchy|halfCauchy": klHalfCauchy,
  "halfNormal|halfNormal": klHalfNormal,
  "inverseGamma|inverseGamma": klGamma,
  "inverseGaussian|inverseGaussian": klInverseGaussian,
  "inverseWishart|inverseWishart": klInverseWishart,
  "kumaraswamy|beta": klKumaraswamyBeta,
  "kumaraswamy|kumaraswamy": klKumaraswamy,
  "laplace|gumbel": klLaplaceGumbel,
  "laplace|laplace": klLaplace,
  "lkjCholesky|lkjCholesky": klLkj,
  "logistic|gumbel": klLogisticGumbel,
  "logistic|laplace": klLogisticLaplace,
  "logitNormal|logitNormal": klNormal,
  "logNormal|logNormal": klNormal,
  "matrixNormal|matrixNormal": klMatrixNormal,
  "multinomial|multinomial": klMultinomial,
  "multivariateNormal|multivariateNormal": klMultivariateNormal,
  "multivariateNormalDiag|multivariateNormalDiag": klDiagonal,
  "negativeBinomial|negativeBinomial": klNegativeBinomial,
  "normal|gumbel": klNormalGumbel,
  "normal|laplace": klNormalLaplace,
  "normal|normal": klNormal,
  ...each(["oneHotCategorical", "straightThroughOneHotCategorical"], ["oneHotCategorical", "straightThroughOneHotCategorical"], klCategorical),
  "pareto|pareto": klPareto,
  "poisson|poisson": klPoisson,
  "uniform|beta": klUniformBeta,
  "uniform|continuousBernoulli": klUniformContinuousBernoulli,
  "uniform|exponential": klUniformExponential,
  "uniform|gumbel": klUniformGumbel,
  "uniform|laplace": klUniformLaplace,
  "uniform|pareto": klUniformPareto,
  "uniform|uniform": klUniform,
  "vonMises|vonMises": klVonMises,
  "vonMisesFisher|vonMisesFisher": klVonMisesFisher,
  "wishart|wishart": klWishart,
}))();
