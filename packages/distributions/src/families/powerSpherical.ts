import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, lbeta, lgammaOfPositive, select, xlog1py, xlogy, type NumericInput } from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { nonNegative, unitSphere } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { digammaRise } from "./digammaRise.js";
import { pathwiseLogGammas } from "./gammaFormulas.js";
import { lastSize } from "./scaleTril.js";
import { angle, requireDirections, spread, tangent } from "./sphere.js";

export interface PowerSphericalParameters {
  readonly loc: NumericInput;
  readonly concentration: NumericInput;
}

export interface PowerSpherical
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "powerSpherical";
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  readonly concentration: Tensor;
}

type Tensors = Readonly<Record<keyof PowerSphericalParameters, Tensor>>;
const constraints = { loc: unitSphere, concentration: nonNegative };

/**
 * Power spherical distribution over the unit vectors of n dimensions: like the von Mises–Fisher, without Bessel
 * functions, and with draws that are differentiable in closed form.
 *
 *   log p(x) = κ log((1 + loc·x)/2) − (n − 1) log 2 − β log π + log Γ(β) − log B(β + κ, β),   β = (n − 1)/2
 *   mean = κ/(κ + n − 1) loc,   entropy = −log p(loc) + κ (ψ(κ + 2β) − ψ(κ + β)), in nats
 *
 * against the area of the sphere; uniform at κ = 0. −Infinity where x has not length 1 to 1e-5. Gradients in `loc` and x
 * are those of the formula, which knows nothing of the sphere: project them, or normalize what they come from.
 *
 * `rsample(key, s)` is the stereographic image ((1 − ‖r‖²) loc + 2 r) / (1 + ‖r‖²) of r = z / √(2 g): with
 * `[normals, gammas] = splitKey(key, 2)`, z is what is at right angles to `loc` of
 * `normalDraws(normals, [...s, ...batchShape, n])`, and log g = `logGammaDraws(gammas, κ + β, [...s, ...batchShape])`.
 * So (1 + loc·x)/2 is beta distributed. Gradients in κ are implicit in g, at a fixed z. Drawing reads κ back from the
 * device.
 *
 * @param parameters.loc - Mean direction, vectors of length 1, shape [...batch, n], n ≥ 2.
 * @param parameters.concentration - κ, at least 0; broadcasts with the batch of `loc`.
 * @throws If `loc` has fewer than 2 elements, or the batches do not broadcast.
 *
 * Reference: De Cao and Aziz (2020), "The power spherical distribution", arXiv:2006.04437.
 */
export function powerSpherical(parameters: PowerSphericalParameters): PowerSpherical {
  const specification = {
    family: "powerSpherical" as const, constraints, parameters, support: unitSphere,
    eventShape: ({ loc }: Tensors): readonly [number] => [lastSize(loc)],
    check: ({ loc }: Tensors): void => requireDirections("powerSpherical", loc),
  };
  return makeFamily(specification, ({ loc, concentration }, { batchShape, eventShape: [n] }) => {
    const beta = (n - 1) / 2;
    const alpha = (): Tensor => tf.add(concentration, beta);
    const constant = -(n - 1) * Math.LN2 - beta * Math.log(Math.PI);
    const logPeak = (): Tensor => tf.add(tf.sub(lgammaOfPositive(beta), lbeta(alpha(), beta)), constant);
    // Of loc·x = 2T − 1 for T ~ Beta(α, β), and of a direction across: 4αβ/((α + β)² (α + β + 1)) and
    // 2α/((α + β)(α + β + 1)).
    const moments = () => {
      const a = alpha();
      const sum = tf.add(a, beta);
      const across = tf.div(tf.mul(2, tf.div(a, sum)), tf.add(sum, 1));
      return spread(loc, tf.mul(2 * beta, tf.div(across, sum)), across);
    };
    return {
      logProb: (x) => {
        const { inside, versine, coversine } = angle(x, loc);
        // (1 + cos)/2 from the nearer pole, so that neither end loses its digits.
        const far = isLess(coversine, 1);
        const ofFar = xlogy(concentration, tf.mul(0.5, select(far, coversine, 1)));
        const ofNear = xlog1py(concentration, tf.mul(-0.5, select(far, 0, versine)));
        return select(inside, tf.add(select(far, ofFar, ofNear), logPeak()), -Infinity);
      },
      rsample: (key, shape) => {
        const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
        const logs = pathwiseLogGammas(gammas, alpha(), batchShape, shape.slice(0, -1));
        const inverse = tf.exp(tf.mul(-0.5, tf.add(logs, Math.LN2)));
        const r = tf.mul(tangent(normalDraws(normals, shape), loc), tf.expandDims(inverse, -1));
        const squares = tf.sum(tf.square(r), -1, true);
        return tf.div(tf.add(tf.mul(tf.sub(1, squares), loc), tf.mul(2, r)), tf.add(1, squares));
      },
      mean: () => tf.mul(tf.expandDims(tf.div(concentration, tf.add(concentration, n - 1)), -1), loc),
      mode: () => loc,
      variance: () => moments().variance(),
      covariance: () => moments().covariance(),
      entropy: () => tf.sub(tf.mul(concentration, digammaRise(alpha(), tf.scalar(beta))), logPeak()),
    };
  });
}
