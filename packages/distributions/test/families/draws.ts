import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { expectClose } from "@variate/testing";
import { expect, test } from "vitest";
import type { Distribution } from "../../src/index.js";
import { remake, tensorsOf } from "./agreement.js";
import { capabilities, settingsOf } from "./conformance.js";
import type { ReferenceFile } from "./referenceFile.js";
import type { FamilyRow, Projection } from "./row.js";

const KEY = randomKey(77);
const FALSE_FAILURE = 1e-6;

/**
 * Declares the checks of a family's draws at a fixed key.
 *
 * Goodness of fit: the largest distance between the draws' distribution function Fₙ and F. By the inequality of
 * Dvoretzky, Kiefer and Wolfowitz (Massart 1990), P(sup |Fₙ − F| > e) ≤ 2 exp(−2ne²) for any F, discrete ones too; e is
 * chosen so that a right sampler fails once in a million families (the level is shared among projections and settings).
 * Float32 rounding of F itself is allowed for with 4e-6.
 */
export function checkDraws(row: FamilyRow, file: ReferenceFile): void {
  const count = row.drawCount ?? 20_000;

  test("draws have the distribution", () => {
    const settings = settingsOf(row, file);
    for (const each of settings) {
      tf.tidy(() => {
        const d = remake(row, tensorsOf(row, each));
        const draws = tf.cast(d.sample(KEY, [count]), "float32");
        const parts = row.projections?.(draws, d) ?? scalarProjections(d, draws);
        expect(parts.length).toBeGreaterThan(0);
        const level = FALSE_FAILURE / (parts.length * settings.length);
        for (const { name, values, cdf, everywhere } of parts) {
          const bound = Math.sqrt(Math.log(2 / level) / (2 * values.length)) + 4e-6;
          expect(largestDistance(values, cdf, everywhere), `${name} of ${JSON.stringify(each)}`).toBeLessThan(bound);
        }
      });
    }
  });

  test("draws have the mean, the variance and the entropy of the distribution", () => {
    for (const each of settingsOf(row, file)) {
      tf.tidy(() => {
        const d = remake(row, tensorsOf(row, each));
        const x = tf.cast(d.sample(KEY, [count]), "float32");
        const { mean, variance, entropy } = capabilities(d);
        // Six standard errors, with standard deviations taken from the draws; the rest is float32 summation. Moments
        // whose own spread is infinite or ruled by rare draws are left to the goodness of fit.
        const within = (values: tf.Tensor, want: tf.Tensor, name: string): void => {
          const rows = values.shape[0] as number;
          const flat = tf.reshape(values, [rows, -1]);
          const wanted = tf.reshape(want, [-1]).dataSync();
          const data = flat.dataSync();
          wanted.forEach((target, column) => {
            if (!Number.isFinite(target)) return;
            const own = Float64Array.from({ length: rows }, (_, i) => data[i * wanted.length + column] as number);
            const average = own.reduce((sum, v) => sum + v, 0) / rows;
            const squares = own.reduce((sum, v) => sum + (v - average) ** 2, 0);
            const fourth = own.reduce((sum, v) => sum + (v - average) ** 4, 0);
            if (fourth * rows > 200 * squares * squares) return;
            const error = Math.sqrt(squares) / rows;
            expect(Math.abs(average - target), `${name} of ${JSON.stringify(each)}, ${average} for ${target}`).toBeLessThanOrEqual(
              6 * error + 1e-5 * Math.max(1, Math.abs(target)),
            );
          });
        };
        if (mean !== undefined) within(x, mean(), "mean");
        if (mean !== undefined && variance !== undefined) within(tf.square(tf.sub(x, mean())), variance(), "variance");
        if (entropy !== undefined) within(tf.neg(d.logProb(x)), entropy(), "entropy");
      });
    }
  });

  test("pathwise gradients are −(∂F/∂θ)/p", () => {
    if (row.pathwise === "atoms") return;
    const n = 64;
    for (const each of settingsOf(row, file).slice(0, 1)) {
      tf.tidy(() => {
        const parameters = tensorsOf(row, each);
        const d = remake(row, parameters);
        const { rsample, cdf } = capabilities(d);
        if (rsample === undefined || cdf === undefined || d.support.discrete || d.eventShape.length > 0 || d.batchShape.length > 0) return;
        const names = Object.keys(parameters).filter((name) => !row.plain?.includes(name) && !row.constants?.includes(name));
        const wide = names.map((name) => tf.tile(tf.expandDims(parameters[name] as tf.Tensor, 0), [n, ...(parameters[name] as tf.Tensor).shape.map(() => 1)]));
        const moved = (given: tf.Tensor[]): Distribution =>
          remake(row, { ...parameters, ...Object.fromEntries(names.map((name, i) => [name, given[i] as tf.Tensor])) });
        const draws = moved(wide).sample(KEY);
        // tfjs refuses a function that does not depend on an input.
        const tied = (y: tf.Tensor, given: tf.Tensor[]): tf.Scalar => tf.addN([tf.sum(y), ...given.map((x) => tf.sum(tf.mul(0, x)))]) as tf.Scalar;
        const ofDraws = tf.grads((...given) => tied((capabilities(moved(given)).rsample as NonNullable<typeof rsample>)(KEY), given))(wide);
        const ofCdf = tf.grads((...given) => tied((capabilities(moved(given)).cdf as NonNullable<typeof cdf>)(draws), given))(wide);
        const density = tf.exp(moved(wide).logProb(draws));
        names.forEach((name, i) => {
          const want = tf.neg(tf.div(ofCdf[i] as tf.Tensor, density));
          const scale = tf.mean(tf.abs(want)).dataSync()[0] as number;
          const unit = tf.maximum(tf.abs(want), 0.01 * scale);
          expectClose(tf.div(ofDraws[i] as tf.Tensor, unit), tf.div(want, unit), { absolute: 1e-3 }, `gradient of draws in ${name}`);
        });
      });
    }
  });
}

