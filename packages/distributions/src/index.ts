// The contract
export type {
  Distribution,
  HasCdf,
  HasCovariance,
  HasEntropy,
  HasEnumerableSupport,
  HasMean,
  HasMode,
  HasQuantile,
  HasVariance,
  ParameterMap,
  Reparameterized,
  Value,
  ValueInput,
} from "./distribution.js";

// Sets of values
export {
  arrayOf,
  boolean,
  circle,
  correlationCholesky,
  countVector,
  greaterThan,
  greaterThanOrEqual,
  integer,
  integerInterval,
  interval,
  lessThan,
  lessThanOrEqual,
  lowerCholesky,
  lowerTriangular,
  nonNegative,
  nonNegativeInteger,
  oneHot,
  openInterval,
  openSimplex,
  openUnitInterval,
  ordered,
  permutation,
  positive,
  positiveDefinite,
  positiveInteger,
  real,
  realVector,
  simplex,
  unitInterval,
  unitSphere,
  type Bounded,
  type Constraint,
} from "./constraints.js";

// Families
export {
  asymmetricLaplace,
  type AsymmetricLaplace,
  type AsymmetricLaplaceParameters,
} from "./families/asymmetricLaplace.js";
export { bernoulli, type Bernoulli, type BernoulliParameters } from "./families/bernoulli.js";
export { beta, type Beta, type BetaParameters } from "./families/beta.js";
export { betaBinomial, type BetaBinomial, type BetaBinomialParameters } from "./families/betaBinomial.js";
export type { HasLogitDraws } from "./families/betaFormulas.js";
export { betaProportion, type BetaProportion, type BetaProportionParameters } from "./families/betaProportion.js";
export { binomial, type Binomial, type BinomialParameters } from "./families/binomial.js";
export { categorical, type Categorical } from "./families/categorical.js";
export type { CategoricalParameters } from "./families/categoricalWeights.js";
export { cauchy, type Cauchy, type CauchyParameters } from "./families/cauchy.js";
export { chi, type Chi, type ChiParameters } from "./families/chi.js";
export { chi2, type Chi2, type Chi2Parameters } from "./families/chi2.js";
export { continuousBernoulli, type ContinuousBernoulli, type ContinuousBernoulliParameters } from "./families/continuousBernoulli.js";
export { deterministic, type Deterministic, type DeterministicParameters } from "./families/deterministic.js";
export { dirichlet, type Dirichlet, type DirichletParameters } from "./families/dirichlet.js";
export { dirichletMultinomial, type DirichletMultinomial, type DirichletMultinomialParameters } from "./families/dirichletMultinomial.js";
export { discreteUniform, type DiscreteUniform, type DiscreteUniformParameters } from "./families/discreteUniform.js";
export { discretizedLogistic, type DiscretizedLogistic, type DiscretizedLogisticParameters } from "./families/discretizedLogistic.js";
export { discretizedLogisticMixture, type DiscretizedLogisticMixture, type DiscretizedLogisticMixtureParameters } from "./families/discretizedLogisticMixture.js";
export { exponential, type Exponential, type ExponentialParameters } from "./families/exponential.js";
export { gamma, type Gamma, type GammaParameters } from "./families/gamma.js";
export type { HasLogDraws } from "./families/gammaFormulas.js";
export { gammaPoisson, type GammaPoisson, type GammaPoissonParameters } from "./families/gammaPoisson.js";
export {
  generalizedNormal,
  type GeneralizedNormal,
  type GeneralizedNormalParameters,
} from "./families/generalizedNormal.js";
export {
  generalizedPareto,
  type GeneralizedPareto,
  type GeneralizedParetoParameters,
} from "./families/generalizedPareto.js";
export { geometric, type Geometric, type GeometricParameters } from "./families/geometric.js";
export { gumbel, type Gumbel, type GumbelParameters } from "./families/gumbel.js";
export { halfCauchy, type HalfCauchy, type HalfCauchyParameters } from "./families/halfCauchy.js";
export { halfNormal, type HalfNormal, type HalfNormalParameters } from "./families/halfNormal.js";
export { halfStudentT, type HalfStudentT, type HalfStudentTParameters } from "./families/halfStudentT.js";
export { horseshoe, type Horseshoe, type HorseshoeParameters } from "./families/horseshoe.js";
export { inverseGamma, type InverseGamma, type InverseGammaParameters } from "./families/inverseGamma.js";
export { inverseGaussian, type InverseGaussian, type InverseGaussianParameters } from "./families/inverseGaussian.js";
export { inverseWishart, type InverseWishart, type InverseWishartParameters } from "./families/inverseWishart.js";
export { johnsonSU, type JohnsonSU, type JohnsonSUParameters } from "./families/johnsonSU.js";
export { kumaraswamy, type Kumaraswamy, type KumaraswamyParameters } from "./families/kumaraswamy.js";
export { laplace, type Laplace, type LaplaceParameters } from "./families/laplace.js";
export { lkjCholesky, type LkjCholesky, type LkjCholeskyParameters } from "./families/lkjCholesky.js";
export { logistic, type Logistic, type LogisticParameters } from "./families/logistic.js";
export { logitNormal, type LogitNormal, type LogitNormalParameters } from "./families/logitNormal.js";
export { logLogistic, type LogLogistic, type LogLogisticParameters } from "./families/logLogistic.js";
export { logNormal, type LogNormal, type LogNormalParameters } from "./families/logNormal.js";
export {
  lowRankMultivariateNormal,
  type LowRankMultivariateNormal,
  type LowRankMultivariateNormalParameters,
} from "./families/lowRankMultivariateNormal.js";
export { matrixNormal, type MatrixNormal, type MatrixNormalParameters } from "./families/matrixNormal.js";
export { multinomial, type Multinomial, type MultinomialParameters } from "./families/multinomial.js";
export {
  multivariateNormal,
  type MultivariateNormal,
  type MultivariateNormalParameters,
} from "./families/multivariateNormal.js";
export {
  multivariateNormalDiag,
  type MultivariateNormalDiag,
  type MultivariateNormalDiagParameters,
} from "./families/multivariateNormalDiag.js";
export {
  multivariateStudentT,
  type MultivariateStudentT,
  type MultivariateStudentTParameters,
} from "./families/multivariateStudentT.js";
export { negativeBinomial, type NegativeBinomial, type NegativeBinomialParameters } from "./families/negativeBinomial.js";
export { normal, type Normal, type NormalParameters } from "./families/normal.js";
export { oneHotCategorical, type OneHotCategorical } from "./families/oneHotCategorical.js";
export { orderedLogistic, type OrderedLogistic, type OrderedLogisticParameters } from "./families/orderedLogistic.js";
export { pareto, type Pareto, type ParetoParameters } from "./families/pareto.js";
export { plackettLuce, type PlackettLuce, type PlackettLuceParameters } from "./families/plackettLuce.js";
export { poisson, type Poisson, type PoissonParameters } from "./families/poisson.js";
export { powerSpherical, type PowerSpherical, type PowerSphericalParameters } from "./families/powerSpherical.js";
export { relaxedBernoulli, type RelaxedBernoulli, type RelaxedBernoulliParameters } from "./families/relaxedBernoulli.js";
export {
  relaxedOneHotCategorical,
  type RelaxedOneHotCategorical,
  type RelaxedOneHotCategoricalParameters,
} from "./families/relaxedOneHotCategorical.js";
export { sinhArcsinh, type SinhArcsinh, type SinhArcsinhParameters } from "./families/sinhArcsinh.js";
export { skellam, type Skellam, type SkellamParameters } from "./families/skellam.js";
export { skewNormal, type SkewNormal, type SkewNormalParameters } from "./families/skewNormal.js";
export { sphericalUniform, type SphericalUniform, type SphericalUniformParameters } from "./families/sphericalUniform.js";
export { standardNormal } from "./families/standardNormal.js";
export { straightThroughBernoulli, type StraightThroughBernoulli } from "./families/straightThroughBernoulli.js";
export { straightThroughOneHotCategorical, type StraightThroughOneHotCategorical } from "./families/straightThroughOneHotCategorical.js";
export { studentT, type StudentT, type StudentTParameters } from "./families/studentT.js";
export { triangular, type Triangular, type TriangularParameters } from "./families/triangular.js";
export { truncatedNormal, type TruncatedNormal, type TruncatedNormalParameters } from "./families/truncatedNormal.js";
export { uniform, type Uniform, type UniformParameters } from "./families/uniform.js";
export { vonMises, type VonMises, type VonMisesParameters } from "./families/vonMises.js";
export { vonMisesFisher, type VonMisesFisher, type VonMisesFisherParameters } from "./families/vonMisesFisher.js";
export { weibull, type Weibull, type WeibullParameters } from "./families/weibull.js";
export { wishart, type Wishart, type WishartParameters } from "./families/wishart.js";
export { zeroInflatedNegativeBinomial, type ZeroInflatedNegativeBinomial, type ZeroInflatedNegativeBinomialParameters } from "./families/zeroInflatedNegativeBinomial.js";
export { zeroInflatedPoisson, type ZeroInflatedPoisson, type ZeroInflatedPoissonParameters } from "./families/zeroInflatedPoisson.js";
export { zipf, type Zipf, type ZipfParameters } from "./families/zipf.js";

