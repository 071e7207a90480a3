import { klBernoulli } from "./bernoulli.js";
import { klBeta, klBetaExponential, klBetaGamma } from "./beta.js";
import { klCategorical } from "./categorical.js";
import { klContinuousBernoulliExponential, klToContinuousBernoulli } from "./continuousBernoulli.js";
import { klDirichlet } from "./dirichlet.js";
import { klGamma, klUniformGamma } from "./gamma.js";
import { infinite } from "./infinite.js";
import { klLaplace, klNormalLaplace, klUniformLaplace } from "./laplace.js";
import { klLowRankMultivariateNormal } from "./lowRankMultivariateNormal.js";
import { klMultivariateNormal } from "./multivariateNormal.js";
import { klNormal } from "./normal.js";
import { klToNormal } from "./toNormal.js";
import { klUniform } from "./uniform.js";

/** The closed forms this package knows, KL(p‖q) under `"p|q"`. Adding a line here adds the pair to `KlTable`. */
export const closedForms = {
  "bernoulli|bernoulli": klBernoulli,
  "beta|beta": klBeta,
  "beta|continuousBernoulli": klToContinuousBernoulli,
  "beta|exponential": klBetaExponential,
  "beta|gamma": klBetaGamma,
  "beta|normal": klToNormal,
  "categorical|categorical": klCategorical,
  "continuousBernoulli|continuousBernoulli": klToContinuousBernoulli,
  "continuousBernoulli|exponential": klContinuousBernoulliExponential,
  "continuousBernoulli|normal": klToNormal,
  "dirichlet|dirichlet": klDirichlet,
  "gamma|gamma": klGamma,
  "gamma|normal": klToNormal,
  "gamma|uniform": infinite,
  "laplace|gamma": infinite,
  "laplace|laplace": klLaplace,
  "laplace|normal": klToNormal,
  "laplace|uniform": infinite,
  "lowRankMultivariateNormal|lowRankMultivariateNormal": klLowRankMultivariateNormal,
  "multivariateNormal|multivariateNormal": klMultivariateNormal,
  "normal|gamma": infinite,
  "normal|laplace": klNormalLaplace,
  "normal|normal": klNormal,
  "normal|uniform": infinite,
  "oneHotCategorical|oneHotCategorical": klCategorical,
  "uniform|gamma": klUniformGamma,
  "uniform|laplace": klUniformLaplace,
  "uniform|normal": klToNormal,
  "uniform|uniform": klUniform,
} as const;
