import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  diagonalPart,
  isGreater,
  safeWhere,
  preciseCholesky,
  select,
  setDiagonal,
  transposeMatrix,
  triangularLogDeterminant,
  triangularSolve,
  tril,
  type NumericInput,
} from "@variate/math";
import { greaterThan, lowerCholesky, positive, positiveDefinite } from "../constraints.js";
import type { HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { definiteProduct, diagonalOf, factorDraws, factorEntropy, factorLogProb, meanLogDiagonal } from "./bartlett.js";
import { lastSize, product, productDiagonal, requireSquare } from "./scaleTril.js";

export interface InverseWishartParameters {
  readonly df: NumericInput;
  readonly scaleTril: NumericInput;
}

export interface InverseWishart
  extends Reparameterized<Tensor, readonly [number, number]>, HasMean, HasVariance, HasMode, HasEntropy {
  readonly family: "inverseWishart";
  readonly df: Tensor;
  /** Shape [...batch, n, n]. */
  readonly scaleTril: Tensor;
}

type Tensors = Readonly<Record<keyof InverseWishartParameters, Tensor>>;
const constraints = { df: positive, scaleTril: lowerCholesky };

/**
 * Inverse Wishart distribution over symmetric positive definite n × n matrices X: those whose inverse has the Wishart
 * distribution with scale matrix Ψ⁻¹, Ψ = L Lᵀ, for real df > n − 1.
 *
 *   log p(X) = df/2 log |Ψ| − (df + n + 1)/2 log |X| − ½ tr(Ψ X⁻¹) − (df n/2) log 2 − log Γₙ(df/2)
 *   mean = Ψ / (df − n − 1) for df > n + 1,   mode = Ψ / (df + n + 1);   log densities and entropy in nats
 *
 * evaluated element by element of U = chol(X)⁻¹ L, whose squared diagonal is chi-squared with df − n + 1 … df degrees
 * of freedom and whose rest is standard normal. −Infinity where X is not symmetric or not positive definite. Where the
 * mean does not exist it is Infinity on the diagonal and NaN off it; variances are Infinity for df ≤ n + 3. Gradients in
 * `scaleTril` and X are small differences of terms that grow with df: about 1e-7 df / Lᵢᵢ of them is lost. chol(X) is taken
 * with twice the digits, so that of nearly singular X about 1e-7 is lost times the root of the condition number.
 *
 * `rsample(key, s)` is (L U⁻¹)(L U⁻¹)ᵀ. With `[normals, gammas] = splitKey(key, 2)`, U has the lower triangle of
 * `normalDraws(normals, [...s, ...batchShape, n, n])`, and diagonal √(2 g) with log g from
 * `logGammaDraws(gammas, (df − n + 1 + i)/2, [...s, ...batchShape, n])`, i = 0 … n − 1, not below e⁻³⁰, so that X is finite.
 * The diagonal of X is raised by
 * 2⁻²² n of itself, since a matrix in float32 is singular below that. Gradients in df are implicit. Drawing reads df
 * back from the device.
 *
 * @param parameters.df - Degrees of freedom, above n − 1; need not be whole.
 * @param parameters.scaleTril - L, lower triangular with a positive diagonal, shape [...batch, n, n]. What is above the
 *   diagonal is not read. `df` and the batch of `scaleTril` broadcast to the batch shape; events have shape [n, n].
 * @throws If `scaleTril` is not square, or the batches do not broadcast.
 *
 * Reference: Gupta and Nagar (1999), "Matrix variate distributions", §3.4.
 */
export function inverseWishart(parameters: InverseWishartParameters): InverseWishart {
  const specification = {
    family: "inverseWishart" as const, constraints, parameters, support: positiveDefinite,
    eventShape: ({ scaleTril }: Tensors): readonly [number, number] => [lastSize(scaleTril), lastSize(scaleTril)],
    check: ({ scaleTril }: Tensors): void => requireSquare("inverseWishart", "scaleTril", scaleTril),
    parameterConstraints: ({ scaleTril }: Tensors) => ({ ...constraints, df: greaterThan(lastSize(scaleTril) - 1) }),
  };
  return makeFamily(specification, ({ df, scaleTril }, { batchShape, eventShape: [n] }) => {
    const perMatrix = (x: Tensor): Tensor => tf.reshape(x, [...x.shape, 1, 1]);
    const logScale = (): Tensor => triangularLogDeterminant(scaleTril);
    return {
      logProb: (x) => {
        const inside = positiveDefinite.contains(x);
        const factor = preciseCholesky(select(perMatrix(inside), x, tf.eye(n)));
        const jacobian = tf.sub(logScale(), tf.mul(2, triangularLogDeterminant(factor)));
        const ratio = triangularSolve(factor, tril(scaleTril));
        const score = tf.add(factorLogProb(ratio, diagonalOf(df, n, "rising")), tf.mul(n + 1, jacobian));
        return select(inside, score, -Infinity);
      },
      rsample: (key, shape) => {
        const u = factorDraws(key, diagonalOf(df, n, "rising").halves, batchShape, shape, -30);
        return definiteProduct(transposeMatrix(triangularSolve(u, transposeMatrix(tril(scaleTril)), { transpose: true })));
      },
      mean: () => {
        const excess = tf.sub(df, n + 1);
        const exists = isGreater(excess, 0);
        const inverse = safeWhere(exists, excess, (v) => tf.div(1, v), 1);
        const mean = select(perMatrix(exists), tf.mul(perMatrix(inverse), product(scaleTril)), NaN);
        return setDiagonal(mean, select(tf.expandDims(exists, -1), diagonalPart(mean), Infinity));
      },
      variance: () => {
        const spare = tf.sub(df, n + 3);
        const exists = isGreater(spare, 0);
        // With c = df − n − 3: ((c + 4) Ψᵢⱼ² + (c + 2) Ψᵢᵢ Ψⱼⱼ) / ((c + 3) (c + 2)² c).
        const inside = (c: Tensor): Tensor => {
          const e = perMatrix(c);
          const inverse = tf.div(1, tf.add(e, 2));
          const mean = tf.mul(inverse, product(scaleTril));
          const diagonal = tf.mul(tf.squeeze(inverse, [-1]), productDiagonal(scaleTril));
          const crossed = tf.mul(tf.expandDims(diagonal, -1), tf.expandDims(diagonal, -2));
          const squares = tf.div(tf.mul(tf.add(e, 4), tf.square(mean)), tf.add(e, 3));
          return tf.div(tf.add(squares, tf.div(tf.mul(tf.add(e, 2), crossed), tf.add(e, 3))), e);
        };
        return select(perMatrix(exists), inside(select(exists, spare, 1)), Infinity);
      },
      mode: () => tf.mul(perMatrix(tf.div(1, tf.add(df, n + 1))), product(scaleTril)),
      entropy: () => {
        const diagonal = diagonalOf(df, n, "rising");
        const meanLog = tf.sum(meanLogDiagonal(diagonal.halves), -1);
        return tf.add(factorEntropy(diagonal), tf.mul(n + 1, tf.sub(logScale(), tf.mul(2, meanLog))));
      },
    };
  });
}
