import * as tf from "./tf.js";

/**
 * c₀ + c₁ x + c₂ x² + …, by Horner's rule, elementwise: two operations a degree, at most two temporaries alive.
 *
 * @param coefficients - From the constant term up; at least two.
 */
export function polynomial(x: tf.Tensor, coefficients: readonly number[]): tf.Tensor {
  let value: tf.Tensor | undefined;
  for (let degree = coefficients.length - 1; degree > 0; degree--) {
    const scaled = tf.mul(value ?? (coefficients[degree] as number), x);
    const next = tf.add(scaled, coefficients[degree - 1] as number);
    tf.dispose(value === undefined ? [scaled] : [scaled, value]);
    value = next;
  }
  return value as tf.Tensor;
}

/** The ratio of two polynomials in `x`, coefficients from the constant term up. */
export function rational(x: tf.Tensor, numerator: readonly number[], denominator: readonly number[]): tf.Tensor {
  return tf.tidy(() => tf.div(polynomial(x, numerator), polynomial(x, denominator)));
}

/** The same of a number, on the host. */
export function hostRational(x: number, numerator: readonly number[], denominator: readonly number[]): number {
  const at = (coefficients: readonly number[]): number => {
    let value = 0;
    for (let degree = coefficients.length - 1; degree >= 0; degree--) value = value * x + (coefficients[degree] as number);
    return value;
  };
  return at(numerator) / at(denominator);
}
