import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import {
  batchSlice,
  bernoulli,
  beta,
  binomial,
  categorical,
  cauchy,
  censored,
  chi2,
  crossEntropy,
  empirical,
  expanded,
  exponential,
  folded,
  gamma,
  geometric,
  gumbel,
  halfCauchy,
  hellinger,
  independent,
  jensenShannon,
  joint,
  klDivergence,
  laplace,
  lkjCholesky,
  logNormal,
  lowRankMultivariateNormal,
  markovChain,
  masked,
  mixture,
  mixtureSameFamily,
  monteCarloKl,
  multinomial,
  multivariateNormal,
  negativeBinomial,
  normal,
  oneHotCategorical,
  pareto,
  poisson,
  quantized,
  relaxedBernoulli,
  renyiDivergence,
  standardNormal,
  transformed,
  truncated,
  type Distribution,
  type HasCdf,
  type HasEntropy,
  type HasMean,
  type HasQuantile,
  type Reparameterized,
  uniform,
  wasserstein2,
  wishart,
  zeroInflated,
} from "../src/index.js";

/** Compiled, never run: what must not compile is marked, and the type check fails if it does. */

const key = randomKey(0);
const one = { loc: 0, scale: 1 };

export function parameters(): void {
  // @ts-expect-error both of an equivalent pair
  bernoulli({ probs: 0.5, logits: 0 });
  // @ts-expect-error none of an equivalent pair
  bernoulli({});
  // @ts-expect-error none of an equivalent pair
  categorical({});
  // @ts-expect-error both of an equivalent pair
  oneHotCategorical({ probs: [1, 1], logits: [0, 0] });
  // @ts-expect-error both of an equivalent pair
  geometric({ probs: 0.5, logits: 0 });
  // @ts-expect-error both of an equivalent pair, beside another parameter
  binomial({ totalCount: 3, probs: 0.5, logits: 0 });
  // @ts-expect-error none of an equivalent pair, beside another parameter
  negativeBinomial({ totalCount: 3 });
  // @ts-expect-error a missing total
  multinomial({ probs: [1, 1] });
  // @ts-expect-error a missing parameter
  normal({ loc: 0 });
  // @ts-expect-error an unknown parameter
  normal({ loc: 0, scale: 1, rate: 2 });
  // @ts-expect-error no parameter at all
  laplace();
  // @ts-expect-error the name of another family's parameter
  gamma({ concentration: 1, scale: 1 });
  // @ts-expect-error the name of another family's parameter
  exponential({ scale: 1 });
  // @ts-expect-error the names are concentration1 and concentration0
  beta({ alpha: 1, beta: 1 });
  // @ts-expect-error a missing value is no number
  normal({ loc: undefined, scale: 1 });
  // @ts-expect-error a degree of freedom is called df
  chi2({ nu: 3 });
  // @ts-expect-error two ways of giving the covariance
  multivariateNormal({ loc: [0], scaleTril: [[1]], covarianceMatrix: [[1]] });
  // @ts-expect-error no way of giving the covariance
  multivariateNormal({ loc: [0] });
  // @ts-expect-error a dimension is a plain number
  lkjCholesky({ dim: tf.scalar(3), concentration: 1 });
  // @ts-expect-error a missing factor
  lowRankMultivariateNormal({ loc: [0], covDiag: [1] });
}

