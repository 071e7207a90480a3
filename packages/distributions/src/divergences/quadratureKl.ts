import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select, tidy, withoutGradient, type Shape } from "@variate/math";
import { randomKey } from "@variate/random";
import type { Distribution } from "../distribution.js";
import { describe, requirePair } from "../kl/pair.js";
import { boundsOf } from "../kl/infinite.js";
import { broadcast } from "../parameters.js";

/** A divergence and how far off it may be, of the common batch shape, in nats. */
export interface QuadratureKl {
  readonly estimate: Tensor;
  readonly error: Tensor;
}

const DRAWS = 256;
const NODES = 2400;
const SPAN = 18;
const MOST = 1 << 18;

/**
 * KL(p‖q) for scalar distributions without a closed form, by summation:
 *
 *   Σ wᵢ p(xᵢ) (log p(xᵢ) − log q(xᵢ)),   in nats
 *
 * Continuous: 2401 nodes of the trapezoidal rule along u, where x is c + s sinh u on the line, and its exponential or
 * logistic function on sets with bounds; c and s are the median and spread of 256 draws of p. Discrete: all values of a
 * range that is widened until p has all but 1e-6 of its mass there, or 2¹⁸ values are in it. `error` is four times the
 * difference from a half or a third of the nodes, what the missing mass could add, and float32's rounding of the sum: it is meant to be above the
 * true error, and kinks, poles and heavy tails make it large.
 *
 * Draws, and bounds of the support, are read back from the device. Gradients reach the parameters of both through the
 * densities: bounds of the support of `p` that are parameters, as of uniform and pareto, get none.
 *
 * @throws If events are not scalars, event shapes differ or batch shapes do not broadcast, or the support of `p` is not an
 *   interval or a range of integers.
 *
 * Reference: Takahasi and Mori (1974), "Double exponential formulas for numerical integration".
 */
export function quadratureKl(p: Distribution, q: Distribution): QuadratureKl {
  requirePair("quadratureKl", p, q);
  const ends = boundsOf(p.support);
  if (ends === undefined || p.eventShape.length > 0) {
    throw new Error(`quadratureKl: expected scalars over an interval or a range of integers; got ${describe(p)} over ${p.support.description}. Use monteCarloKl.`);
  }
  return tidy(() => {
    const batch = [...(broadcast(p.batchShape, q.batchShape) as Shape)];
    const draws = hostDraws(p, batch);
    return p.support.discrete ? summed(p, q, batch, draws) : integrated(p, q, batch, draws);
  });
}

/** Sorted draws of each element of the batch. */
function hostDraws(p: Distribution, batch: number[]): Float64Array[] {
  const own = tf.cast(p.sample(randomKey(0), [DRAWS]), "float32");
  const lead = Array.from({ length: batch.length - p.batchShape.length }, () => 1);
  const values = tf.broadcastTo(tf.reshape(own, [DRAWS, ...lead, ...p.batchShape]), [DRAWS, ...batch]).dataSync();
  const count = values.length / DRAWS;
  return Array.from({ length: count }, (_, i) => Float64Array.from({ length: DRAWS }, (__, d) => values[d * count + i] as number).sort());
}

/** A bound of the support for each element of the batch. */
function hostBounds(p: Distribution, side: "low" | "high", batch: number[]): Float64Array {
  const bound = boundsOf(p.support)?.[side] ?? ((p.support as unknown as Record<"low" | "high", Tensor>)[side] as Tensor);
  return Float64Array.from(tidy(() => tf.broadcastTo(bound, batch)).dataSync());
}

/** Line coordinates of an interval: x as a function of y, dx/dy in logarithms, and y of x. */
interface Line {
  x(y: number): number;
  logSlope(y: number): number;
  y(x: number): number;
}

function lineOf(low: number, high: number): Line {
  const width = high - low;
  if (low === -Infinity && high === Infinity) return { x: (y) => y, logSlope: () => 0, y: (x) => x };
  if (high === Infinity) return { x: (y) => low + Math.exp(y), logSlope: (y) => y, y: (x) => Math.log(Math.max(x - low, 1e-38)) };
  if (low === -Infinity) return { x: (y) => high - Math.exp(y), logSlope: (y) => y, y: (x) => Math.log(Math.max(high - x, 1e-38)) };
  const soft = (y: number): number => Math.max(y, 0) + Math.log1p(Math.exp(-Math.abs(y)));
  return {
    x: (y) => (y < 0 ? low + width * Math.exp(-soft(-y)) : high - width * Math.exp(-soft(y))),
    logSlope: (y) => Math.log(width) - soft(y) - soft(-y),
    y: (x) => Math.log(Math.max(x - low, width * 1e-12)) - Math.log(Math.max(high - x, width * 1e-12)),
  };
}

