import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  isGreater,
  lbeta,
  lgammaOfPositive,
  log1p,
  safeWhere,
  select,
  setDiagonal,
  triangularLogDeterminant,
  withoutGradient,
  type NumericInput,
} from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { lowerCholesky, positive, realVector } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { digammaRise } from "./digammaRise.js";
import { pathwiseLogGammas } from "./gammaFormulas.js";
import { correlate, lastSize, product, productDiagonal, requireSameSize, whiten } from "./scaleTril.js";

export interface MultivariateStudentTParameters {
  readonly df: NumericInput;
  readonly loc: NumericInput;
  readonly scaleTril: NumericInput;
}

export interface MultivariateStudentT
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "multivariateStudentT";
  readonly df: Tensor;
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  /** Shape [...batch, n, n]. */
  readonly scaleTril: Tensor;
}

type Tensors = Readonly<Record<keyof MultivariateStudentTParameters, Tensor>>;
const constraints = { df: positive, loc: realVector, scaleTril: lowerCholesky };

/**
 * Multivariate Student t distribution over vectors of length n, with scale matrix L Lᵀ: a normal vector with that
 * covariance over the root of an independent χ²(df)/df.
 *
 *   log p(x) = log Γ((df + n)/2) − log Γ(df/2) − (n/2) log(df π) − Σ log Lᵢᵢ − (df + n)/2 log(1 + ‖L⁻¹(x − loc)‖²/df)
 *   mean = loc for df > 1, covariance = df/(df − 2) L Lᵀ for df > 2
 *   entropy = −log p(loc) + (df + n)/2 (ψ((df + n)/2) − ψ(df/2)), in nats
 *
 * without subtracting large terms: as df grows all go to those of the normal. Where a moment does not exist it is NaN;
 * variances are Infinity for 1 < df ≤ 2. Distances whose squares overflow keep their logarithms.
 *
 * `rsample(key, s)` is `loc + L ε √(df / 2g)`: with `[normals, gammas] = splitKey(key, 2)`,
 * ε = `normalDraws(normals, [...s, ...batchShape, n])` and log g = `logGammaDraws(gammas, df/2, [...s, ...batchShape])`;
 * the root is held below e⁸⁰. Gradients in df are implicit, at a fixed ε. Drawing reads df back from the device.
 *
 * @param parameters.df - Degrees of freedom; positive.
 * @param parameters.loc - Mode, shape [...batch, n].
 * @param parameters.scaleTril - L, lower triangular with a positive diagonal, shape [...batch, n, n]. What is above the
 *   diagonal is not read. Batches broadcast.
 * @throws If `scaleTril` is not square, its size is not that of `loc`, or the batches do not broadcast.
 *
 * Reference: Kotz and Nadarajah (2004), "Multivariate t distributions and their applications".
 */
export function multivariateStudentT(parameters: MultivariateStudentTParameters): MultivariateStudentT {
  const specification = {
    family: "multivariateStudentT" as const, constraints, parameters, support: realVector,
    eventShape: ({ loc }: Tensors): readonly [number] => [lastSize(loc)],
    check: ({ loc, scaleTril }: Tensors): void => requireSameSize("multivariateStudentT", loc, "scaleTril", scaleTril),
  };
  return makeFamily(specification, ({ df, loc, scaleTril }, { batchShape, eventShape: [n] }) => {
    const half = (): Tensor => tf.mul(0.5, df);
    /** log p(loc). */
    const logPeak = (): Tensor => {
      const ofShape = tf.sub(lgammaOfPositive(n / 2), tf.add(lbeta(half(), n / 2), tf.mul(n / 2, tf.add(tf.log(df), Math.log(Math.PI)))));
      return tf.sub(ofShape, triangularLogDeterminant(scaleTril));
    };
    const variance = (): Tensor => {
      const ratio = safeWhere(isGreater(df, 2), df, (v) => tf.div(v, tf.sub(v, 2)), select(isGreater(df, 1), Infinity, tf.fill(df.shape, NaN)), 4);
      return tf.mul(tf.expandDims(ratio, -1), productDiagonal(scaleTril));
    };
    return {
      logProb: (x) => {
        const distances = logOnePlusSquares(whiten(scaleTril, tf.sub(x, loc)), df);
        return tf.sub(logPeak(), tf.mul(tf.mul(0.5, tf.add(df, n)), distances));
      },
      rsample: (key, shape) => {
        const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
        const logs = pathwiseLogGammas(gammas, half(), batchShape, shape.slice(0, -1));
        const stretch = tf.exp(tf.minimum(tf.mul(0.5, tf.sub(tf.log(half()), logs)), 80));
        return tf.add(loc, tf.mul(tf.expandDims(stretch, -1), correlate(scaleTril, normalDraws(normals, shape))));
      },
      mean: () => select(tf.expandDims(isGreater(df, 1), -1), loc, NaN),
      mode: () => loc,
      variance,
      covariance: () => {
        const known = tf.reshape(isGreater(df, 2), [...df.shape, 1, 1]);
        const ratio = safeWhere(isGreater(df, 2), df, (v) => tf.div(v, tf.sub(v, 2)), 1, 4);
        const all = select(known, tf.mul(tf.reshape(ratio, [...df.shape, 1, 1]), product(scaleTril)), NaN);
        return setDiagonal(all, variance());
      },
      entropy: () => tf.sub(tf.mul(tf.mul(0.5, tf.add(df, n)), digammaRise(half(), tf.scalar(n / 2))), logPeak()),
    };
  });
}

/** log(1 + ‖z‖²/df) over the last axis, also where the quotient overflows: there z is measured in units of its largest element. */
function logOnePlusSquares(z: Tensor, df: Tensor): Tensor {
  const root = tf.sqrt(df);
  const largest = withoutGradient(() => tf.max(tf.abs(z), -1));
  const far = isGreater(largest, tf.mul(1e15, root));
  const unit = select(far, largest, root);
  const squares = tf.sum(tf.square(tf.div(z, tf.expandDims(unit, -1))), -1);
  const scale = tf.mul(2, tf.sub(tf.log(unit), tf.log(root)));
  return select(far, tf.add(tf.log(tf.add(squares, tf.square(tf.div(root, unit)))), scale), log1p(squares));
}
