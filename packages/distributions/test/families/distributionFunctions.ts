// Distribution functions in float64, for the goodness of fit of draws: independent of the package.

/** log Γ(x) for x > 0, by Stirling's series from 12 on. */
export function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 12; y++) shift += Math.log(y);
  const s = 1 / (y * y);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

/** P(X ≤ x) of a gamma variable of rate 1: the series below a + 1, Lentz's continued fraction above. */
export function gammaCdf(x: number, a: number): number {
  if (x <= 0) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < 10_000 && term > sum * 1e-15; k++) sum += term *= x / (a + k);
    return Math.min(1, front * sum);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let k = 1; k < 10_000; k++) {
    const an = k * (a - k);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return 1 - front * h;
}

/** P(X ≤ x) of a beta variable, by Lentz's continued fraction. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * h;
}

/** P(X ≤ x) of a chi-squared variable. */
export const chi2Cdf = (x: number, df: number): number => gammaCdf(x / 2, df / 2);

/** P(X ≤ x) of a variable symmetric about 0, from P(X² ≤ x²). */
const symmetric = (x: number, ofSquare: number): number => 0.5 + 0.5 * Math.sign(x) * ofSquare;

export const normalCdf = (x: number): number => symmetric(x, chi2Cdf(x * x, 1));
export const studentTCdf = (x: number, df: number): number => symmetric(x, betaCdf((x * x) / (df + x * x), 0.5, df / 2));
/** P(R ≤ x) of a coordinate R = 2B − 1 of a symmetric beta variable B. */
export const shiftedBetaCdf = (x: number, a: number, b: number): number => betaCdf((1 + x) / 2, a, b);
