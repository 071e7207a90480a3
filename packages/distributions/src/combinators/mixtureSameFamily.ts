import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, tidy, withoutGradient, type NumericInput } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Bounded, Constraint } from "../constraints.js";
import type { Distribution, HasCdf, HasCovariance, HasMean, HasQuantile, HasVariance, ParameterMap, Reparameterized } from "../distribution.js";
import { classCount, withWeights, type CategoricalParameters } from "../families/categoricalWeights.js";
import { makeFamily } from "../family.js";
import { implicitDraws } from "../implicitDraws.js";
import type { GivenOdds } from "../odds.js";
import { mapParametersOf, overBatch } from "./batch.js";
import { drawMixture, logMixture, logMixtureCdf, mapWeights, methodOf, mixtureCovariance, mixtureQuantile, mixtureVariance, weightedMean } from "./mixtureFormulas.js";

/** Weights of the components, and the components: the last batch axis of one distribution. */
export type MixtureSameFamilyParameters<D extends Distribution = Distribution> = CategoricalParameters & { readonly component: D };

type If<D, C, T> = D extends C ? T : unknown;

/** A mixture has what its components have and a mixture keeps; `rsample` where they are scalars with a density and a cdf. */
export type MixtureSameFamily<D extends Distribution = Distribution> = Distribution<Tensor, D["eventShape"]> & {
  readonly family: "mixtureSameFamily";
  readonly component: D;
  /** Log weights [...batch, K], when the mixture was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, K], when the mixture was given by them. */
  readonly probs?: Tensor;
} & If<D, HasMean, HasMean> &
  If<D, HasMean & HasVariance, HasVariance> &
  If<D, HasMean & HasCovariance, HasCovariance> &
  If<D, HasCdf, HasCdf> &
  If<D, HasCdf & HasQuantile, HasQuantile> &
  If<D, Reparameterized<Tensor, readonly []> & HasCdf, Reparameterized<Tensor, readonly []>>;

/**
 * Mixture of K distributions of one family, which are the last batch axis of `component`:
 *
 *   p(x) = Σ wₖ pₖ(x),   wₖ = exp(logitsₖ) / Σ exp(logits)
 *
 * in nats, by logSumExp. Mean, variance and covariance follow by the laws of total expectation and variance; the cdf is the
 * weighted sum, and quantiles are its inverse by safeguarded Newton steps between those of the components.
 *
 * `sample(key, s)` uses `[which, value] = splitKey(key, 2)`: the class that `categorical` of these weights draws with
 * `which` picks among `component.sample(value, s)`. `rsample`, of scalars with a density, gives the same values with
 * implicit gradients −(∂F/∂θ)/p, to the weights too.
 *
 * @param parameters.probs - Weights of 0 or more, shape [...batch, K]; or
 * @param parameters.logits - their logarithms. Exactly one of the two; both are divided by their sum.
 * @param parameters.component - Distributions of batch shape [...batch, K].
 * @throws If the component has no batch axis, or not K distributions along the last.
 *
 * Reference: Graves (2016), "Stochastic backpropagation through mixture density distributions"; Figurnov, Mohamed and Mnih (2018).
 */
export function mixtureSameFamily<D extends Distribution>(parameters: MixtureSameFamilyParameters<D>): MixtureSameFamily<D> {
  const { component } = parameters;
  const { batchShape: components, eventShape } = component;
  const eventRank = eventShape.length;
  const constraints = withWeights("mixtureSameFamily", parameters, {});
  const check = (given: GivenOdds): void => {
    const { shape } = (given.logits ?? given.probs) as Tensor;
    if (components.length > 0 && components[components.length - 1] === shape[shape.length - 1]) return;
    throw new Error(
      `mixtureSameFamily: expected weights [..., K] and a component of batch shape [..., K]; got weights ${formatShape(shape)} ` +
        `and ${component.family} ${formatShape(components)}.`,
    );
  };
  return makeFamily(
    {
      family: "mixtureSameFamily", constraints, parameters: parameters as unknown as Record<string, NumericInput>, check, eventShape,
      batchShape: components.slice(0, -1), support: unionOf(component.support, eventRank),
    },
    (given: GivenOdds, { batchShape }) => {
      const classes = classCount(given);
      /** A value with an axis for the components, which the axes of the batch precede and those of the event follow. */
      const spread = (x: Tensor): Tensor => {
        const missing = Math.max(0, batchShape.length + eventRank - x.rank);
        const full = [...Array.from({ length: missing }, () => 1), ...x.shape];
        const axis = full.length - eventRank;
        return tf.reshape(x, [...full.slice(0, axis), 1, ...full.slice(axis)]);
      };
      const moment = (name: string): Tensor => methodOf(component, name)();
      const logProb = (x: Tensor): Tensor => logMixture(given, component.logProb(spread(x)));
      const logCdf = (x: Tensor): Tensor => logMixtureCdf(given, methodOf(component, "logCdf")(spread(x)));
      const cdf = (x: Tensor): Tensor => weightedMean(given, methodOf(component, "cdf")(spread(x)), 0);
      const sample = (key: RandomKey, shape: number[]): Tensor => {
        const lead = shape.slice(0, shape.length - batchShape.length - eventRank);
        return drawMixture(given, key, [...lead, ...batchShape], classes, eventRank, (value) =>
          overBatch("mixtureSameFamily", component, [...batchShape, classes]).sample(value, lead),
        );
      };
      const has = (...names: readonly string[]): boolean => names.every((name) => name in component);
      return {
        component, logProb, sample,
        ...(has("mean") ? { mean: () => weightedMean(given, moment("mean"), eventRank) } : {}),
        ...(has("mean", "variance") ? { variance: () => mixtureVariance(given, moment("mean"), moment("variance"), eventRank) } : {}),
        ...(has("mean", "covariance") ? { covariance: () => mixtureCovariance(given, moment("mean"), moment("covariance")) } : {}),
        ...(has("logCdf") ? { logCdf, cdf } : {}),
        ...(has("logCdf", "quantile")
          ? { quantile: (p: Tensor) => mixtureQuantile(given, p, methodOf(component, "quantile")(spread(p)), { logProb, logCdf, cdf, batchShape, discrete: component.support.discrete }) }
          : {}),
        ...(has("logCdf", "rsample") && eventRank === 0
          ? { rsample: (key: RandomKey, shape: number[]) => implicitDraws(withoutGradient(() => sample(key, shape)), { logProb, logCdf }) }
          : {}),
        mapParameters: (map: ParameterMap) =>
          mixtureSameFamily({ ...mapWeights(given, map), component: mapParametersOf("mixtureSameFamily", component, map, "component.", 1) }),
      };
    },
  ) as unknown as MixtureSameFamily<D>;
}

/** What the components' supports cover together: the last batch axis of bounds is that of the components. */
function unionOf(support: Constraint, eventRank: number): Constraint {
  const { low, high } = support as Partial<Bounded>;
  if (typeof low !== "object" && typeof high !== "object") return support;
  return {
    ...support,
    contains: (value) => tidy(() => withoutGradient(() => tf.any(support.contains(tf.expandDims(value, value.rank - eventRank)), -1))),
  };
}
