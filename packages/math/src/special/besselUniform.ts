import * as tf from "../tf.js";

/**
 * The uniform expansion of modified Bessel functions, in terms of r = √(ν² + x²) and τ = (ν/r)²:
 *
 *   log I_ν(x) = r + ν log(x/(ν + r)) − ½ log 2πr + Σ_k d_k(τ) / r^k
 *
 * Debye's, written so that it also holds for ν = 0, where it is Hankel's. Five terms are left off by 3e-7 at r = 12, by
 * less beyond.
 *
 * Reference: Abramowitz and Stegun, 9.7.7 and 9.3.9, with the logarithm of their sum expanded.
 */
export interface UniformExpansion {
  readonly r: tf.Tensor;
  /** 1/r. */
  readonly inverse: tf.Tensor;
  readonly tau: tf.Tensor;
}

/** Radius r from which the expansion serves. */
export const UNIFORM_FROM = 12;

/** @param order - ν ≥ 0, broadcasts with `x` ≥ 0. */
export function uniformExpansion(order: tf.Tensor, x: tf.Tensor): UniformExpansion {
  const larger = tf.maximum(order, x);
  const quotient = tf.div(tf.minimum(order, x), tf.maximum(larger, 1e-37));
  const r = tf.mul(larger, tf.sqrt(tf.add(1, tf.square(quotient))));
  const inverse = tf.div(1, r);
  // Infinite at r = 0 without the bound, where the expansion is not used.
  return { r, inverse, tau: tf.square(tf.minimum(tf.mul(order, inverse), 1)) };
}

/** L = Σ_k d_k(τ) / r^k. */
export function uniformSum({ inverse, tau }: UniformExpansion): tf.Tensor {
  return sum(SERIES, inverse, tau);
}

/** G with dL/dx = −x G / r². */
export function uniformSlope({ inverse, tau }: UniformExpansion): tf.Tensor {
  return sum(SLOPE, inverse, tau);
}

/** M with d²L/dx² = −M / r². */
export function uniformCurvature({ inverse, tau }: UniformExpansion): tf.Tensor {
  return sum(CURVATURE, inverse, tau);
}

/** Σ_k p_k(τ) / r^k, k = 1 …, by Horner's rule in both. */
function sum(polynomials: readonly (readonly number[])[], inverse: tf.Tensor, tau: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const value = polynomials.reduceRight<tf.Tensor | number>((rest, p) => {
      const own = p.reduceRight<tf.Tensor | number>((inner, c) => tf.add(c, tf.mul(inner, tau)), 0);
      return tf.mul(inverse, tf.add(own, rest));
    }, 0);
    return value as tf.Tensor;
  });
}

// d_k from the constant term up, exact.
const SERIES: readonly (readonly number[])[] = [
  [1 / 8, -5 / 24],
  [1 / 16, -3 / 8, 5 / 16],
  [25 / 384, -531 / 640, 221 / 128, -1105 / 1152],
  [13 / 128, -71 / 32, 531 / 64, -339 / 32, 565 / 128],
  [1073 / 5120, -50049 / 7168, 186821 / 4608, -44899 / 512, 82825 / 1024, -82825 / 3072],
];

// d/dx of p(τ) / r^k is −x/r² (k p + 2 τ p′) / r^k.
const lowered = (p: readonly number[], power: number): number[] => p.map((c, i) => (power + 2 * i) * c);
const SLOPE = SERIES.map((p, i) => lowered(p, i + 1));
// Once more, with x²/r² = 1 − τ: M = G − (1 − τ) H, H from G / r².
const CURVATURE = SLOPE.map((p, i) => {
  const twice = lowered(p, i + 3);
  return [...p, 0].map((c, j) => c - (twice[j] ?? 0) + (twice[j - 1] ?? 0));
});