// Combinators
export { batchGather, batchSlice, expanded, type BatchIndex } from "./combinators/batch.js";
export type { Bounds } from "./combinators/bounds.js";
export { censored, type Censored } from "./combinators/censored.js";
export { empirical, type Empirical, type EmpiricalParameters } from "./combinators/empirical.js";
export { folded, type Folded } from "./combinators/folded.js";
export { independent, type Independent } from "./combinators/independent.js";
export { joint, type Joint, type JointPart, type JointValue } from "./combinators/joint.js";
export { markovChain, type MarkovChain, type MarkovChainParameters } from "./combinators/markovChain.js";
export { masked, type Masked } from "./combinators/masked.js";
export { mixture, type Mixture, type MixtureParameters } from "./combinators/mixture.js";
export { mixtureSameFamily, type MixtureSameFamily, type MixtureSameFamilyParameters } from "./combinators/mixtureSameFamily.js";
export { quantized, type Quantized } from "./combinators/quantized.js";
export { transformed, type ScoredDraw, type Transformed } from "./combinators/transformed.js";
export { truncated, type Truncated } from "./combinators/truncated.js";
export { zeroInflated, type ZeroInflated } from "./combinators/zeroInflated.js";

// Divergence
export { hasKl, klDivergence, registerKlRule } from "./kl/klDivergence.js";
export { monteCarloKl, type MonteCarloKl, type MonteCarloKlOptions } from "./kl/monteCarloKl.js";
export { crossEntropy } from "./divergences/crossEntropy.js";
export { hellinger } from "./divergences/hellinger.js";
export { jensenShannon, monteCarloJensenShannon } from "./divergences/jensenShannon.js";
export { klBounds, type KlBounds } from "./divergences/klBounds.js";
export { quadratureKl, type QuadratureKl } from "./divergences/quadratureKl.js";
export { renyiDivergence, type RenyiTable } from "./divergences/renyi.js";
export { wasserstein2, type WassersteinTable } from "./divergences/wasserstein.js";
export type { WithForm } from "./divergences/forms.js";
export type { AnalyticKl, BaseFamily, HasKl, KlRule, KlTable } from "./kl/table.js";

// Checks on request
export { checkParameters, checkValue } from "./check.js";