/** How many of the distinct draws are looked at: the bound holds for any of them, and 500 leave little of its power. */
const POINTS = 500;

/** sup |Fₙ − F| over the draws, or over every so many of them, on both sides of every jump of Fₙ. */
function largestDistance(values: ArrayLike<number>, cdf: Projection["cdf"], everywhere = false): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const all = Float64Array.from(new Set(sorted));
  const step = everywhere ? 1 : Math.max(1, Math.floor(all.length / POINTS));
  const points = all.filter((_, i) => i % step === 0 || i === all.length - 1);
  const probabilities = cdf(points);
  let worst = 0;
  let i = 0;
  points.forEach((x, k) => {
    while (i < n && (sorted[i] as number) < x) i++;
    const p = probabilities[k] as number;
    // Just below x the empirical function is i/n; F is at most p there, and equals it when F is continuous.
    worst = Math.max(worst, i / n - p);
    while (i < n && sorted[i] === x) i++;
    worst = Math.max(worst, Math.abs(i / n - p));
    if (Number.isNaN(p)) worst = Infinity;
  });
  return worst;
}

/** Each batch element of a scalar family, by its cdf, or by its density summed up. */
function scalarProjections(d: Distribution, draws: tf.Tensor): Projection[] {
  if (d.eventShape.length > 0) throw new Error(`${d.family}: expected projections for events of shape [${d.eventShape.join(", ")}].`);
  const columns = Math.max(1, d.batchShape.reduce((a, b) => a * b, 1));
  const data = draws.dataSync();
  const { cdf } = capabilities(d);
  return Array.from({ length: columns }, (_, column) => ({
    name: `element ${column}`, everywhere: cdf === undefined,
    values: Float64Array.from({ length: data.length / columns }, (__, i) => data[i * columns + column] as number),
    cdf: (sorted: Float64Array) =>
      tf.tidy(() => {
        const at = (score: (x: tf.Tensor) => tf.Tensor, xs: Float64Array): Float64Array => {
          const repeated = tf.broadcastTo(tf.reshape(tf.tensor1d(Float32Array.from(xs)), [xs.length, ...d.batchShape.map(() => 1)]), [xs.length, ...d.batchShape]);
          const all = score(repeated).dataSync();
          return Float64Array.from(xs, (___, i) => all[i * columns + column] as number);
        };
        if (cdf !== undefined) return at(cdf, sorted) as unknown as tf.Tensor;
        const density = (xs: Float64Array): Float64Array => at((x) => d.logProb(x), xs).map(Math.exp);
        return (d.support.discrete ? summed(density, sorted) : integrated(density, sorted)) as unknown as tf.Tensor;
      }) as unknown as ArrayLike<number>,
  }));
}

/** Running sums of a mass on the integers, from the least of the support at or below the first value. */
function summed(mass: (xs: Float64Array) => Float64Array, sorted: Float64Array): Float64Array {
  const top = sorted[sorted.length - 1] as number;
  const least = Math.min(sorted[0] as number, -1) - 200;
  const all = mass(Float64Array.from({ length: top - least + 1 }, (_, i) => least + i));
  const sums = all.slice();
  for (let i = 1; i < sums.length; i++) sums[i] = (sums[i] as number) + (sums[i - 1] as number);
  return sorted.map((x) => sums[x - least] as number);
}

/**
 * The integral of a density up to each value, by three-point Gauss–Legendre between neighbours; the tail below the first
 * of n draws, about 1/n, counts as 1/n, and rounding errors of 2/n stay far below the bound.
 */
function integrated(density: (xs: Float64Array) => Float64Array, sorted: Float64Array): Float64Array {
  const gaps = sorted.length - 1;
  const nodes = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)];
  const weights = [5 / 18, 8 / 18, 5 / 18];
  const xs = new Float64Array(gaps * 3);
  for (let i = 0; i < gaps; i++) {
    const low = sorted[i] as number;
    const half = ((sorted[i + 1] as number) - low) / 2;
    nodes.forEach((node, k) => (xs[3 * i + k] = low + half * (1 + node)));
  }
  const heights = density(xs);
  const result = new Float64Array(sorted.length);
  result[0] = 1 / sorted.length;
  for (let i = 0; i < gaps; i++) {
    const width = (sorted[i + 1] as number) - (sorted[i] as number);
    const area = weights.reduce((sum, w, k) => sum + w * (heights[3 * i + k] as number), 0) * width;
    result[i + 1] = (result[i] as number) + area;
  }
  return result;
}
