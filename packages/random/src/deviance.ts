/**
 * n log(n / mean) − (n − mean), the deviance of a count from its mean, never negative.
 *
 * @param excess - n − mean, given apart since the caller may know it to more digits than the difference has.
 *
 * Reference: Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function deviance(n: number, mean: number, excess: number): number {
  const v = excess / (n + mean);
  if (Math.abs(v) > 0.1) return n === 0 ? mean : n * Math.log(n / mean) - excess;
  // log(n / mean) = 2 artanh v, and its first term takes the place of `excess` but for excess · v.
  let sum = 0;
  let power = 2 * n * v;
  for (let j = 3; j < 25; j += 2) {
    power *= v * v;
    sum += power / j;
  }
  return excess * v + sum;
}

const logFactorials = Array.from({ length: 10 }, (_, n) => Math.log(Array.from({ length: n }, (_, k) => k + 1).reduce((a, b) => a * b, 1)));
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** log n! − (n + ½) log n + n − ½ log 2π for a whole n ≥ 1, and 0 for n = 0. */
export function stirlingError(n: number): number {
  if (n === 0) return 0;
  if (n < logFactorials.length) return (logFactorials[n] as number) - (n + 0.5) * Math.log(n) + n - HALF_LOG_TWO_PI;
  const r = 1 / n;
  const r2 = r * r;
  return r * (1 / 12 - r2 * (1 / 360 - r2 * (1 / 1260 - r2 * (1 / 1680 - r2 * (1 / 1188 - (r2 * 691) / 360360)))));
}
