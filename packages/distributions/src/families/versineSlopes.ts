import { gaussLegendre, type QuadratureRule } from "@variate/math";

/** How many standard deviations an integral reaches: its integrand falls below exp(−72) of where it starts. */
const REACH = 12;
let rule: QuadratureRule | undefined;

/**
 * dt/dκ of von Mises–Fisher draws t = 1 − cos θ in n dimensions, at a fixed rank: −(∂F/∂κ)/p. In float64 on the host,
 * where the draws are made; relative error 1e-9 up to some hundred dimensions.
 *
 *   dθ/dκ = ∫₀^θ (t(a) − E t) q(a)/q(θ) da,   q(a) ∝ exp(−κ t(a)) sinⁿ⁻² a
 *
 * and over [θ, π] with the sign turned, whichever side t(a) − E t does not change its sign on, so that nothing cancels.
 * In the angle the integrand is analytic, and Gauss–Legendre's rule converges exponentially.
 *
 * @param concentrations - κ of the draws, repeated along the leading axes.
 *
 * Reference: Figurnov, Mohamed and Mnih (2018), "Implicit reparameterization gradients", eq. 5.
 */
export function versineSlopes(draws: ArrayLike<number>, concentrations: ArrayLike<number>, n: number): Float64Array {
  const means = Float64Array.from(concentrations, (k) => meanVersine(k, n));
  return Float64Array.from(draws, (t, i) => {
    const k = concentrations[i % concentrations.length] as number;
    if (!(t > 0 && t < 2)) return 0;
    const mean = means[i % means.length] as number;
    const angle = angleOf(t);
    const lower = t < mean;
    const [low, high] = around(angle, k, n, lower ? REACH : 0, lower ? 0 : REACH);
    const sine = Math.sin(angle);
    const slope = integral(low, high, (a) => (versine(a) - mean) * Math.exp(k * (t - versine(a)) + (n - 2) * Math.log(Math.sin(a) / sine)));
    return (lower ? slope : -slope) * sine;
  });
}

const versine = (angle: number): number => 2 * Math.sin(angle / 2) ** 2;
const angleOf = (t: number): number => 2 * Math.asin(Math.sqrt(t / 2));

/** E t = ∫ t q / ∫ q, over what is near the mode of q, where κ sin² a = (n − 2) cos a. */
function meanVersine(k: number, n: number): number {
  const r = (n - 2) / (2 * k);
  const root = Math.hypot(1, r);
  const top = k === 0 || r > 1e150 ? 1 : (r + (r * r) / (root + 1)) / (root + r);
  const mode = angleOf(top);
  const [low, high] = around(mode, k, n, REACH, REACH);
  const weight = (a: number): number => Math.exp(k * (top - versine(a)) + (n === 2 ? 0 : (n - 2) * Math.log(Math.sin(a) / Math.sin(mode))));
  return integral(low, high, (a) => versine(a) * weight(a)) / integral(low, high, weight);
}

/** The part of [0, π] within some standard deviations below and above an angle. */
function around(angle: number, k: number, n: number, below: number, above: number): [number, number] {
  const deviation = 1 / Math.sqrt(k + n - 2);
  return [Math.max(0, angle - below * deviation), Math.min(Math.PI, angle + above * deviation)];
}

function integral(low: number, high: number, f: (a: number) => number): number {
  rule ??= gaussLegendre(64, 0, 1);
  const { nodes, weights } = rule;
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) sum += (weights[i] as number) * f(low + (high - low) * (nodes[i] as number));
  return sum * (high - low);
}
