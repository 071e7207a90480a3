const STEP = 0.25;
const SERIES_FROM = 1e5;

/**
 * E log x! − (m log m − m) of a binomial count x of n trials with probability p, m = n p, in double precision; 0 at m = 0.
 *
 *   E log x! = ∫ from 0 to ∞ of e^{−t} (m − (1 − (1 − p a)ⁿ) / a) / t dt,   a = 1 − e^{−t}
 *
 * by the trapezoidal rule in log t, and by moments of x about m from m = 10⁵ on. A multinomial entropy is the sum of these
 * over the classes, less log n! − (n log n − n): what grows with n cancels on paper.
 *
 * Reference: Cheraghchi (2019), "Expressions for the entropy of basic discrete distributions".
 */
export function factorialExcess(n: number, p: number): number {
  const m = n * p;
  if (m === 0) return 0;
  if (m > SERIES_FROM) {
    const q = 1 - p;
    return 0.5 * (Math.log(2 * Math.PI * m) + q) + (1 / 12 - q / 4 - (q * (1 - 2 * p)) / 6 + (q * q) / 4) / m;
  }
  let sum = 0;
  for (let u = Math.log(1e-17) - 2 * Math.max(Math.log(m), 0); u < 4; u += STEP) {
    const t = Math.exp(u);
    const a = -Math.expm1(-t);
    sum += Math.exp(-t) * (m + Math.expm1(n * Math.log1p(Math.max(-p * a, -1))) / a);
  }
  return sum * STEP - m * Math.log(m) + m;
}
