import * as tf from "../tf.js";
import { toFloatTensor, type NumericInput } from "../convert.js";
import { tidy } from "../tidy.js";
import { digammaOfPositive } from "./stirlingRemainder.js";
import { lgammaOfPositive } from "./lgamma.js";

/**
 * Logarithm of the multivariate gamma function, elementwise, for x > (dimension − 1)/2:
 *
 *   log Γ_d(x) = d (d − 1)/4 · log π + Σ_{j<d} lgamma(x − j/2)
 *
 * the normalizer of Wishart and LKJ densities. Gradient: `multivariateDigamma`.
 *
 * @param dimension - d, a positive integer.
 *
 * Reference: Muirhead (1982), Theorem 2.1.12.
 */
export function multivariateLgamma(x: NumericInput, dimension: number): tf.Tensor {
  return tidy(() => {
    const constant = ((dimension * (dimension - 1)) / 4) * Math.log(Math.PI);
    return tf.add(tf.sum(lgammaOfPositive(halfSteps("multivariateLgamma", x, dimension)), -1), constant);
  });
}

/** Derivative of `multivariateLgamma`: Σ_{j<d} digamma(x − j/2), elementwise. */
export function multivariateDigamma(x: NumericInput, dimension: number): tf.Tensor {
  return tidy(() => tf.sum(digammaOfPositive(halfSteps("multivariateDigamma", x, dimension)), -1));
}

/** x − j/2 for j < dimension, along a new last axis. */
function halfSteps(caller: string, x: NumericInput, dimension: number): tf.Tensor {
  if (!Number.isInteger(dimension) || dimension < 1) {
    throw new Error(`${caller}: expected a dimension of 1 or more; got ${dimension}.`);
  }
  const steps = tf.tensor1d(Float32Array.from({ length: dimension }, (_, j) => j / 2));
  return tf.sub(tf.expandDims(toFloatTensor(x), -1), steps);
}
