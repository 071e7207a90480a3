import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, matmul, transposeMatrix, triangularLogDeterminant, triangularSolve, tril, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { arrayOf, lowerCholesky, real } from "../constraints.js";
import { named } from "../constraints/constraint.js";
import type { HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { productDiagonal } from "./scaleTril.js";

export interface MatrixNormalParameters {
  readonly loc: NumericInput;
  readonly scaleTrilRow: NumericInput;
  readonly scaleTrilColumn: NumericInput;
}

export interface MatrixNormal
  extends Reparameterized<Tensor, readonly [number, number]>, HasMean, HasVariance, HasMode, HasEntropy {
  readonly family: "matrixNormal";
  /** Shape [...batch, n, p]. */
  readonly loc: Tensor;
  /** Shape [...batch, n, n]. */
  readonly scaleTrilRow: Tensor;
  /** Shape [...batch, p, p]. */
  readonly scaleTrilColumn: Tensor;
}

type Tensors = Readonly<Record<keyof MatrixNormalParameters, Tensor>>;
const realMatrix = /* @__PURE__ */ named(/* @__PURE__ */ arrayOf(real, 2), "realMatrix", "matrices of finite numbers");
const constraints = { loc: realMatrix, scaleTrilRow: lowerCholesky, scaleTrilColumn: lowerCholesky };
const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Normal distribution over n × p matrices whose rows have covariance A Aᵀ and whose columns have covariance B Bᵀ:
 * cov(Xᵢⱼ, Xₖₗ) = (A Aᵀ)ᵢₖ (B Bᵀ)ⱼₗ.
 *
 *   log p(X) = −½ ‖A⁻¹ (X − loc) B⁻ᵀ‖² − p Σ log Aᵢᵢ − n Σ log Bⱼⱼ − (n p/2) log 2π
 *   entropy = p Σ log Aᵢᵢ + n Σ log Bⱼⱼ + (n p/2)(1 + log 2π), in nats
 *
 * `rsample(key, s)` is `loc + A E Bᵀ` with E = `normalDraws(key, [...s, ...batchShape, n, p])`.
 *
 * @param parameters.loc - Mean, shape [...batch, n, p].
 * @param parameters.scaleTrilRow - A, lower triangular with a positive diagonal, shape [...batch, n, n].
 * @param parameters.scaleTrilColumn - B, likewise, shape [...batch, p, p]. What is above the diagonals is not read. Only
 *   the product of the two scales counts: A may be doubled and B halved. Batches broadcast.
 * @throws If the sizes disagree, or the batches do not broadcast.
 *
 * Reference: Gupta and Nagar (1999), "Matrix variate distributions", ch. 2.
 */
export function matrixNormal(parameters: MatrixNormalParameters): MatrixNormal {
  const specification = {
    family: "matrixNormal" as const, constraints, parameters, support: realMatrix, check: requireSizes,
    eventShape: ({ loc }: Tensors): readonly [number, number] => loc.shape.slice(-2) as [number, number],
  };
  return makeFamily(specification, ({ loc, scaleTrilRow, scaleTrilColumn }, { eventShape: [n, p] }) => {
    const logDeterminant = (): Tensor =>
      tf.add(tf.mul(p, triangularLogDeterminant(scaleTrilRow)), tf.mul(n, triangularLogDeterminant(scaleTrilColumn)));
    return {
      logProb: (x) => {
        const ofRows = triangularSolve(scaleTrilRow, tf.sub(x, loc));
        const white = triangularSolve(scaleTrilColumn, transposeMatrix(ofRows));
        const squared = tf.sum(tf.square(white), [-2, -1]);
        return tf.sub(tf.mul(-0.5, squared), tf.add(logDeterminant(), ((n * p) / 2) * LOG_TWO_PI));
      },
      rsample: (key, shape) => {
        const ofRows = matmul(tril(scaleTrilRow), normalDraws(key, shape));
        return tf.add(loc, matmul(ofRows, transposeMatrix(tril(scaleTrilColumn))));
      },
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.mul(tf.expandDims(productDiagonal(scaleTrilRow), -1), tf.expandDims(productDiagonal(scaleTrilColumn), -2)),
      entropy: () => tf.add(logDeterminant(), ((n * p) / 2) * (1 + LOG_TWO_PI)),
    };
  });
}

function requireSizes({ loc, scaleTrilRow, scaleTrilColumn }: Tensors): void {
  const [n, p] = loc.shape.slice(-2);
  const fits = (x: Tensor, size: number | undefined): boolean => x.shape.slice(-2).every((side) => side === size);
  if (fits(scaleTrilRow, n) && fits(scaleTrilColumn, p)) return;
  const got = Object.entries({ loc, scaleTrilRow, scaleTrilColumn }).map(([name, x]) => `${name} ${formatShape(x.shape)}`);
  throw new Error(`matrixNormal: expected loc [..., n, p], scaleTrilRow [..., n, n] and scaleTrilColumn [..., p, p]; got ${got.join(", ")}.`);
}
