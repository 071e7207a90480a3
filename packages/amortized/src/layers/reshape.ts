import * as tf from "@tensorflow/tfjs-core";
import { formatShape, shapeSize, type Shape } from "@variate/math";
import { asShape } from "../internal/check.js";
import { overRows } from "../internal/leading.js";
import type { Layer } from "../module.js";

/**
 * Gives every example another shape of the same size, row-major. No parameters.
 *
 * @throws When it meets an input shape of another size.
 */
export function reshape(outputShape: Shape): Layer<Record<string, never>> {
  const shape = asShape("reshape", "the shape's sizes", outputShape);
  return (inputShape) => reshaping("reshape", inputShape, shape);
}

/** Turns every example into a vector, row-major. No parameters. */
export function flatten(): Layer<Record<string, never>> {
  return (inputShape) => reshaping("flatten", inputShape, [shapeSize(inputShape)]);
}

function reshaping(caller: string, inputShape: Shape, outputShape: Shape): ReturnType<Layer<Record<string, never>>> {
  if (shapeSize(inputShape) !== shapeSize(outputShape)) {
    throw new Error(
      `${caller}: expected an input shape of ${shapeSize(outputShape)} elements, for ${formatShape(outputShape)}; ` +
        `got ${formatShape(inputShape)}.`,
    );
  }
  return {
    inputShape,
    outputShape,
    init: () => ({}),
    apply: (_, input) =>
      overRows(caller, input, inputShape, outputShape, (x) => tf.reshape(x, [x.shape[0] as number, ...outputShape])),
  };
}
