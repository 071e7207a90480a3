import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcast, formatShape, sameShape, toFloatTensor, type NumericInput, type Shape } from "@variate/math";

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
  const common = broadcast(tensor.shape, [...batchShape, ...eventShape]);
  if (common === undefined || !sameShape(common.slice(common.length - eventShape.length), eventShape)) {
    throw new Error(
      `${caller}: expected a value that broadcasts against batchShape ${formatShape(batchShape)} + eventShape ` +
        `${formatShape(eventShape)}; got ${formatShape(tensor.shape)}.`,
    );
  }
  return tensor;
}