export function capabilities(): void {
  // @ts-expect-error discrete draws have no pathwise gradient
  bernoulli({ probs: 0.5 }).rsample(key);
  // @ts-expect-error nor have independent ones
  independent(bernoulli({ probs: [0.5] }), 1).rsample(key);
  // @ts-expect-error counts
  poisson({ rate: 1 }).rsample(key);
  // @ts-expect-error counts
  binomial({ totalCount: 3, probs: 0.5 }).rsample(key);
  // @ts-expect-error one-hot vectors
  oneHotCategorical({ probs: [1, 1] }).rsample(key);
  // @ts-expect-error rounded draws
  quantized(normal(one), {}).rsample(key);
  // @ts-expect-error a mixture of counts
  mixtureSameFamily({ probs: [1, 1], component: poisson({ rate: [1, 2] }) }).rsample(key);
  // @ts-expect-error a mixture of vectors, whose rank is not defined
  mixtureSameFamily({ probs: [1, 1], component: multivariateNormal({ loc: [[0], [1]], scaleTril: [[1]] }) }).rsample(key);
  // @ts-expect-error atoms
  empirical({ atoms: [0, 1] }).rsample(key);
  // @ts-expect-error a class index has no mean
  categorical({ probs: [1, 1] }).mean();
  // @ts-expect-error nor a variance
  categorical({ probs: [1, 1] }).variance();
  // @ts-expect-error nor an order
  categorical({ probs: [1, 1] }).cdf(0);
  // @ts-expect-error the moments do not exist
  cauchy(one).mean();
  // @ts-expect-error the moments do not exist
  cauchy(one).variance();
  // @ts-expect-error the uniform distribution has no single mode
  uniform({ low: 0, high: 1 }).mode();
  // @ts-expect-error a joint cdf is not what independent lifts
  standardNormal([2]).cdf([0, 0]);
  // @ts-expect-error vectors have no quantile
  multivariateNormal({ loc: [0], scaleTril: [[1]] }).quantile(0.5);
  // @ts-expect-error a mixture's entropy has no closed form
  mixtureSameFamily({ probs: [1, 1], component: normal({ loc: [0, 1], scale: 1 }) }).entropy();
  // @ts-expect-error nor has a mixture of several families
  mixture({ probs: [1], components: [normal(one)] }).entropy();
  // @ts-expect-error what is truncated has no closed-form mean in general
  truncated(normal(one), { low: 0 }).mean();
  // @ts-expect-error a continuous distribution has no list of values
  normal(one).enumerateSupport();
  // @ts-expect-error numbers have no covariance matrix
  normal(one).covariance();
  // @ts-expect-error a Wishart distribution has no cdf
  wishart({ df: 3, scaleTril: [[1]] }).cdf([[1]]);
  // @ts-expect-error the entropy of a folded distribution has no closed form
  folded(normal(one)).entropy();
  // @ts-expect-error without a cdf there is no quantile of a folded distribution either
  folded(categorical({ probs: [1, 1] })).quantile(0.5);
  // @ts-expect-error nor of a mixture, one component of which has none
  mixture({ probs: [1, 1], components: [normal(one), categorical({ probs: [1, 1] })] }).quantile(0.5);
  // @ts-expect-error a dependent joint has no closed-form entropy
  joint({ z: normal(one), x: ({ z }: { z: tf.Tensor }) => normal({ loc: z, scale: 1 }) }).entropy();
  // @ts-expect-error one part is discrete
  joint({ z: normal(one), x: bernoulli({ probs: 0.5 }) }).rsample(key);
  // @ts-expect-error a chain of discrete states
  markovChain({ initial: bernoulli({ probs: 0.5 }), transition: () => bernoulli({ probs: 0.5 }), steps: 2 }).rsample(key);
  // @ts-expect-error draws of gamma have logarithms, those of a normal none
  normal(one).rsampleLog(key);
}

