import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, shapeSize, type Shape } from "@variate/math";
import { arrayOf, real } from "../constraints.js";
import { bijector, zero, type AffineMap, type Bijector } from "./bijector.js";

export interface ReshapeParameters {
  readonly from: Shape;
  readonly to: Shape;
}

export interface Reshape extends Bijector<"reshape">, AffineMap, ReshapeParameters {}

/**
 * The same numbers, in row-major order, under another shape; the log-determinant is 0.
 *
 * @param parameters.from - Shape of one element of the input.
 * @param parameters.to - Shape of one element of the output, of equal size.
 * @throws If the sizes differ, or an input has another shape.
 */
export function reshape({ from, to }: ReshapeParameters): Reshape {
  if (shapeSize(from) !== shapeSize(to)) {
    throw new Error(`reshape: expected two shapes of equal size; got ${formatShape(from)} and ${formatShape(to)}.`);
  }
  const mapping = (own: Shape, other: Shape) => ({
    shape: (event: Shape, caller: string): Shape => {
      if (!sameShape(event, own)) throw new Error(`${caller}: expected elements of shape ${formatShape(own)}; got ${formatShape(event)}.`);
      return other;
    },
    map: (x: Tensor): Tensor => tf.reshape(x, [...x.shape.slice(0, x.rank - own.length), ...other]),
  });
  const there = mapping(from, to);
  const back = mapping(to, from);
  return bijector(
    {
      name: "reshape", domain: arrayOf(real, from.length), codomain: arrayOf(real, to.length),
      forward: there.map, inverse: back.map, forwardLogDet: zero, forwardShape: there.shape, inverseShape: back.shape,
    },
    { from, to, affine: true },
  );
}
