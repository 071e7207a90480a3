import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, type Shape } from "@variate/math";
import { realVector } from "../constraints.js";
import { broadcast } from "../parameters.js";
import { bijector, type Bijector, type ValueAndLogDet } from "./bijector.js";
import { ofLength } from "./ofLength.js";
import { lastSlice } from "./vectors.js";

export interface CouplingParameters {
  /** Length of the vectors. */
  readonly size: number;
  /** How many leading entries pass through, and decide what happens to the rest. */
  readonly untouched: number;
  /**
   * The bijector of the rest, of numbers or of vectors of length size − untouched, from the untouched part,
   * [..., untouched]. It is called inside `tidy` and may close over parameters.
   */
  readonly conditioner: (untouched: Tensor) => Bijector;
}

export interface Coupling extends Bijector<"coupling">, CouplingParameters {}

/**
 * A coupling layer, of vectors: one part passes through a bijector that the other part chooses.
 *
 *   y₁ = x₁,   y₂ = f(x₂; x₁),   log |det J| = log |det ∂f/∂x₂|
 *
 * With `rationalQuadraticSpline` it is a layer of a neural spline flow. Chain layers with a `permute` between them, so that
 * each part is moved. Gradients reach whatever the conditioner closes over.
 *
 * @throws If `untouched` is not between 1 and size − 1, or the conditioner's bijector is of matrices or changes the length.
 *
 * Reference: Dinh, Krueger and Bengio (2015), "NICE", §3.2; Durkan et al. (2019), "Neural spline flows".
 */
export function coupling(parameters: CouplingParameters): Coupling {
  const { size, untouched, conditioner } = parameters;
  requireParts("coupling", size, untouched);
  const moved = size - untouched;
  const go = (value: Tensor, move: (part: Bijector, rest: Tensor) => ValueAndLogDet): ValueAndLogDet => {
    const first = lastSlice(value, 0, untouched);
    const part = conditioner(first);
    const moves = move(part, lastSlice(value, untouched, moved));
    if (part.forwardEventRank > 1 || moves.value.shape.at(-1) !== moved) {
      throw new Error(
        `coupling: expected a conditioner whose bijector takes numbers, or vectors of length ${moved} to such; got ${part.name}, ` +
          `which makes ${formatShape(moves.value.shape)}.`,
      );
    }
    const logDet = part.forwardEventRank === 0 ? tf.sum(moves.logDet, -1) : moves.logDet;
    return { value: joinParts(first, moves.value), logDet };
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => go(x, (part, rest) => part.forwardWithLogDet(rest));
  const inverseBoth = (y: Tensor): ValueAndLogDet => go(y, (part, rest) => part.inverseWithLogDet(rest));
  const sized = ofLength(size);
  return bijector(
    {
      name: "coupling", domain: realVector, codomain: realVector,
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth, forwardShape: sized, inverseShape: sized,
    },
    { size, untouched, conditioner },
  );
}

export function requireParts(caller: string, size: number, untouched: number): void {
  if (Number.isInteger(untouched) && Number.isInteger(size) && untouched >= 1 && untouched < size) return;
  throw new Error(`${caller}: expected untouched to be an integer from 1 to ${size - 1}; got ${untouched} of size ${size}.`);
}

/** Both parts of a vector as one: parameters of a conditioner may have a batch that the untouched part lacks. */
export function joinParts(first: Tensor, second: Tensor): Tensor {
  const batch = broadcast(first.shape.slice(0, -1), second.shape.slice(0, -1)) as Shape;
  const whole = (part: Tensor): Tensor => tf.broadcastTo(part, [...batch, part.shape.at(-1) as number]);
  return tf.concat([whole(first), whole(second)], -1);
}
