import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, toFloatTensor, type NumericInput, type Shape } from "@variate/math";
import { broadcast } from "./parameters.js";

/**
 * A value as a float32 tensor, checked to broadcast against batchShape + eventShape without widening an event.
 * Call it inside `tidy`: it may make a tensor.
 *
 * @param caller - The method, such as `normal.logProb`.
 */
export function readValue(
  caller: string,
  value: NumericInput,
  shapes: { readonly batchShape: Shape; readonly eventShape: Shape },
): Tensor {
  const tensor = toFloatTensor(value);
  const { batchShape, eventShape } = shapes;
  const full = eventShape.length === 0 ? batchShape : [...batchShape, ...eventShape];
  const common = broadcast(tensor.shape, full);
  const widened = common !== undefined && eventShape.some((size, axis) => size !== common[common.length - eventShape.length + axis]);
  if (common === undefined || widened) {
    throw new Error(
      `${caller}: expected a value that broadcasts against batchShape ${formatShape(batchShape)} + eventShape ` +
        `${formatShape(eventShape)}; got ${formatShape(tensor.shape)}.`,
    );
  }
  return tensor;
}
