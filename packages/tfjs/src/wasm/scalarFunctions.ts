/** Functions of one number for results that are rounded to float32; each is right to about one unit in its last place. */

/** log(1 + x). */
export function log1p(x: number): number {
  // 1 + x in float64 leaves an error of 1e-16: too much only where x itself is so small that its series is short.
  return Math.abs(x) < 1e-5 ? x * (1 - x * (0.5 - x / 3)) : Math.log(1 + x);
}

/** Klambauer et al. (2017): scale · x above 0, scale · alpha · (exp(x) − 1) below. */
export function selu(x: number): number {
  return x >= 0 ? 1.0507009873554805 * x : 1.7580993408473768 * Math.expm1(x);
}

/** −1, 0 or 1; 0 of NaN, as tfjs's cpu backend has it. */
export function sign(x: number): number {
  return Number(x > 0) - Number(x < 0);
}

/**
 * Lambert's continued fraction x / (1 + x² / (3 + x² / (5 + …))), twelve levels deep, as a ratio of polynomials in x².
 * From 9.1 on the result is 1 in float32.
 */
export function tanh(x: number): number {
  const at = x > 9.1 ? 9.1 : x < -9.1 ? -9.1 : x;
  const s = at * at;
  const numerator = 7905853580625 + s * (1159525191825 + s * (41247931725 + s * (523783260 + s * (2552550 + s * (4095 + s)))));
  const denominator = 7905853580625 + s * (3794809718700 + s * (252070693875 + s * (5237832600 + s * (41351310 + s * (120120 + s * 91)))));
  return (at * numerator) / denominator;
}
