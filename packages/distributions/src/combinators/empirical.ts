import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, isEqual, isLessEqual, logSumExp, select, tidy, toFloatTensor, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { arrayOf, type Constraint } from "../constraints.js";
import type { Distribution, HasCdf, HasMean, HasVariance } from "../distribution.js";
import { drawClasses, logProbabilities, withWeights, type CategoricalParameters } from "../families/categoricalWeights.js";
import { makeFamily } from "../family.js";
import type { GivenOdds } from "../odds.js";
import { bound } from "./bounds.js";
import { weightedMean } from "./mixtureFormulas.js";

/** Atoms along the first axis, and what they weigh: equally, unless told. */
export type EmpiricalParameters = { readonly atoms: NumericInput } & (
  | CategoricalParameters
  | { readonly probs?: never; readonly logits?: never }
);

export type Empirical<E extends Shape = Shape> = Distribution<Tensor, E> &
  HasMean &
  HasVariance &
  (E extends readonly [] ? HasCdf : unknown) & {
    readonly family: "empirical";
    /** Shape [count, ...event]. */
    readonly atoms: Tensor;
    /** Log weights [count], when given by them. */
    readonly logits?: Tensor;
    /** Weights [count]; all 1 unless given. */
    readonly probs?: Tensor;
  };

/**
 * The distribution that puts mass on given points alone, as a sample of data or the particles of a filter:
 *
 *   P(x) = Σ wᵢ [x = atomᵢ],   in nats; −∞ elsewhere
 *
 * Points that occur several times add up. Moments are those of the sample (the variance divides by the count). Scalars have a
 * cdf. Gradients reach the weights, and the moments' the atoms.
 *
 * `sample(key, s)` is the atom that `categorical` of the weights picks with `key`.
 *
 * @param parameters.atoms - Points, shape [count, ...event]; there is no batch.
 * @param parameters.probs - Weights of 0 or more, shape [count]; or
 * @param parameters.logits - their logarithms. At most one of the two; both are divided by their sum.
 * @throws If there is no axis of atoms, or not one weight for each.
 */
export function empirical<E extends Shape = Shape>(parameters: EmpiricalParameters): Empirical<E> {
  const atoms = toFloatTensor(parameters.atoms);
  try {
    return withAtoms<E>(atoms, parameters);
  } catch (error) {
    if (atoms !== parameters.atoms) atoms.dispose();
    throw error;
  }
}

function withAtoms<E extends Shape>(atoms: Tensor, { probs, logits }: EmpiricalParameters): Empirical<E> {
  const [count, ...event] = atoms.shape;
  if (count === undefined || count === 0) {
    throw new Error(`empirical: expected atoms of shape [count, ...event]; got ${formatShape(atoms.shape)}.`);
  }
  const rank = event.length;
  const equal = probs === undefined && logits === undefined;
  const weights = (equal ? { probs: new Float32Array(count).fill(1) } : { ...(probs === undefined ? {} : { probs }), ...(logits === undefined ? {} : { logits }) }) as CategoricalParameters;
  const constraints = withWeights("empirical", weights, { atoms: arrayOf(bound, rank + 1) });
  const check = (tensors: GivenOdds & { readonly atoms: Tensor }): void => {
    const { shape } = (tensors.logits ?? tensors.probs) as Tensor;
    if (shape.length !== 1 || shape[0] !== count) {
      throw new Error(`empirical: expected one weight for each of ${count} atoms; got weights ${formatShape(shape)}.`);
    }
  };
  return makeFamily(
    {
      family: "empirical", constraints, parameters: { ...weights, atoms } as Record<"atoms", NumericInput>, check,
      eventShape: event, support: supportOf(atoms, rank),
    },
    (tensors) => {
      const given = tensors as GivenOdds;
      /** log Σ of the weights of the atoms that `counts` picks along the last axis. */
      const logMass = (counts: Tensor): Tensor => {
        const some = withoutGradient(() => tf.any(counts, -1));
        const logs = select(counts, logProbabilities(given), -Infinity);
        return select(some, logSumExp(select(tf.expandDims(some, -1), logs, 0), -1), -Infinity);
      };
      const logCdf = (x: Tensor): Tensor => tf.minimum(logMass(isLessEqual(atoms, tf.expandDims(x, -1))), 0);
      const mean = (): Tensor => weightedMean(given, atoms, rank);
      return {
        logProb: (x: Tensor) => {
          const same = isEqual(tf.expandDims(x, x.rank - rank), atoms);
          return logMass(rank === 0 ? same : withoutGradient(() => tf.all(same, lastAxes(same, rank))));
        },
        sample: (key: RandomKey, shape: number[]) => tf.gather(atoms, drawClasses(given, key, [...shape.slice(0, shape.length - rank), count])),
        mean,
        variance: () => weightedMean(given, tf.square(tf.sub(atoms, mean())), rank),
        ...(rank === 0 ? { logCdf, cdf: (x: Tensor) => tf.exp(logCdf(x)) } : {}),
      };
    },
  ) as unknown as Empirical<E>;
}

const lastAxes = (x: Tensor, count: number): number[] => Array.from({ length: count }, (_, i) => x.rank - count + i);

function supportOf(atoms: Tensor, eventRank: number): Constraint {
  return {
    name: "atoms", description: "atoms", eventRank, discrete: true,
    contains: (value) =>
      tidy(() =>
        withoutGradient(() => {
          const same = tf.equal(tf.expandDims(value, value.rank - eventRank), atoms);
          const all = eventRank === 0 ? same : tf.all(same, lastAxes(same, eventRank));
          return tf.any(all, -1);
        }),
      ),
  };
}