function integrated(p: Distribution, q: Distribution, batch: number[], draws: Float64Array[]): QuadratureKl {
  const [lows, highs] = [hostBounds(p, "low", batch), hostBounds(p, "high", batch)];
  const count = draws.length;
  const [nodes, logWeights] = [new Float32Array((NODES + 1) * count), new Float32Array((NODES + 1) * count)];
  const step = (2 * SPAN) / NODES;
  draws.forEach((own, i) => {
    const line = lineOf(lows[i] as number, highs[i] as number);
    const at = (level: number): number => line.y(own[Math.floor(level * DRAWS)] as number);
    const [center, spread] = [at(0.5), Math.max(Math.abs(at(0.75) - at(0.25)), 1e-30 + 1e-6 * Math.abs(at(0.5)))];
    for (let k = 0; k <= NODES; k++) {
      const u = -SPAN + step * k;
      const y = center + spread * Math.sinh(u);
      const x = line.x(y);
      nodes[k * count + i] = Math.min(Math.max(x, -3e38), 3e38);
      // Nodes that rounding puts on a bound have no weight: the density there may be infinite.
      const inside = (nodes[k * count + i] as number) > (lows[i] as number) && (nodes[k * count + i] as number) < (highs[i] as number) && Math.abs(x) < 3e38;
      logWeights[k * count + i] = inside ? line.logSlope(y) + Math.log(step * spread * Math.cosh(u)) : -Infinity;
    }
  });
  const shape = [NODES + 1, ...batch];
  const { terms, masses, ratios } = integrand(p, q, tf.tensor(nodes, shape), tf.tensor(logWeights, shape));
  const estimate = tf.sum(terms, 0);
  /** How far the rule of every nth node is off. Two of them, for beside a kink one may be right by chance. */
  const coarse = (n: number): Tensor => tf.abs(tf.sub(estimate, tf.mul(n, tf.sum(tf.gather(terms, tf.range(0, NODES + 1, n, "int32")), 0))));
  return withError(estimate, () => {
    // Mass that no node has lies where the logarithms differ by about as much as they do at any node.
    const largest = tf.max(select(tf.greater(masses, 1e-9), tf.abs(ratios), 0), 0);
    const missing = tf.mul(tf.abs(tf.sub(1, tf.sum(masses, 0))), tf.add(1, tf.mul(2, largest)));
    return tf.add(tf.mul(4, tf.maximum(coarse(2), coarse(3))), missing);
  });
}

function summed(p: Distribution, q: Distribution, batch: number[], draws: Float64Array[]): QuadratureKl {
  const least = Math.min(...hostBounds(p, "low", batch));
  const most = Math.max(...hostBounds(p, "high", batch));
  const first = Math.min(...draws.map((own) => own[0] as number));
  const last = Math.max(...draws.map((own) => own[DRAWS - 1] as number));
  for (let reach = 4 * (last - first + 16); ; reach *= 4) {
    const [from, to] = [Math.max(least, first - reach), Math.min(most, last + reach)];
    const values = tf.reshape(tf.range(from, to + 1), [-1, ...batch.map(() => 1)]);
    const { terms, masses, ratios } = integrand(p, q, values, tf.scalar(0));
    const missing = withoutGradient(() => tf.relu(tf.sub(1, tf.sum(masses, 0))));
    const complete = (from === least && to === most) || to - from > MOST || Math.max(...missing.dataSync()) < 1e-6;
    if (!complete) continue;
    const estimate = tf.sum(terms, 0);
    // Beyond the range, the logarithms differ by some more than they do at its ends.
    return withError(estimate, () => {
      const ends = tf.maximum(tf.abs(tf.gather(ratios, tf.tensor1d([0], "int32"))), tf.abs(tf.gather(ratios, tf.tensor1d([ratios.shape[0]! - 1], "int32"))));
      const bound = select(tf.isFinite(ends), ends, 0);
      return tf.mul(missing, tf.add(1, tf.mul(2, tf.squeeze(bound, [0]))));
    });
  }
}

/** p wᵢ (log p − log q), p wᵢ and log p − log q at the nodes; 0 where p has nothing, or float32 cannot hold it. */
function integrand(p: Distribution, q: Distribution, x: Tensor, logWeights: Tensor) {
  const [own, other] = [p.logProb(x), q.logProb(x)];
  const logMass = tf.add(own, logWeights);
  const none = withoutGradient(() => tf.logicalOr(tf.lessEqual(logMass, -90), tf.isNaN(logMass)));
  const ratios = tf.sub(select(none, 0, own), select(none, 0, other));
  const masses = select(none, 0, tf.exp(select(none, 0, logMass)));
  return { terms: tf.mul(masses, ratios), masses, ratios };
}

function withError(estimate: Tensor, error: () => Tensor): QuadratureKl {
  const rounding = (): Tensor => tf.mul(1e-5, tf.maximum(1, tf.abs(estimate)));
  const bound = withoutGradient(() => tidy(() => tf.add(error(), rounding())));
  return { estimate, error: select(isEqual(estimate, Infinity), 0, bound) };
}
