/** log t goes in steps of this: the integrand is analytic far enough about the real line for 1e-15. */
const STEP = 0.25;
const LARGEST_LOGIT = 600;

/**
 * Entropy of a negative binomial count with r failures and odds of success o, mean m = r o, in nats, in double precision:
 *
 *   r log(1 + o) + m log(1 + 1/o) + ∫ from 0 to ∞ of (e^{−rt} − e^{−t}) (1 − G(e^{−t})) / (t (1 − e^{−t})) dt
 *
 * with the generating function G(s) = (1 + o (1 − s))^{−r}: the terms that grow, and E[log x! − log Γ(x + r) + log Γ(r)] by
 * Malmstén's integrals. By the trapezoidal rule in log t; where both r and m are beyond 10⁶ and the terms cancel, by
 * ½ log(2πe v) − skewness² / 12 of the variance v.
 *
 * @param logit - log o.
 *
 * Reference: Cheraghchi (2019), "Expressions for the entropy of basic discrete distributions".
 */
export function negativeBinomialEntropy(r: number, logit: number): number {
  // Beyond, all that is not 0 moves with the odds.
  if (logit > LARGEST_LOGIT) return negativeBinomialEntropy(r, LARGEST_LOGIT) - (logit - LARGEST_LOGIT) * Math.expm1(-r * LARGEST_LOGIT);
  const o = Math.exp(logit);
  const m = r * o;
  if (m === 0) return 0;
  if (Math.min(r, m) > 1e6) {
    const squaredSkewness = (1 + o / (1 + o)) ** 2 / (m / (1 + o));
    return 0.5 * (Math.log(2 * Math.PI * m) + Math.log1p(o) + 1) - squaredSkewness / 12;
  }
  const [least, most] = [Math.min(r, 1), Math.max(r, 1)];
  const end = Math.log(45 / least);
  let sum = 0;
  for (let u = Math.log(1e-17 / most) - Math.max(Math.log(m), 0); u < end; u += STEP) {
    const t = Math.exp(u);
    const away = -Math.expm1(-t);
    const missing = -Math.expm1(-r * Math.log1p(o * away));
    sum -= Math.exp(-least * t) * Math.expm1((least - most) * t) * (missing / away);
  }
  return r * Math.log1p(o) + m * Math.log1p(1 / o) + (r < 1 ? sum : -sum) * STEP;
}
