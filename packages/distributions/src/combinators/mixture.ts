import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import { splitKey, type RandomKey } from "@variate/random";
import { real, type Constraint } from "../constraints.js";
import type { Distribution, HasCdf, HasMean, HasQuantile, HasVariance, ParameterMap, Reparameterized } from "../distribution.js";
import { classCount, withWeights, type CategoricalParameters } from "../families/categoricalWeights.js";
import { makeFamily } from "../family.js";
import { implicitDraws } from "../implicitDraws.js";
import type { GivenOdds } from "../odds.js";
import { broadcast } from "../parameters.js";
import { mapParametersOf, overBatch } from "./batch.js";
import { drawMixture, logMixture, logMixtureCdf, mapWeights, methodOf, mixtureQuantile, mixtureVariance, weightedMean } from "./mixtureFormulas.js";

/** Weights of the components, and the components, of any families with one event shape. */
export type MixtureParameters<D extends Distribution = Distribution> = CategoricalParameters & { readonly components: readonly D[] };

type If<D, C, T> = [D] extends [C] ? T : unknown;

/** A mixture has what all its components have and a mixture keeps. */
export type Mixture<D extends Distribution = Distribution> = Distribution<Tensor, D["eventShape"]> & {
  readonly family: "mixture";
  readonly components: readonly D[];
  /** Log weights [...batch, K], when the mixture was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, K], when the mixture was given by them. */
  readonly probs?: Tensor;
} & If<D, HasMean, HasMean> &
  If<D, HasMean & HasVariance, HasVariance> &
  If<D, HasCdf, HasCdf> &
  If<D, HasCdf & HasQuantile, HasQuantile> &
  If<D, Reparameterized<Tensor, readonly []> & HasCdf, Reparameterized<Tensor, readonly []>>;

/**
 * Mixture of K distributions, which may be of different families:
 *
 *   p(x) = Σ wₖ pₖ(x),   wₖ = exp(logitsₖ) / Σ exp(logits)
 *
 * in nats. A value outside the support of one component has its mass from the others. Quantiles are the inverse of the cdf by
 * safeguarded Newton steps between those of the components.
 *
 * `sample(key, s)` uses `[which, value] = splitKey(key, 2)`: the class that `categorical` of these weights draws with
 * `which` picks among draws of component k by `splitKey(value, K)[k]`. `rsample`, of scalars with a density, gives the same
 * values with implicit gradients −(∂F/∂θ)/p, to the weights too.
 *
 * @param parameters.probs - Weights of 0 or more, shape [...batch, K]; or
 * @param parameters.logits - their logarithms. Exactly one of the two; both are divided by their sum.
 * @param parameters.components - K distributions with one event shape, whose batch shapes broadcast.
 * @throws If there are not K components, or their shapes do not go together.
 */
export function mixture<D extends Distribution>(parameters: MixtureParameters<D>): Mixture<D> {
  const { components } = parameters;
  const { batchShape: least, eventShape } = commonShapes(components);
  const eventRank = eventShape.length;
  const constraints = withWeights("mixture", parameters, {});
  const check = (given: GivenOdds): void => {
    const classes = classCount(given);
    if (components.length !== classes) throw new Error(`mixture: expected one component for each of ${classes} weights; got ${components.length}.`);
  };
  return makeFamily(
    {
      family: "mixture", constraints, parameters: parameters as unknown as Record<string, NumericInput>, check,
      eventShape, batchShape: least, support: unionOf(components),
    },
    (given: GivenOdds, { batchShape }) => {
      /** Results of all components, along a new axis that `trailing` axes follow. */
      const together = (parts: readonly Tensor[], trailing: number): Tensor => {
        const shape = parts.reduce<Shape>((common, part) => broadcast(common, part.shape) as Shape, []);
        return tf.stack(parts.map((part) => tf.broadcastTo(part, [...shape])), shape.length - trailing);
      };
      const scores = (name: string, x: Tensor): Tensor => together(components.map((each) => methodOf(each, name)(x)), 0);
      const moment = (name: string): Tensor =>
        together(components.map((each) => tf.broadcastTo(methodOf(each, name)(), [...batchShape, ...eventShape])), eventRank);
      const logProb = (x: Tensor): Tensor => logMixture(given, scores("logProb", x));
      const logCdf = (x: Tensor): Tensor => logMixtureCdf(given, scores("logCdf", x));
      const cdf = (x: Tensor): Tensor => weightedMean(given, scores("cdf", x), 0);
      const discrete = components.every((each) => each.support.discrete);
      const sample = (key: RandomKey, shape: number[]): Tensor => {
        const lead = shape.slice(0, shape.length - batchShape.length - eventRank);
        return drawMixture(given, key, [...lead, ...batchShape], components.length, eventRank, (value) => {
          const keys = splitKey(value, components.length);
          const draws = components.map((each, k) => overBatch("mixture", each, batchShape).sample(keys[k] as RandomKey, lead) as Tensor);
          return tf.stack(draws, lead.length + batchShape.length);
        });
      };
      const all = (...names: readonly string[]): boolean => components.every((each) => names.every((name) => name in each));
      return {
        components, logProb, sample,
        ...(all("mean") ? { mean: () => weightedMean(given, moment("mean"), eventRank) } : {}),
        ...(all("mean", "variance") ? { variance: () => mixtureVariance(given, moment("mean"), moment("variance"), eventRank) } : {}),
        ...(all("cdf", "logCdf") ? { logCdf, cdf } : {}),
        ...(all("logCdf", "quantile")
          ? { quantile: (p: Tensor) => mixtureQuantile(given, p, scores("quantile", p), { logProb, logCdf, cdf, batchShape, discrete }) }
          : {}),
        ...(all("logCdf", "rsample") && eventRank === 0
          ? { rsample: (key: RandomKey, shape: number[]) => implicitDraws(withoutGradient(() => sample(key, shape)), { logProb, logCdf }) }
          : {}),
        mapParameters: (map: ParameterMap) =>
          mixture({ ...mapWeights(given, map), components: components.map((each, k) => mapParametersOf("mixture", each, map, `components.${k}.`)) }),
      };
    },
  ) as unknown as Mixture<D>;
}

/** The batch shape to which the components broadcast, and their one event shape. */
function commonShapes(components: readonly Distribution[]): { readonly batchShape: Shape; readonly eventShape: Shape } {
  const eventShape = components[0]?.eventShape ?? [];
  const batchShape = components.reduce<Shape | undefined>((common, { batchShape: own }) => common && broadcast(common, own), []);
  if (batchShape === undefined || !components.every((each) => sameShape(each.eventShape, eventShape))) {
    const got = components.map((each) => `${each.family} ${formatShape(each.batchShape)} + ${formatShape(each.eventShape)}`).join(", ");
    throw new Error(`mixture: expected components with one event shape and batch shapes that broadcast; got ${got}.`);
  }
  return { batchShape, eventShape };
}

/** What the components' supports cover together. */
function unionOf(components: readonly Distribution[]): Constraint {
  const support = components[0]?.support ?? real;
  if (components.every((each) => each.support === support)) return support;
  const names = [...new Set(components.map((each) => each.support.description))];
  return {
    name: "union", description: names.join(" or "), eventRank: support.eventRank,
    discrete: components.every((each) => each.support.discrete),
    contains: (value) =>
      tidy(() => withoutGradient(() => components.map((each) => each.support.contains(value)).reduce((a, b) => tf.logicalOr(a, b)))),
  };
}
