import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  besselIRatio,
  isGreater,
  isLess,
  logNormalizedBesselI,
  logScaledBesselI,
  safeWhere,
  select,
  stopGradient,
  withoutGradient,
  type NumericInput,
} from "@variate/math";
import { normalDraws, splitKey, vonMisesFisherVersineArray, type RandomKey } from "@variate/random";
import { nonNegative, unitSphere } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { lastSize } from "./scaleTril.js";
import { angle, logSphereArea, requireDirections, spread, tangent } from "./sphere.js";
import { versineSlopes } from "./versineSlopes.js";

export interface VonMisesFisherParameters {
  readonly loc: NumericInput;
  readonly concentration: NumericInput;
}

export interface VonMisesFisher
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "vonMisesFisher";
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  readonly concentration: Tensor;
}

type Tensors = Readonly<Record<keyof VonMisesFisherParameters, Tensor>>;
const constraints = { loc: unitSphere, concentration: nonNegative };

/**
 * Von Mises–Fisher distribution over the unit vectors of n dimensions.
 *
 *   log p(x) = κ loc·x + ν log κ − (ν + 1) log 2π − log I_ν(κ),   ν = n/2 − 1
 *   mean = A loc,   A = I_{ν+1}(κ) / I_ν(κ),   variance A′ along loc and A/κ across,   entropy = −log p(loc) + κ (1 − A)
 *
 * in nats, against the area of the sphere; uniform at κ = 0. The parts that grow with κ cancel on paper, and 1 − loc·x is
 * ½ ‖x − loc‖², so that concentrations of 1e6 and more keep their digits. −Infinity where x has not length 1 to 1e-5.
 * Gradients in `loc` and x are those of the formula, which knows nothing of the sphere: project them, or normalize what
 * they come from.
 *
 * `rsample(key, s)` is (1 − t) loc + √(t (2 − t)) v: with `[normals, versines] = splitKey(key, 2)`, v is what is at right
 * angles to `loc` of `normalDraws(normals, [...s, ...batchShape, n])`, over its length, and
 * t = `vonMisesFisherVersineDraws(versines, κ, n, [...s, ...batchShape])`. Gradients in κ are implicit, dt/dκ at a fixed v
 * and rank of t; first derivatives only. Drawing reads κ back from the device.
 *
 * @param parameters.loc - Mean direction, vectors of length 1, shape [...batch, n], n ≥ 2.
 * @param parameters.concentration - κ, at least 0; broadcasts with the batch of `loc`.
 * @throws If `loc` has fewer than 2 elements, or the batches do not broadcast.
 *
 * Reference: Mardia and Jupp (2000), "Directional statistics", §9.3; Wood (1994).
 */
export function vonMisesFisher(parameters: VonMisesFisherParameters): VonMisesFisher {
  const specification = {
    family: "vonMisesFisher" as const, constraints, parameters, support: unitSphere,
    eventShape: ({ loc }: Tensors): readonly [number] => [lastSize(loc)],
    check: ({ loc }: Tensors): void => requireDirections("vonMisesFisher", loc),
  };
  return makeFamily(specification, ({ loc, concentration }, { batchShape, eventShape: [n] }) => {
    const order = n / 2 - 1;
    // Up to here terms of the size of κ may be subtracted.
    const isSmall = (): Tensor => isLess(concentration, n + 8);
    /** log p(loc). */
    const logPeak = (): Tensor =>
      safeWhere(
        isSmall(),
        concentration,
        (k) => tf.sub(tf.sub(k, logNormalizedBesselI(order, k)), logSphereArea(n)),
        (k) => tf.sub(tf.sub(tf.mul(order, tf.log(k)), logScaledBesselI(order, k)), (order + 1) * Math.log(2 * Math.PI)),
      );
    const moments = () => {
      const along = derivative((k) => besselIRatio(order, k), concentration);
      const across = safeWhere(isGreater(concentration, 0), concentration, (k) => tf.div(besselIRatio(order, k), k), 1 / n);
      return spread(loc, along, across);
    };
    const draws = (key: RandomKey, shape: number[], pathwise: boolean): Tensor => {
      const [normals, versines] = splitKey(key, 2) as [RandomKey, RandomKey];
      const lead = shape.slice(0, -1);
      const values = withoutGradient(() => tf.broadcastTo(concentration, batchShape)).dataSync();
      const exact = vonMisesFisherVersineArray(versines, values, n, lead);
      const device = (x: Float64Array): Tensor => tf.tensor(Float32Array.from(x), lead, "float32");
      const moved = pathwise
        ? tf.mul(device(versineSlopes(exact, values, n)), tf.sub(concentration, stopGradient(concentration)))
        : tf.scalar(0);
      const t = tf.expandDims(tf.add(device(exact), moved), -1);
      // Above 0, where a root has no derivative.
      const sine = tf.sqrt(tf.maximum(tf.mul(t, tf.sub(2, t)), 2 ** -126));
      const across = tangent(normalDraws(normals, shape), loc);
      const unit = tf.div(across, tf.sqrt(tf.sum(tf.square(across), -1, true)));
      return tf.add(tf.mul(tf.sub(1, t), loc), tf.mul(sine, unit));
    };
    return {
      logProb: (x) => {
        const { inside, versine } = angle(x, loc);
        return select(inside, tf.sub(logPeak(), tf.mul(concentration, versine)), -Infinity);
      },
      sample: (key, shape) => draws(key, shape, false),
      rsample: (key, shape) => draws(key, shape, true),
      mean: () => tf.mul(tf.expandDims(besselIRatio(order, concentration), -1), loc),
      mode: () => loc,
      variance: () => moments().variance(),
      covariance: () => moments().covariance(),
      entropy: () => {
        // κ (1 − A), far out from the slope of log(e⁻κ I_ν), A − 1 + ν/κ, that does not cancel.
        const excess = safeWhere(
          isSmall(),
          concentration,
          (k) => tf.mul(k, tf.sub(1, besselIRatio(order, k))),
          (k) => tf.sub(order, tf.mul(k, derivative((v) => logScaledBesselI(order, v), k))),
        );
        return tf.sub(excess, logPeak());
      },
    };
  });
}

/** The derivative of an elementwise function, which is differentiable in turn. */
function derivative(f: (x: Tensor) => Tensor, x: Tensor): Tensor {
  return tf.grad((v: Tensor) => f(v))(x);
}
