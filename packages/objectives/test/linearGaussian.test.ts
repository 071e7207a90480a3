import * as tf from "@tensorflow/tfjs-core";
import { independent, normal, standardNormal } from "@variate/distributions";
import { tidy } from "@variate/math";
import { elbo, importanceWeightedBound, type ObjectiveValue } from "@variate/objectives";
import { foldIn, randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, it } from "vitest";

/*
 * p(z) = N(0, I₂), p(x|z) = N(W z + b, σ² I₃), q(z|x) = N(m(x), diag s²) with any m and s. Everything below is float64
 * and plain arrays: p(x) = N(b, W Wᵀ + σ² I), p(z|x) = N(μ, Σ) with Σ = (I + Wᵀ W / σ²)⁻¹, μ = Σ Wᵀ (x − b) / σ².
 */
const W = [
  [0.8, -0.3],
  [0.2, 1.1],
  [-0.6, 0.4],
];
const b = [0.3, -0.2, 0.5];
const sigma = 0.7;
const xs = [
  [0.5, -1.2, 0.9],
  [-0.4, 0.8, 1.5],
];
const scale = [0.6, 0.45];
const posteriorMean = (x: number[]): number[] => [0.4 * (x[0] as number) - 0.1, 0.3 * (x[1] as number) + 0.2 * (x[2] as number)];

const at = (m: number[][], i: number, j: number): number => (m[i] as number[])[j] as number;
const dot = (u: number[], v: number[]): number => u.reduce((sum, ui, i) => sum + ui * (v[i] as number), 0);

function inverse2([[a, b2], [c, d]]: number[][] & [[number, number], [number, number]]): { inverse: number[][]; determinant: number } {
  const determinant = a * d - b2 * c;
  return { inverse: [[d / determinant, -b2 / determinant], [-c / determinant, a / determinant]], determinant };
}

/** log p(x) and KL(q(z|x) ‖ p(z|x)), exactly. */
function exact(x: number[]): { logEvidence: number; posteriorKl: number } {
  const column = (j: number): number[] => W.map((row) => row[j] as number);
  const precision = [0, 1].map((i) => [0, 1].map((j) => (i === j ? 1 : 0) + dot(column(i), column(j)) / sigma ** 2));
  const { inverse: covariance, determinant: precisionDeterminant } = inverse2(precision as never);
  const residual = x.map((value, i) => value - (b[i] as number));
  const projected = [0, 1].map((j) => dot(column(j), residual) / sigma ** 2);
  const mean = [0, 1].map((i) => dot(covariance[i] as number[], projected));

  // By Woodbury: |W Wᵀ + σ² I| = σ⁶ |precision|, and the quadratic form is ‖r‖²/σ² − projectedᵀ Σ projected.
  const quadratic = dot(residual, residual) / sigma ** 2 - dot(projected, mean);
  const logEvidence = -0.5 * (3 * Math.log(2 * Math.PI) + 6 * Math.log(sigma) + Math.log(precisionDeterminant) + quadratic);

  const gap = posteriorMean(x).map((value, i) => (mean[i] as number) - value);
  const trace = at(precision, 0, 0) * (scale[0] as number) ** 2 + at(precision, 1, 1) * (scale[1] as number) ** 2;
  const mahalanobis = dot(gap, precision.map((row) => dot(row, gap)));
  const logDeterminants = -Math.log(precisionDeterminant) - 2 * Math.log((scale[0] as number) * (scale[1] as number));
  return { logEvidence, posteriorKl: 0.5 * (trace + mahalanobis - 2 + logDeterminants) };
}

/** Four points with weights ¼ that have the mean and covariance of N(loc, diag scale²): loc ± √2 scale_i e_i. */
const sigmaPoints = tf.tidy(() => tf.tensor([[[Math.SQRT2, 0]], [[-Math.SQRT2, 0]], [[0, Math.SQRT2]], [[0, -Math.SQRT2]]]).arraySync()) as number[][][];