export function wiring(): void {
  // @ts-expect-error a Bernoulli is not reparameterized
  const latent: Reparameterized = bernoulli({ probs: 0.5 });
  // @ts-expect-error nor is a Poisson
  const counts: Reparameterized = poisson({ rate: 1 });
  // @ts-expect-error a class index has no mean
  const average: HasMean = categorical({ probs: [1, 1] });
  // @ts-expect-error a mixture has no closed-form entropy
  const uncertain: HasEntropy = mixtureSameFamily({ probs: [1, 1], component: normal({ loc: [0, 1], scale: 1 }) });
  // @ts-expect-error vectors have no cdf
  const ordered: HasCdf = standardNormal([2]);
  // @ts-expect-error one-hot vectors have no quantile
  const inverted: HasQuantile = oneHotCategorical({ probs: [1, 1] });
  // @ts-expect-error truncation needs a cdf
  truncated(categorical({ probs: [1, 1] }), { low: 0 });
  // @ts-expect-error truncation is of numbers, not vectors
  truncated(standardNormal([2]), { low: 0 });
  // @ts-expect-error censoring needs a cdf
  censored(categorical({ probs: [1, 1] }), { low: 0 });
  // @ts-expect-error the unknown bound
  truncated(normal(one), { min: 0 });
  // @ts-expect-error folding is of numbers, not vectors
  folded(standardNormal([2]));
  // @ts-expect-error zero inflation is of numbers, not vectors
  zeroInflated(multinomial({ totalCount: 2, probs: [1, 1] }), { probs: 0.5 });
  // @ts-expect-error zero inflation by both of an equivalent pair
  zeroInflated(poisson({ rate: 1 }), { probs: 0.5, logits: 0 });
  // @ts-expect-error a mixture needs weights
  mixtureSameFamily({ component: normal(one) });
  // @ts-expect-error the components are called component in the mixture of one family
  mixtureSameFamily({ probs: [1], components: [normal(one)] });
  // @ts-expect-error a batch index is a number, a range or null
  batchSlice(normal(one), "0");
  // @ts-expect-error a shape is an array
  expanded(normal(one), 3);
  // @ts-expect-error a transform needs a bijector
  transformed(normal(one), tf.exp);
  // @ts-expect-error a mask is missing
  masked(normal(one));
  // @ts-expect-error a key is no seed
  normal(one).sample(3);
  // @ts-expect-error Monte Carlo needs a key
  monteCarloKl(normal(one), laplace(one), { samples: 10 });
  // @ts-expect-error a named value for a distribution of tensors
  normal(one).logProb({ x: tf.scalar(0) });
  // @ts-expect-error a tensor for a joint distribution
  joint({ z: normal(one) }).logProb(0);
  // @ts-expect-error a part is missing
  joint({ z: normal(one), x: normal(one) }).logProb({ z: tf.scalar(0) });
  const wide: Distribution = normal(one);
  // @ts-expect-error what is only known to be a distribution has no closed forms
  wide.entropy();
  void [latent, counts, average, uncertain, ordered, inverted];
}

export function divergences(): void {
  // @ts-expect-error no closed form
  klDivergence(gamma({ concentration: 1, rate: 1 }), laplace(one));
  // @ts-expect-error nor through independent
  klDivergence(independent(bernoulli({ probs: [0.5] }), 1), standardNormal([1]));
  // @ts-expect-error nor of a Cauchy and a normal
  klDivergence(cauchy(one), laplace(one));
  // @ts-expect-error nor of counts of different kinds
  klDivergence(poisson({ rate: 1 }), geometric({ probs: 0.5 }));
  // @ts-expect-error nor of mixtures
  klDivergence(mixtureSameFamily({ probs: [1, 1], component: normal({ loc: [0, 1], scale: 1 }) }), normal(one));
  // @ts-expect-error nor of logistic-like tails
  klDivergence(gumbel(one), laplace(one));
  // @ts-expect-error nor of a mean that is infinite
  klDivergence(halfCauchy({ scale: 1 }), gamma({ concentration: 1, rate: 1 }));
  // @ts-expect-error nor of a normal in logarithms and a Pareto
  klDivergence(logNormal(one), pareto({ scale: 1, alpha: 1 }));
  // @ts-expect-error no closed form of order ½
  renyiDivergence(normal(one), laplace(one), 0.5);
  // @ts-expect-error nor through independent
  hellinger(independent(cauchy({ loc: [0], scale: 1 }), 1), independent(cauchy({ loc: [0], scale: 1 }), 1));
  // @ts-expect-error no transport between families
  wasserstein2(normal(one), laplace(one));
  // @ts-expect-error infinitely many values
  jensenShannon(poisson({ rate: 1 }), poisson({ rate: 2 }));
  // @ts-expect-error no entropy
  crossEntropy(relaxedBernoulli({ temperature: 1, probs: 0.5 }), relaxedBernoulli({ temperature: 1, probs: 0.5 }));
}
