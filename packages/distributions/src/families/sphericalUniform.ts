import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { select } from "@variate/math";
import { sphericalDraws } from "@variate/random";
import { unitSphere } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { logSphereArea } from "./sphere.js";

export interface SphericalUniformParameters {
  /** The length n of the vectors, 2 or more: a plain number. */
  readonly dim: number;
}

export interface SphericalUniform
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasEntropy {
  readonly family: "sphericalUniform";
  readonly dim: number;
}

/**
 * Uniform distribution over the unit vectors of n dimensions.
 *
 *   log p(x) = log Γ(n/2) − log 2 − (n/2) log π,   mean 0,   covariance I/n,   entropy = −log p, in nats
 *
 * against the area of the sphere. −Infinity where x has not length 1 to 1e-5. It has no parameters, so no batch: make one
 * with `expanded`. `rsample(key, s)` is `sphericalDraws(key, [...s, n])`, without a gradient, since there is nothing to
 * differentiate in.
 *
 * @param parameters.dim - n, a plain number of 2 or more.
 * @throws If `dim` is not a whole number of 2 or more.
 *
 * Reference: Mardia and Jupp (2000), "Directional statistics", §9.3.1.
 */
export function sphericalUniform({ dim: n }: SphericalUniformParameters): SphericalUniform {
  if (!Number.isInteger(n) || n < 2) throw new Error(`sphericalUniform: expected dim to be a whole number of 2 or more; got ${n}.`);
  const logArea = logSphereArea(n);
  const none = {} as Readonly<Record<never, never>>;
  const specification = { family: "sphericalUniform" as const, constraints: none, parameters: none, support: unitSphere, eventShape: [n] as const };
  return makeFamily(specification, () => ({
    dim: n,
    logProb: (x: Tensor) => select(unitSphere.contains(x), -logArea, tf.fill(x.shape.slice(0, -1), -Infinity)),
    rsample: (key, shape) => sphericalDraws(key, shape),
    mean: () => tf.zeros([n]),
    variance: () => tf.fill([n], 1 / n),
    covariance: () => tf.div(tf.eye(n), n),
    entropy: () => tf.scalar(logArea),
  })) as SphericalUniform;
}
