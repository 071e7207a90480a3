import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcastShapes, select, tidy, type Shape } from "@variate/math";
import { sphericalDraws } from "@variate/random";
import { unitSphere } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasVariance, ParameterMap, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { logSphereArea } from "./sphere.js";

export interface SphericalUniformParameters {
  /** The length n of the vectors, 2 or more: a plain number. */
  readonly dim: number;
  /** A batch of independent vectors; none unless told. */
  readonly batchShape?: Shape;
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
 * against the area of the sphere. −Infinity where x has not length 1 to 1e-5. `rsample(key, s)` is
 * `sphericalDraws(key, [...s, ...batchShape, n])`, without a gradient, since there is nothing to differentiate in.
 *
 * @param parameters.dim - n, a plain number of 2 or more.
 * @param parameters.batchShape - The batch, since there are no parameters whose shapes could tell it.
 * @throws If `dim` is not a whole number of 2 or more.
 *
 * Reference: Mardia and Jupp (2000), "Directional statistics", §9.3.1.
 */
export function sphericalUniform({ dim: n, batchShape = [] }: SphericalUniformParameters): SphericalUniform {
  if (!Number.isInteger(n) || n < 2) throw new Error(`sphericalUniform: expected dim to be a whole number of 2 or more; got ${n}.`);
  const logArea = logSphereArea(n);
  const none = {} as Readonly<Record<never, never>>;
  const specification = { family: "sphericalUniform" as const, constraints: none, parameters: none, support: unitSphere, eventShape: [n] as const, batchShape };
  return makeFamily(specification, () => ({
    dim: n,
    logProb: (x: Tensor) => {
      const inside = unitSphere.contains(x);
      return select(tf.broadcastTo(inside, [...broadcastShapes("sphericalUniform", { value: inside.shape, batch: batchShape })]), -logArea, -Infinity);
    },
    rsample: (key, shape) => sphericalDraws(key, shape),
    mean: () => tf.zeros([n]),
    variance: () => tf.fill([n], 1 / n),
    covariance: () => tf.div(tf.eye(n), n),
    entropy: () => tf.scalar(logArea),
    // The batch takes the place of a parameter: what becomes of it is the new batch.
    mapParameters: (map: ParameterMap) => sphericalUniform({ dim: n, batchShape: tidy(() => map(tf.zeros([...batchShape]), "batchShape", 0).shape) }),
  })) as SphericalUniform;
}
