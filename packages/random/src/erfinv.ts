/**
 * The inverse error function of a float32 in (−1, 1), as XLA computes it in float32.
 *
 * u² is rounded to float32 on purpose: near ±1 that rounding moves the result by up to 6e-6, and jax's streams
 * have it. The polynomials are evaluated in float64, which keeps the rest within 2e-7 of XLA's float32.
 *
 * Reference: Giles (2012), "Approximating the erfinv function", single precision.
 */
export function erfinv(u: number): number {
  const w = -Math.log1p(-Math.fround(u * u));
  if (w < 5) {
    const t = w - 2.5;
    let p = 2.81022636e-8;
    p = 3.43273939e-7 + p * t;
    p = -3.5233877e-6 + p * t;
    p = -4.39150654e-6 + p * t;
    p = 0.00021858087 + p * t;
    p = -0.00125372503 + p * t;
    p = -0.00417768164 + p * t;
    p = 0.246640727 + p * t;
    return (1.50140941 + p * t) * u;
  }
  const t = Math.sqrt(w) - 3;
  let p = -0.000200214257;
  p = 0.000100950558 + p * t;
  p = 0.00134934322 + p * t;
  p = -0.00367342844 + p * t;
  p = 0.00573950773 + p * t;
  p = -0.0076224613 + p * t;
  p = 0.00943887047 + p * t;
  p = 1.00167406 + p * t;
  return (2.83297682 + p * t) * u;
}
