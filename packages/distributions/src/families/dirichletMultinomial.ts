import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { logGammaArray, multinomialDraws, splitKey, type RandomKey } from "@variate/random";
import { arrayOf, countVector, nonNegativeInteger, positive } from "../constraints.js";
import type { Distribution, HasCovariance, HasMean, HasMode, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { hostParameter } from "../hostParameter.js";
import { exponentials, modeOfCounts } from "./countMode.js";
import { dirichletMultinomialLogProb } from "./dirichletMultinomialMass.js";
import { othersOf } from "./othersOf.js";

export interface DirichletMultinomialParameters {
  readonly totalCount: NumericInput;
  readonly concentration: NumericInput;
}

export interface DirichletMultinomial extends Distribution<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode {
  readonly family: "dirichletMultinomial";
  readonly totalCount: Tensor;
  /** [...batch, classes]. */
  readonly concentration: Tensor;
}

type Given = Readonly<Record<"totalCount" | "concentration", Tensor>>;
const constraints = { totalCount: nonNegativeInteger, concentration: arrayOf(positive, 1) };

/**
 * Multinomial counts whose probabilities are a Dirichlet draw: vectors of K counts with sum n.
 *
 *   log p(x) = log n! − Σ log xᵢ! + log B(α + x) − log B(α),   B(α) = Π Γ(αᵢ) / Γ(α₀),  α₀ = Σ αᵢ, in nats
 *   mean = n π,   covariance = n (diag π − π πᵀ) (n + α₀) / (1 + α₀),   π = α / α₀
 *
 * evaluated by saddle points of negative binomial masses, so large counts and concentrations keep their digits. The mode, of
 * several one, is found on the host and reads the parameters back from the device.
 *
 * `sample(key, s)` is, with `[ofProbs, ofCounts] = splitKey(key, 2)`,
 * `multinomialDraws(ofCounts, totalCount, g, [...s, ...batchShape, K])` of gamma draws g, the exponentials of
 * `logGammaArray(ofProbs, concentration, …)` less their largest. Drawing reads the parameters back from the device.
 *
 * @param parameters.totalCount - Number n of draws, a whole number; its shape broadcasts to the batch. No gradient.
 * @param parameters.concentration - α, positive; shape [...batch, K].
 * @throws If `concentration` has no class axis or does not broadcast with `totalCount`.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1997), "Discrete Multivariate Distributions", §35.13; Loader (2000).
 */
export function dirichletMultinomial(parameters: DirichletMultinomialParameters): DirichletMultinomial {
  const specification = {
    family: "dirichletMultinomial", constraints, parameters,
    support: ({ totalCount }: Given) => countVector(totalCount),
    eventShape: ({ concentration }: Given): readonly [number] => [concentration.shape.at(-1) as number],
  } as const;
  return makeFamily(specification, ({ totalCount, concentration }, { batchShape, eventShape }) => {
    const n = (): Tensor => tf.expandDims(totalCount, -1);
    const total = (): Tensor => tf.sum(concentration, -1, true);
    const share = (x: Tensor): Tensor => tf.div(x, total());
    /** (n + α₀) / (1 + α₀): how much wider the counts spread than multinomial ones. */
    const spread = (): Tensor => tf.add(1, tf.div(tf.sub(n(), 1), tf.add(1, total())));
    return {
      logProb: (x) => dirichletMultinomialLogProb(x, totalCount, concentration),
      sample: (key, shape) => {
        const [ofProbs, ofCounts] = splitKey(key, 2) as [RandomKey, RandomKey];
        const logs = logGammaArray(ofProbs, hostParameter(concentration, [...batchShape, ...eventShape]), shape);
        return multinomialDraws(ofCounts, hostParameter(totalCount, batchShape), exponentials(logs, eventShape[0]), shape);
      },
      mean: () => tf.mul(n(), share(concentration)),
      // That of the multinomial with weights α − 1 above 0; where there are none all counts are of the largest α.
      mode: () => {
        const shape = [...batchShape, eventShape[0]];
        const alphas = hostParameter(concentration, shape);
        const weights = Float64Array.from(alphas, (alpha, i) => {
          const start = i - (i % eventShape[0]);
          const largest = Math.max(...alphas.subarray(start, start + eventShape[0]));
          return largest > 1 ? Math.max(alpha - 1, 0) : Number(alphas.indexOf(largest, start) === i);
        });
        return modeOfCounts(hostParameter(totalCount, batchShape), weights, shape);
      },
      variance: () => tf.mul(tf.mul(tf.mul(n(), share(concentration)), share(othersOf(concentration))), spread()),
      covariance: () => {
        const p = share(concentration);
        const off = tf.neg(tf.mul(tf.expandDims(p, -1), tf.expandDims(p, -2)));
        const own = tf.expandDims(tf.mul(p, share(othersOf(concentration))), -1);
        const diagonal = tf.eye(eventShape[0]);
        const single = tf.add(tf.mul(diagonal, own), tf.mul(tf.sub(1, diagonal), off));
        return tf.mul(tf.expandDims(tf.mul(n(), spread()), -1), single);
      },
    };
  });
}