function model(draws: "sigma points" | "random") {
  const weights = tf.tensor(W);
  return {
    prior: standardNormal([2]),
    posterior: (x: tf.Tensor) => {
      const loc = tf.tensor((x.arraySync() as number[][]).map(posteriorMean));
      const q = independent(normal({ loc, scale }), 1);
      return draws === "random" ? q : { ...q, rsample: () => tf.add(loc, tf.mul(tf.tensor(sigmaPoints), tf.tensor(scale))) };
    },
    likelihood: (z: tf.Tensor) => {
      const mean = tf.matMul(tf.reshape(z, [-1, 2]) as tf.Tensor2D, weights as tf.Tensor2D, false, true);
      return independent(normal({ loc: tf.add(tf.reshape(mean, [...z.shape.slice(0, -1), 3]), b), scale: sigma }), 1);
    },
  };
}

const context = { key: randomKey(3), step: 0, datasetSize: 2 };

describeOnBackends("a linear-Gaussian model, whose evidence is exact", () => {
  const want = xs.map(exact);
  const identity = want.map(({ logEvidence, posteriorKl }) => logEvidence - posteriorKl);

  it("has ELBO = log p(x) − KL(q ‖ p(z|x)), by both estimators, where the expectation over z is exact", () => {
    // The integrand is quadratic in z, so four points with q's mean and covariance integrate it exactly.
    for (const kl of ["analytic", "sampled"] as const) {
      tidy(() => {
        const objective = kl === "analytic" ? elbo({ kl, samples: 4 }) : elbo({ kl, samples: 4 });
        expectClose(objective(model("sigma points"), tf.tensor(xs), context).bound, identity, { relative: 1e-5 }, kl);
      });
    }
  });

  it("has an ELBO whose Monte Carlo average is that number, within five standard errors", () => {
    const draws = 4000;
    const repeats = Array.from({ length: 25 }, (_, i) =>
      tf.tidy(() => {
        const objective = elbo({ kl: "sampled", samples: draws / 25 });
        return Array.from(objective(model("random"), tf.tensor(xs), { ...context, key: foldIn(context.key, i) }).bound.dataSync());
      }) as unknown as number[],
    );
    identity.forEach((expected, example) => {
      const values = repeats.map((r) => r[example] as number);
      const mean = values.reduce((sum, v) => sum + v) / values.length;
      const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
      expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(variance / values.length));
    });
  });

  it("orders the bounds: ELBO ≤ importance-weighted bound ≤ log p(x), up to Monte Carlo error", () => {
    const average = (objective: (m: ReturnType<typeof model>, x: tf.Tensor, c: typeof context) => ObjectiveValue): number =>
      tf.tidy(() => {
        // 2,000 copies of the first example are as many independent estimates.
        const copies = tf.tile(tf.tensor([xs[0] as number[]]), [2000, 1]);
        return tf.mean(objective(model("random"), copies, context).bound).dataSync()[0] as unknown as tf.Tensor;
      }) as unknown as number;
    const bounds = [
      average((m, x, c) => elbo({ kl: "sampled" })(m, x, c)),
      average((m, x, c) => importanceWeightedBound({ samples: 5 })(m, x, c)),
      average((m, x, c) => importanceWeightedBound({ samples: 50 })(m, x, c)),
    ] as [number, number, number];
    const { logEvidence, posteriorKl } = want[0] as ReturnType<typeof exact>;
    const [gap1, gap5, gap50] = bounds.map((bound) => logEvidence - bound) as [number, number, number];
    // 2,000 copies leave a standard error of about 0.02 on the first, less on the others.
    expect(Math.abs(gap1 - posteriorKl)).toBeLessThan(0.1);
    expect(gap5).toBeLessThan(gap1 - 0.1);
    // The gap falls as Var(w) / (2 K mean(w)²) once K is large.
    expect(gap50).toBeLessThan(gap5 / 4);
    expect(gap50).toBeGreaterThan(0);
  });
});
