import { formatShape, sameShape, type Params, type Shape } from "@variate/math";
import { activation } from "../activation.js";
import { linear, type LinearParams } from "../layers/linear.js";
import type { Layer, Module } from "../module.js";

/** How a head gets one parameter of its distribution from the features: a layer for each shape of parameter. */
export type Projection<P extends Params = Params> = (parameterShape: Shape) => Layer<P>;

/** One linear layer from all features to all elements of the parameter: the default of every head. */
export const linearProjection: Projection<LinearParams> = (parameterShape) => linear({ outputs: parameterShape });

/** The features are the parameter: for networks that end in the event's shape, such as convolutional decoders. */
export const noProjection: Projection<Record<string, never>> = () => activation("identity");

/**
 * The projection from features to a parameter, its shape checked.
 *
 * @throws If the projection gives another shape.
 */
export function project<P extends Params>(
  caller: string,
  projection: Projection<P>,
  featureShape: Shape,
  parameterShape: Shape,
): Module<P> {
  const module = projection(parameterShape)(featureShape);
  if (!sameShape(module.outputShape, parameterShape)) {
    throw new Error(
      `${caller}: expected a projection to ${formatShape(parameterShape)}; got one to ${formatShape(module.outputShape)}. ` +
        `Use linearProjection, the default, or end the network in that shape.`,
    );
  }
  return module;
}
