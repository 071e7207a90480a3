/**
 * d log x / d a along a draw x of the gamma distribution with concentration a and rate 1, its rank held fixed:
 *
 *   d log x / d a = −(∂F/∂a) / (x f(x)),   F(x; a) the cumulative distribution function, f its density
 *
 * Implicit reparameterization: with P = x f · M below and Q = 1 − P = x f · C above, where M is Kummer's series and C a
 * continued fraction, the density cancels:
 *
 *   −[M (log x − ψ(a)) + M′]   or   C (log x − ψ(a)) + C′,   ′ = ∂/∂a
 *
 * so nothing underflows however small a or x is. float64; relative error below 1e-8.
 *
 * Reference: Figurnov, Mohamed and Mnih (2018), "Implicit reparameterization gradients"; Abramowitz and Stegun, 6.5.29
 * and 6.5.31.
 *
 * @param a - Concentration; positive.
 * @param logX - Logarithm of the draw.
 */
export function logGammaShapeDerivative(a: number, logX: number): number {
  if (!(a > 0) || Number.isNaN(logX)) return NaN;
  const x = Math.exp(logX);
  if (a > 1e5) return largeConcentration(a, x);
  const offset = logX - psi(a);
  return x <= a + 1 ? series(a, x, offset) : continuedFraction(a, x, offset);
}

/** M = Σ tₙ with tₙ = xⁿ / (a (a + 1) … (a + n)), and M′ from tₙ′ = −tₙ Σ 1/(a + k). */
function series(a: number, x: number, offset: number): number {
  let term = 1 / a;
  let logSlope = -1 / a;
  let sum = term;
  let slope = term * logSlope;
  for (let n = 1; n < 100_000; n++) {
    term *= x / (a + n);
    logSlope -= 1 / (a + n);
    sum += term;
    slope += term * logSlope;
    if (term * (1 - logSlope) < 1e-17 * sum) break;
  }
  return -(sum * offset + slope);
}

/** C = 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)) by Steed's recurrence, with its derivative carried along. */
function continuedFraction(a: number, x: number, offset: number): number {
  let b = x + 1 - a;
  let d = 1 / b;
  let dSlope = d * d; // ∂b/∂a = −1 throughout
  let change = d;
  let changeSlope = dSlope;
  let sum = d;
  let sumSlope = dSlope;
  for (let n = 1; n < 100_000; n++) {
    const numerator = n * (a - n);
    b += 2;
    const inverse = b + numerator * d;
    const inverseSlope = -1 + n * d + numerator * dSlope;
    d = 1 / inverse;
    dSlope = -d * d * inverseSlope;
    const ratio = b * d - 1;
    const ratioSlope = b * dSlope - d;
    changeSlope = changeSlope * ratio + change * ratioSlope;
    change *= ratio;
    sum += change;
    sumSlope += changeSlope;
    if (Math.abs(change) < 1e-16 * Math.abs(sum) && Math.abs(changeSlope) < 1e-16 * Math.abs(sumSlope)) break;
  }
  return sum * offset + sumSlope;
}

/**
 * Far out the draw is a + √a z + (z² − 1)/3 + (z³ − 7z)/(36 √a) of a standard normal z, by Cornish and Fisher; z comes
 * from Wilson and Hilferty's cube root.
 */
function largeConcentration(a: number, x: number): number {
  const z = 3 * Math.sqrt(a) * (Math.cbrt(x / a) - 1 + 1 / (9 * a));
  return (1 + z / (2 * Math.sqrt(a)) - (z ** 3 - 7 * z) / (72 * a ** 1.5)) / x;
}

/** Digamma of a positive number: recurrence up to 10, then the asymptotic series. */
function psi(a: number): number {
  let shift = 0;
  let y = a;
  for (; y < 10; y++) shift -= 1 / y;
  const w = 1 / (y * y);
  const tail = w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * (691 / 32760))))));
  return shift + Math.log(y) - 0.5 / y - tail;
}
