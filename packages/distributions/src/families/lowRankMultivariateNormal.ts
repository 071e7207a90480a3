import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, matmul, setDiagonal, transposeMatrix, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { arrayOf, positive, real, realVector } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { capacitanceBasis, halfLogDeterminant, quadraticForm } from "./lowRank.js";
import { lastSize } from "./scaleTril.js";

export interface LowRankMultivariateNormalParameters {
  readonly loc: NumericInput;
  readonly covFactor: NumericInput;
  readonly covDiag: NumericInput;
}

export interface LowRankMultivariateNormal
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "lowRankMultivariateNormal";
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  /** Shape [...batch, n, k]. */
  readonly covFactor: Tensor;
  /** Shape [...batch, n]. */
  readonly covDiag: Tensor;
}

type Tensors = Readonly<Record<keyof LowRankMultivariateNormalParameters, Tensor>>;
const constraints = { loc: realVector, covFactor: /* @__PURE__ */ arrayOf(real, 2), covDiag: /* @__PURE__ */ arrayOf(positive, 1) };
const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Multivariate normal distribution over vectors of length n, with covariance W Wᵀ + D: k factors that the components
 * share, and a variance of each one's own.
 *
 *   log p(x) = −½ (x − loc)ᵀ (W Wᵀ + D)⁻¹ (x − loc) − ½ log |W Wᵀ + D| − (n/2) log 2π
 *   entropy = ½ log |W Wᵀ + D| + (n/2)(1 + log 2π), in nats
 *
 * in O(n k²). With A = D^{−½} W, y = D^{−½} (x − loc) and the capacitance C = I + Aᵀ A, the determinant lemma and
 * Woodbury's identity give
 *
 *   log |W Wᵀ + D| = log |C| + log |D|,   the quadratic form = min over t of ‖y − A t‖² + ‖t‖²
 *
 * both from an orthogonal basis of the columns of [A; I]. C is not formed, and no large squares are subtracted: where
 * factors outweigh D by r in standard deviation, float32 loses about 1e-7 r of the quadratic form, and not 1e-7 r².
 * Of gradients, over max(1, |gradient|), up to 6e-7 r is lost in x and `loc`, 1e-6 r in `covFactor` and 1e-5 r in `covDiag`.
 *
 * `rsample(key, s)` is `loc + W ε₁ + √D ε₂` with `[ε₁, ε₂]` the first k and the last n of
 * `normalDraws(key, [...s, ...batchShape, k + n])`.
 *
 * @param parameters.loc - Mean, shape [...batch, n].
 * @param parameters.covFactor - W, shape [...batch, n, k].
 * @param parameters.covDiag - The diagonal of D, variances, shape [...batch, n]; positive. Batches broadcast.
 * @throws If the sizes disagree, or the batches do not broadcast.
 *
 * Reference: Woodbury (1950); Björck (1967).
 */
export function lowRankMultivariateNormal(parameters: LowRankMultivariateNormalParameters): LowRankMultivariateNormal {
  const specification = {
    family: "lowRankMultivariateNormal" as const, constraints, parameters, support: realVector, check: requireSizes,
    eventShape: ({ loc }: { readonly loc: Tensor }): readonly [number] => [lastSize(loc)],
  };
  return makeFamily(specification, ({ loc, covFactor, covDiag }, { eventShape: [n] }) => {
    const k = lastSize(covFactor);
    const variance = (): Tensor => tf.add(tf.sum(tf.square(covFactor), -1), covDiag);
    return {
      logProb: (x) => {
        const basis = capacitanceBasis(covFactor, covDiag);
        const squared = quadraticForm(basis, covDiag, tf.expandDims(tf.sub(x, loc), -2));
        return tf.sub(tf.mul(-0.5, squared), tf.add(halfLogDeterminant(basis, covDiag), (n / 2) * LOG_TWO_PI));
      },
      rsample: (key, shape) => {
        const noise = normalDraws(key, [...shape.slice(0, -1), k + n]);
        const lead = shape.slice(0, -1);
        const shared = tf.slice(noise, [...lead.map(() => 0), 0], [...lead, k]);
        const own = tf.slice(noise, [...lead.map(() => 0), k], [...lead, n]);
        const common = tf.squeeze(matmul(tf.expandDims(shared, -2), transposeMatrix(covFactor)), [-2]);
        return tf.add(loc, tf.add(common, tf.mul(tf.sqrt(covDiag), own)));
      },
      mean: () => loc,
      mode: () => loc,
      variance,
      covariance: () => setDiagonal(matmul(covFactor, transposeMatrix(covFactor)), variance()),
      entropy: () => tf.add(halfLogDeterminant(capacitanceBasis(covFactor, covDiag), covDiag), (n / 2) * (1 + LOG_TWO_PI)),
    };
  });
}

function requireSizes({ loc, covFactor, covDiag }: Tensors): void {
  const n = lastSize(loc);
  if (covFactor.shape[covFactor.rank - 2] === n && lastSize(covDiag) === n) return;
  const got = Object.entries({ loc, covFactor, covDiag }).map(([name, x]) => `${name} ${formatShape(x.shape)}`);
  throw new Error(`lowRankMultivariateNormal: expected loc [..., n], covFactor [..., n, k] and covDiag [..., n]; got ${got.join(", ")}.`);
}
