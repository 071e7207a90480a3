import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, test } from "vitest";
import { beta, chi2, gamma, inverseGamma } from "../../src/index.js";

/**
 * Draws with concentrations below 0.1, most of which leave the range of float32: their logarithms, or log-odds, are held at
 * the distribution function computed here in float64 by its power series.
 */
const KEY = randomKey(31);
const N = 20_000;
const CONCENTRATIONS = [0.001, 0.0078125, 0.0625, 0.09375];
/** Dvoretzky, Kiefer and Wolfowitz: a right sampler fails once in a million families. */
const BOUND = Math.sqrt(Math.log((2 * 4) / 1e-6) / (2 * N)) + 1e-5;

/** log Γ(x) for x ≥ 1 by Stirling's series, float64. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 12) shift -= Math.log(y++);
  const z = 1 / (y * y);
  return shift + (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / y;
}

/** P(a, e^t) = xᵃ e⁻ˣ Σ xⁿ / Γ(a + n + 1). */
function gammaCdfOfLog(a: number, t: number): number {
  const x = Math.exp(t);
  if (x > 40) return 1;
  let term = Math.exp(a * t - x - logGamma(a + 1));
  let sum = term;
  for (let n = 1; term > 1e-18 * sum && n < 400; n++) sum += term *= x / (a + n);
  return Math.min(sum, 1);
}

/** I_x(a, b) at log-odds t: xᵃ/(a B) Σ (1 − b)ₙ xⁿ a / ((a + n) n!), from the side on which x is below ½. */
function betaCdfOfLogit(a: number, b: number, t: number): number {
  if (t > 0) return 1 - betaCdfOfLogit(b, a, -t);
  const logX = t - Math.log1p(Math.exp(t));
  const x = Math.exp(logX);
  // a B(a, b) = Γ(a + 1) Γ(b) / Γ(a + b), with Γ(b) = Γ(b + 1)/b.
  const logScale = logGamma(a + 1) + logGamma(b + 1) - Math.log(b) - (logGamma(a + b + 1) - Math.log(a + b));
  let coefficient = 1;
  let sum = 1;
  for (let n = 1; n < 200; n++) {
    coefficient *= ((n - b) / n) * x;
    sum += (coefficient * a) / (a + n);
  }
  return Math.exp(a * logX - logScale) * sum;
}

function distance(draws: ArrayLike<number>, cdf: (t: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  let worst = 0;
  sorted.forEach((t, i) => {
    const p = cdf(t);
    worst = Math.max(worst, Math.abs(p - i / N), Math.abs(p - (i + 1) / N));
  });
  return worst;
}

describeOnBackends("draws of small concentrations, in logarithms", () => {
  test.each(CONCENTRATIONS)("gamma, chi2 and inverseGamma of concentration %d", (a) => {
    tf.tidy(() => {
      expect(distance(gamma({ concentration: a, rate: 2 }).logSample(KEY, [N]).dataSync(), (t) => gammaCdfOfLog(a, t + Math.LN2))).toBeLessThan(BOUND);
      expect(distance(chi2({ df: 2 * a }).logSample(KEY, [N]).dataSync(), (t) => gammaCdfOfLog(a, t - Math.LN2))).toBeLessThan(BOUND);
      expect(distance(inverseGamma({ concentration: a, scale: 1 }).logSample(KEY, [N]).dataSync(), (t) => 1 - gammaCdfOfLog(a, -t))).toBeLessThan(BOUND);
    });
  });

  test.each([[0.001, 0.001], [0.0078125, 0.0625], [0.0625, 2], [0.5, 0.03125]])("beta of concentrations %d and %d, in log-odds", (a, b) => {
    tf.tidy(() => {
      const d = beta({ concentration1: a, concentration0: b });
      expect(distance(d.logitSample(KEY, [N]).dataSync(), (t) => betaCdfOfLogit(a, b, t))).toBeLessThan(BOUND);
    });
  });

  test("their gradients are −(∂F/∂θ)/p, by float64 differences of the series", () => {
    tf.tidy(() => {
      const n = 100;
      for (const a of CONCENTRATIONS) {
        const wide = tf.fill([n], a);
        const logs = gamma({ concentration: wide, rate: 1 }).logSample(KEY).dataSync();
        const slope = tf.grad((c: tf.Tensor) => gamma({ concentration: c, rate: 1 }).rsampleLog(KEY))(wide);
        const h = 1e-4 * a;
        const want = Array.from(logs, (t) => {
          const ofA = (gammaCdfOfLog(a + h, t) - gammaCdfOfLog(a - h, t)) / (2 * h);
          // The density of the logarithm.
          return -ofA / Math.exp(a * t - Math.exp(t) - logGamma(a + 1) + Math.log(a));
        });
        expectClose(tf.div(slope, want), want.map(() => 1), { absolute: 1e-3 }, `gamma ${a}`);
      }
    });
  });
});
