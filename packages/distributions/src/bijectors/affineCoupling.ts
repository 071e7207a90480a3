import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape } from "@variate/math";
import { realVector } from "../constraints.js";
import { bijector, type Bijector, type ValueAndLogDet } from "./bijector.js";
import { joinParts, requireParts } from "./coupling.js";
import { ofLength } from "./ofLength.js";
import { lastSlice } from "./vectors.js";

/** How the second part of a vector is moved: [..., n − untouched] each. */
export interface ShiftAndLogScale {
  readonly shift: Tensor;
  readonly logScale: Tensor;
}

export interface AffineCouplingParameters {
  /** Length of the vectors. */
  readonly size: number;
  /** How many leading entries pass through, and decide what happens to the rest. */
  readonly untouched: number;
  /** A function of the untouched part, [..., untouched]; called inside `tidy`, it may close over parameters. */
  readonly conditioner: (untouched: Tensor) => ShiftAndLogScale;
}

export interface AffineCoupling extends Bijector<"affineCoupling">, AffineCouplingParameters {}

/**
 * The coupling layer of RealNVP, of vectors: one part is scaled and shifted as a function of the other.
 *
 *   y₁ = x₁,   y₂ = shift(x₁) + exp(logScale(x₁)) x₂,   log |det J| = Σ logScale(x₁)
 *
 * Chain layers with a `permute` between them, so that each part is moved. Gradients reach whatever the conditioner
 * closes over.
 *
 * @throws If `untouched` is not between 1 and size − 1, or the conditioner returns another shape.
 *
 * Reference: Dinh, Sohl-Dickstein and Bengio (2017), "Density estimation using Real NVP", §3.2.
 */
export function affineCoupling(parameters: AffineCouplingParameters): AffineCoupling {
  const { size, untouched, conditioner } = parameters;
  const moved = size - untouched;
  requireParts("affineCoupling", size, untouched);
  const couple = (first: Tensor): ShiftAndLogScale => {
    const given = conditioner(first);
    for (const [name, part] of Object.entries({ shift: given.shift, logScale: given.logScale })) {
      if (part.shape.at(-1) !== moved) {
        throw new Error(`affineCoupling: expected a conditioner whose ${name} is [..., ${moved}]; got ${formatShape(part.shape)}.`);
      }
    }
    return given;
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => {
    const first = lastSlice(x, 0, untouched);
    const { shift, logScale } = couple(first);
    const second = tf.add(shift, tf.mul(tf.exp(logScale), lastSlice(x, untouched, moved)));
    return { value: joinParts(first, second), logDet: tf.sum(logScale, -1) };
  };
  const inverseBoth = (y: Tensor): ValueAndLogDet => {
    const first = lastSlice(y, 0, untouched);
    const { shift, logScale } = couple(first);
    const second = tf.mul(tf.sub(lastSlice(y, untouched, moved), shift), tf.exp(tf.neg(logScale)));
    return { value: joinParts(first, second), logDet: tf.neg(tf.sum(logScale, -1)) };
  };
  const sized = ofLength(size);
  return bijector(
    {
      name: "affineCoupling", domain: realVector, codomain: realVector,
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth, forwardShape: sized, inverseShape: sized,
    },
    { size, untouched, conditioner },
  );
}
