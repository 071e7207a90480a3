import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  isGreaterEqual,
  matmul,
  preciseCholesky,
  select,
  triangularLogDeterminant,
  triangularSolve,
  tril,
  type NumericInput,
} from "@variate/math";
import { greaterThan, lowerCholesky, positive, positiveDefinite } from "../constraints.js";
import type { HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { definiteProduct, diagonalOf, factorDraws, factorEntropy, factorLogProb } from "./bartlett.js";
import { lastSize, product, productDiagonal, requireSquare } from "./scaleTril.js";

export interface WishartParameters {
  readonly df: NumericInput;
  readonly scaleTril: NumericInput;
}

export interface Wishart
  extends Reparameterized<Tensor, readonly [number, number]>, HasMean, HasVariance, HasMode, HasEntropy {
  readonly family: "wishart";
  readonly df: Tensor;
  /** Shape [...batch, n, n]. */
  readonly scaleTril: Tensor;
}

type Tensors = Readonly<Record<keyof WishartParameters, Tensor>>;
const constraints = { df: positive, scaleTril: lowerCholesky };

/**
 * Wishart distribution over symmetric positive definite n × n matrices X: the sum of df outer products of normal
 * vectors with covariance V = L Lᵀ, for real df > n − 1.
 *
 *   log p(X) = (df − n − 1)/2 log |X| − ½ tr(V⁻¹ X) − (df n/2) log 2 − df/2 log |V| − log Γₙ(df/2)
 *   mean = df V,   variance = df (Vᵢⱼ² + Vᵢᵢ Vⱼⱼ),   mode = (df − n − 1) V, NaN for df < n + 1
 *   log densities and entropy in nats
 *
 * evaluated element by element of T = L⁻¹ chol(X), whose squared diagonal is chi-squared and whose rest is standard
 * normal, so that no large terms are subtracted. −Infinity where X is not symmetric or not positive definite. Gradients
 * in `scaleTril` and X are small differences of terms that grow with df: about 1e-7 df / Lᵢᵢ of them is lost. chol(X) is taken
 * with twice the digits, so that of nearly singular X about 1e-7 is lost times the root of the condition number.
 *
 * `rsample(key, s)` is (L T)(L T)ᵀ by Bartlett's decomposition. With `[normals, gammas] = splitKey(key, 2)`, T has the
 * lower triangle of `normalDraws(normals, [...s, ...batchShape, n, n])`, and diagonal √(2 g) with log g from
 * `logGammaDraws(gammas, (df − i)/2, [...s, ...batchShape, n])`, i = 0 … n − 1. The diagonal of X is raised by 2⁻²² n of
 * itself, since a matrix in float32 is singular below that: it tells in 1 draw in 1000 or so at df = n, and in most of
 * them as df nears n − 1. Gradients in df are implicit. Drawing reads df back from the device.
 *
 * @param parameters.df - Degrees of freedom, above n − 1; need not be whole.
 * @param parameters.scaleTril - L, lower triangular with a positive diagonal, shape [...batch, n, n]. What is above the
 *   diagonal is not read. `df` and the batch of `scaleTril` broadcast to the batch shape; events have shape [n, n].
 * @throws If `scaleTril` is not square, or the batches do not broadcast.
 *
 * Reference: Muirhead (1982), §3.2; Bartlett (1933).
 */
export function wishart(parameters: WishartParameters): Wishart {
  const specification = {
    family: "wishart" as const, constraints, parameters, support: positiveDefinite,
    eventShape: ({ scaleTril }: Tensors): readonly [number, number] => [lastSize(scaleTril), lastSize(scaleTril)],
    check: ({ scaleTril }: Tensors): void => requireSquare("wishart", "scaleTril", scaleTril),
    parameterConstraints: ({ scaleTril }: Tensors) => ({ ...constraints, df: greaterThan(lastSize(scaleTril) - 1) }),
  };
  return makeFamily(specification, ({ df, scaleTril }, { batchShape, eventShape: [n] }) => {
    const logScale = (): Tensor => tf.mul(n + 1, triangularLogDeterminant(scaleTril));
    const perMatrix = (x: Tensor): Tensor => tf.reshape(x, [...x.shape, 1, 1]);
    return {
      logProb: (x) => {
        const inside = positiveDefinite.contains(x);
        const factor = preciseCholesky(select(perMatrix(inside), x, tf.eye(n)));
        const score = tf.sub(factorLogProb(triangularSolve(scaleTril, factor), diagonalOf(df, n, "falling")), logScale());
        return select(inside, score, -Infinity);
      },
      rsample: (key, shape) => {
        const t = factorDraws(key, diagonalOf(df, n, "falling").halves, batchShape, shape, -40);
        return definiteProduct(matmul(tril(scaleTril), t));
      },
      mean: () => tf.mul(perMatrix(df), product(scaleTril)),
      variance: () => {
        const diagonal = productDiagonal(scaleTril);
        const crossed = tf.mul(tf.expandDims(diagonal, -1), tf.expandDims(diagonal, -2));
        return tf.mul(perMatrix(df), tf.add(tf.square(product(scaleTril)), crossed));
      },
      mode: () => select(isGreaterEqual(perMatrix(df), n + 1), tf.mul(perMatrix(tf.sub(df, n + 1)), product(scaleTril)), NaN),
      entropy: () => tf.add(factorEntropy(diagonalOf(df, n, "falling")), logScale()),
    };
  });
}
