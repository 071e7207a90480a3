/** P(X ≤ x) of counts in double precision, summed from the mass at 0 by the ratios p(k + 1) / p(k). */
export function summedMass(atZero: number, ratio: (k: number) => number): (x: number) => number {
  return (x) => {
    let term = atZero;
    let total = 0;
    for (let k = 0; k <= x; k++) {
      total += term;
      term *= ratio(k);
    }
    return Math.min(total, 1);
  };
}

/** Binomial counts of `n` trials with probability `p`. */
export const binomialCdf = (n: number, p: number): ((x: number) => number) =>
  summedMass((1 - p) ** n, (k) => ((n - k) / (k + 1)) * (p / (1 - p)));

/** Beta-binomial counts of `n` trials with concentrations `a` of success and `b` of failure. */
export function betaBinomialCdf(n: number, a: number, b: number): (x: number) => number {
  let atZero = 1;
  for (let j = 0; j < n; j++) atZero *= (b + j) / (a + b + j);
  return summedMass(atZero, (k) => (k < n ? ((n - k) / (k + 1)) * ((k + a) / (n - k - 1 + b)) : 0));
}
