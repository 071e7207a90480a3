import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { diagonalMatrix, diagonalPart, isGreaterEqual, lbeta, lgammaOfPositive, select, tril, type NumericInput } from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { correlationCholesky, positive } from "../constraints.js";
import type { HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { digammaRise } from "./digammaRise.js";
import { pathwiseLogGammas } from "./gammaFormulas.js";

export interface LkjCholeskyParameters {
  /** The number of rows, 2 or more: a plain number. */
  readonly dim: number;
  readonly concentration: NumericInput;
}

export interface LkjCholesky
  extends Reparameterized<Tensor, readonly [number, number]>, HasMean, HasVariance, HasMode, HasEntropy {
  readonly family: "lkjCholesky";
  readonly dim: number;
  readonly concentration: Tensor;
}

const constraints = { concentration: positive };

/**
 * LKJ distribution over the lower Cholesky factors L of n × n correlation matrices, whose density over the matrices is
 * proportional to |L Lᵀ|^(concentration − 1): uniform at 1, towards the identity above, towards strong correlations below.
 *
 * Row i = m + 1 is a point w of the unit ball in m dimensions, and Lᵢᵢ = √(1 − ‖w‖²); rows are independent. With
 * b = concentration + (n − 1 − m)/2, and against the volume of the elements below the diagonal,
 *
 *   log p(L) = Σ_{m=1}^{n−1} 2 (b − 1) log Lᵢᵢ − (m/2) log π + log Γ(m/2) − log B(m/2, b)
 *   E Lᵢᵢ = B(b + ½, m/2) / B(b, m/2),   E wⱼ = 0,   var wⱼ = 1 / (m + 2b)
 *   entropy = the same with E log Lᵢᵢ = ½ (ψ(b) − ψ(b + m/2)) and the sign turned, in nats
 *
 * `mean` and `variance` are those of the elements of L, by the second line. The mode is the identity from concentration 1 on; below, the density grows without bound and `mode` is NaN.
 *
 * `rsample(key, s)` takes `[normals, gammas] = splitKey(key, 2)`: row i is (z, √(2 g)) over its length, for z the
 * first m numbers of row m of `normalDraws(normals, [...s, ...batchShape, n − 1, n − 1])` and log g number m of
 * `logGammaDraws(gammas, b, [...s, ...batchShape, n − 1])`, so that ‖w‖² is beta distributed (the onion method).
 * Gradients in the concentration are implicit. Drawing reads the concentration back from the device.
 *
 * Gradients in the value are those of the formula, in the diagonal alone. Beyond concentrations of some 1e3 a factor
 * rounded to float32 determines its own density no better than to 1e-7 · concentration, since Lᵢᵢ is so near 1.
 *
 * @param parameters.dim - n, a plain number of 2 or more; events have shape [n, n].
 * @param parameters.concentration - Positive; its shape is the batch shape.
 * @throws If `dim` is not a whole number of 2 or more.
 *
 * Reference: Lewandowski, Kurowicka and Joe (2009), §3.2.
 */
export function lkjCholesky(parameters: LkjCholeskyParameters): LkjCholesky {
  const { dim: n, concentration: given } = parameters;
  if (!Number.isInteger(n) || n < 2) throw new Error(`lkjCholesky: expected dim to be a whole number of 2 or more; got ${n}.`);
  const specification = {
    family: "lkjCholesky" as const, constraints, parameters: { concentration: given }, support: correlationCholesky,
    eventShape: [n, n] as const,
  };
  return makeFamily(specification, ({ concentration }, { batchShape }) => {
    const halves = (): Tensor => tf.tensor1d(Float32Array.from({ length: n - 1 }, (_, i) => (i + 1) / 2));
    /** m/2 and b of each row but the first, [n − 1] and [...batch, n − 1]. */
    const rows = (): { half: Tensor; b: Tensor } => {
      const half = halves();
      return { half, b: tf.add(tf.expandDims(concentration, -1), tf.sub((n - 1) / 2, half)) };
    };
    const logConstant = (half: Tensor, b: Tensor): Tensor =>
      tf.sub(tf.sub(lgammaOfPositive(half), tf.mul(half, Math.log(Math.PI))), lbeta(half, b));
    /** E Lᵢᵢ of each row but the first. */
    const meanDiagonal = (half: Tensor, b: Tensor): Tensor => tf.exp(tf.sub(lbeta(tf.add(b, 0.5), half), lbeta(b, half)));
    return {
      dim: n,
      logProb: (x) => {
        const inside = correlationCholesky.contains(x);
        const { half, b } = rows();
        const diagonal = withoutFirst(diagonalPart(x));
        const safe = select(tf.expandDims(inside, -1), diagonal, 1);
        const terms = tf.add(tf.mul(tf.mul(2, tf.sub(b, 1)), tf.log(safe)), logConstant(half, b));
        return select(inside, tf.sum(terms, -1), -Infinity);
      },
      rsample: (key, shape) => {
        const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
        const lead = shape.slice(0, -2);
        const { b } = rows();
        const z = strictlyLower(normalDraws(normals, [...lead, n - 1, n - 1]));
        const logs = pathwiseLogGammas(gammas, b, [...batchShape, n - 1], [...lead, n - 1]);
        // Above the smallest normal float32, so that the diagonal stays positive.
        const last = tf.exp(tf.maximum(tf.mul(0.5, tf.add(logs, Math.LN2)), -80));
        const whole = tf.add(z, tf.pad(diagonalMatrix(last), [...lead.map((): [number, number] => [0, 0]), [1, 0], [1, 0]]));
        const filled = tf.add(whole, firstElement(n));
        return tf.div(filled, tf.sqrt(tf.sum(tf.square(filled), -1, true)));
      },
      mean: () => {
        const { half, b } = rows();
        return diagonalMatrix(tf.concat([tf.ones([...batchShape, 1]), meanDiagonal(half, b)], -1));
      },
      variance: () => {
        const { half, b } = rows();
        const below = tf.div(0.5, tf.add(half, b));
        const mean = meanDiagonal(half, b);
        // b/(b + m/2) − mean², as a product: the difference is small where both are near 1.
        const root = tf.sqrt(tf.div(b, tf.add(half, b)));
        const diagonal = tf.mul(tf.sub(root, mean), tf.add(root, mean));
        const strict = strictlyLower(tf.mul(tf.expandDims(below, -1), tf.ones([n - 1, n - 1])));
        return tf.add(strict, diagonalMatrix(tf.concat([tf.zeros([...batchShape, 1]), diagonal], -1)));
      },
      mode: () => select(isGreaterEqual(tf.reshape(concentration, [...concentration.shape, 1, 1]), 1), tf.eye(n), NaN),
      entropy: () => {
        const { half, b } = rows();
        return tf.sum(tf.sub(tf.mul(tf.sub(b, 1), digammaRise(b, half)), logConstant(half, b)), -1);
      },
    };
  });
}

/** All but the first of the last axis. */
function withoutFirst(x: Tensor): Tensor {
  const lead = x.shape.slice(0, -1);
  return tf.slice(x, [...lead.map(() => 0), 1], [...lead, (x.shape[x.rank - 1] as number) - 1]);
}

/** The n × n matrix with a 1 in its first corner. */
const firstElement = (n: number): Tensor => diagonalMatrix(tf.tensor1d([1, ...Array<number>(n - 1).fill(0)]));

/** [..., n − 1, n − 1] as rows 2 to n, columns 1 to n − 1 of an n × n matrix: row m keeps its first m elements. */
function strictlyLower(x: Tensor): Tensor {
  const last = x.rank - 2;
  const kept = tril(x);
  return tf.pad(kept, [...x.shape.slice(0, last).map((): [number, number] => [0, 0]), [1, 0], [0, 1]]);
}
