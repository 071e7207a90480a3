import * as tf from "@tensorflow/tfjs-core";
import { gumbelDraws, logGammaDraws, normalDraws, splitKey, vonMisesFisherVersineDraws, type RandomKey } from "@variate/random";
import { plackettLuce, powerSpherical, sphericalUniform, vonMisesFisher } from "../../../src/index.js";
import { betaCdf } from "../distributionFunctions.js";
import type { FamilyRow } from "../row.js";
import { dot, minus, perElement, squares, type Statistic } from "./vectorProjections.js";

/** What is at right angles to loc. */
const across = (z: tf.Tensor, loc: tf.Tensor): tf.Tensor => tf.sub(z, tf.mul(loc, tf.sum(tf.mul(z, loc), -1, true)));

/** The coordinate of a draw in a fixed direction across loc, over its length there: that of a uniform direction. */
function acrossCoordinate(loc: Float64Array): Statistic {
  const n = loc.length;
  const axis = Math.abs(loc[0] as number) < 0.7 ? 0 : 1;
  const length = Math.sqrt(1 - (loc[axis] as number) ** 2);
  return {
    name: "direction across",
    of: (x) => {
      const along = dot(x, loc);
      const rest = minus(x, loc.map((v) => v * along));
      return (rest[axis] as number) / length / Math.sqrt(squares(rest));
    },
    cdf: (x) => (n === 2 ? (x < -0.5 ? 0 : x < 0.5 ? 0.5 : 1) : betaCdf((1 + x) / 2, (n - 2) / 2, (n - 2) / 2)),
  };
}

/** P(1 − cos ≤ t) of a von Mises–Fisher draw in n dimensions, by Simpson's rule in the angle on a fine grid. */
function versineCdf(concentration: number, n: number): (t: number) => number {
  const steps = 20_000;
  const density = (angle: number): number => Math.exp(-2 * concentration * Math.sin(angle / 2) ** 2) * Math.sin(angle) ** (n - 2);
  const sums = new Float64Array(steps + 1);
  const width = Math.PI / steps;
  for (let i = 0; i < steps; i++) {
    const a = i * width;
    sums[i + 1] = (sums[i] as number) + (width / 6) * (density(a) + 4 * density(a + width / 2) + density(a + width));
  }
  const total = sums[steps] as number;
  return (t) => {
    const at = Math.min(2 * Math.asin(Math.sqrt(Math.min(t, 2) / 2)) / width, steps);
    const i = Math.min(Math.floor(at), steps - 1);
    return ((sums[i] as number) + (at - i) * ((sums[i + 1] as number) - (sums[i] as number))) / total;
  };
}

/** Families of unit vectors and of rankings. */
export const directions: readonly FamilyRow[] = [
  {
    family: "plackettLuce", make: plackettLuce,
    draws: (key, shape, { logits }) => {
      const n = shape.at(-1) as number;
      const noisy = tf.reshape(tf.add(logits!, gumbelDraws(key, shape)), [-1, n]).arraySync() as number[][];
      return tf.reshape(tf.tensor2d(noisy.map((row) => row.map((v, i) => [v, i]).sort((a, b) => b[0]! - a[0]!).map((pair) => pair[1]!))), shape);
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ logits }) => {
        const n = logits!.length;
        const w = logits!.map(Math.exp);
        const total = w.reduce((a, b) => a + b, 0);
        const before = (limit: number): number => w.slice(0, limit).reduce((a, b) => a + b, 0);
        return [
          { name: "first place", of: (x) => x[0] as number, cdf: (x) => before(x + 1) / total },
          // The other of two items comes first in proportion to its worth.
          ...Array.from({ length: n - 1 }, (_, i): Statistic => ({
            name: `${i} before ${i + 1}`,
            of: (x) => Number(x.indexOf(i) < x.indexOf(i + 1)),
            cdf: (x) => (x < 1 ? (w[i + 1] as number) / ((w[i] as number) + (w[i + 1] as number)) : 1),
          })),
          {
            name: "last place",
            of: (x) => Number(x[n - 1] === 0),
            // Inclusion and exclusion over the items that item 0 comes before.
            cdf: (x) => {
              if (x >= 1) return 1;
              let last = 0;
              for (let subset = 0; subset < 2 ** (n - 1); subset++) {
                const chosen = Array.from({ length: n - 1 }, (_, i) => (subset >> i) & 1);
                const worth = chosen.reduce((sum, bit, i) => sum + bit * (w[i + 1] as number), 0);
                last += ((-1) ** chosen.reduce((a, b) => a + b, 0) * (w[0] as number)) / ((w[0] as number) + worth);
              }
              return 1 - last;
            },
          },
        ];
      }),
  },
  {
    family: "powerSpherical", make: powerSpherical, pathwise: "implicit",
    draws: (key, shape, { loc, concentration }) => {
      const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
      const alpha = tf.add(concentration!, ((shape.at(-1) as number) - 1) / 2);
      const g = tf.exp(logGammaDraws(gammas, alpha.dataSync(), shape.slice(0, -1)));
      const r = tf.div(across(normalDraws(normals, shape), loc!), tf.expandDims(tf.sqrt(tf.mul(2, g)), -1));
      const length = tf.sum(tf.square(r), -1, true);
      return tf.div(tf.add(tf.mul(tf.sub(1, length), loc!), tf.mul(2, r)), tf.add(1, length));
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ loc, concentration }) => {
        const beta = (loc!.length - 1) / 2;
        return [
          { name: "half of 1 + cosine", of: (x) => (1 + dot(x, loc!)) / 2, cdf: (x) => betaCdf(x, (concentration![0] as number) + beta, beta) },
          acrossCoordinate(loc!),
        ];
      }),
  },
  {
    family: "sphericalUniform", make: sphericalUniform, plain: ["dim"], settings: [{ dim: 3 }, { dim: 6 }],
    draws: (key, shape) => {
      const z = normalDraws(key, shape);
      return tf.div(z, tf.norm(z, 2, -1, true));
    },
    projections: (draws, d) =>
      perElement(draws, d, () => {
        const n = d.eventShape[0] as number;
        const half = (n - 1) / 2;
        return [0, n - 1].map((i) => ({ name: `component ${i}`, of: (x: Float64Array) => (1 + (x[i] as number)) / 2, cdf: (x: number) => betaCdf(x, half, half) }));
      }),
  },
  {
    family: "vonMisesFisher", make: vonMisesFisher, pathwise: "implicit",
    draws: (key, shape, { loc, concentration }) => {
      const [normals, versines] = splitKey(key, 2) as [RandomKey, RandomKey];
      const t = tf.expandDims(vonMisesFisherVersineDraws(versines, concentration!.dataSync(), shape.at(-1) as number, shape.slice(0, -1)), -1);
      const z = across(normalDraws(normals, shape), loc!);
      const unit = tf.div(z, tf.norm(z, 2, -1, true));
      return tf.add(tf.mul(tf.sub(1, t), loc!), tf.mul(tf.sqrt(tf.mul(t, tf.sub(2, t))), unit));
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ loc, concentration }) => [
        { name: "1 − cosine", of: (x) => squares(minus(x, loc!)) / 2, cdf: versineCdf(concentration![0] as number, loc!.length) },
        acrossCoordinate(loc!),
      ]),
  },
];
