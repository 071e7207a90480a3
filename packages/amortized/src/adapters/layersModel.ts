import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, type Shape } from "@variate/math";
import { fresh, overRows } from "../internal/leading.js";
import type { Module } from "../module.js";
import { layerVariables, type LayerLike, type NamedVariable } from "./layerVariables.js";
import { withValues } from "./withValues.js";

/** What the adapter needs of a `tf.LayersModel`; taken by structure, so that nothing of tfjs-layers is imported. */
export interface LayersModelLike {
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly layers: readonly LayerLike[];
  apply(inputs: Tensor, options: { readonly training: boolean }): unknown;
}

/** The trainable weights of layer i under `layer<i>`, by the last part of their own names: `{ layer1: { kernel, bias } }`. */
export type LayersModelParams = { readonly [layer: `layer${number}`]: { readonly [weight: string]: Tensor } };

export interface LayersModelOptions {
  /**
   * Accept layers that act otherwise while training (dropout, noise, batch normalization), and run them as in
   * inference always. By default they are refused.
   */
  readonly inferenceOnly?: boolean;
}

/**
 * A `tf.LayersModel` of `@tensorflow/tfjs-layers`, with one input and one output, as a module.
 *
 * `init` copies the model's own trainable weights, whatever the key; `apply` runs the model with the weights of the
 * tree it is given in their place, so gradients reach the tree. The model itself never changes. Weights that are not
 * trainable stay the model's own, held fixed. The model runs as in inference: its layers draw with no key.
 *
 * @throws If the model has several inputs or outputs, sizes that are not fixed (other than the batch), or, without
 *   `inferenceOnly`, layers that act otherwise while training.
 */
export function fromLayersModel(model: LayersModelLike, options: LayersModelOptions = {}): Module<LayersModelParams> {
  const inputShape = onlyShape("input", model.inputs);
  const outputShape = onlyShape("output", model.outputs);
  if (options.inferenceOnly !== true) refuseTrainingBehaviour(model);
  const variables = layerVariables(model.layers);

  return {
    inputShape,
    outputShape,
    init: () => {
      const tree: Record<string, Record<string, Tensor>> = {};
      for (const { layer, name, variable } of variables) (tree[layer] ??= {})[name] = tf.clone(variable.read());
      return tree;
    },
    apply: (params, input) =>
      overRows("fromLayersModel", input, inputShape, outputShape, (rows) => {
        const values = variables.map((variable) => valueOf(params, variable));
        const run = (): unknown => model.apply(rows, { training: false });
        const result = withValues(variables.map(({ variable }) => variable), values, run);
        return fresh((Array.isArray(result) ? result[0] : result) as Tensor, input);
      }),
  };
}

/** The shape of one example of a model's only input or output. */
function onlyShape(which: "input" | "output", symbolic: LayersModelLike["inputs"] | undefined): Shape {
  const shape = symbolic?.length === 1 ? symbolic[0]?.shape : undefined;
  if (shape === undefined) {
    throw new Error(
      `fromLayersModel: expected a built model with one ${which}; got ${symbolic?.length ?? 0}. ` +
        `Wrap it in a module of your own, or give its first layer an inputShape.`,
    );
  }
  const sizes = shape.slice(1);
  if (sizes.includes(null)) {
    throw new Error(
      `fromLayersModel: expected an ${which} whose sizes are fixed, but for the batch; got [${shape.map(String).join(", ")}].`,
    );
  }
  return sizes as number[];
}

const TRAINING_BEHAVIOUR = new Set([
  "AlphaDropout", "BatchNormalization", "Dropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D",
]);

/** Refuses layers that draw without a key or change their own state while training. */
function refuseTrainingBehaviour(model: LayersModelLike): void {
  const found = allLayers(model.layers).find((layer) => TRAINING_BEHAVIOUR.has(layer.getClassName()));
  if (found === undefined) return;
  throw new Error(
    `fromLayersModel: expected layers that act alike in training and inference; got ${found.getClassName()} ${found.name}. ` +
      `Use dropout() or layerNorm() between two models, or run it as in inference with { inferenceOnly: true }.`,
  );
}

/** Layers with those inside models and wrappers. */
function allLayers(layers: readonly LayerLike[]): LayerLike[] {
  return layers.flatMap((layer) => {
    const { layers: inner = [], layer: wrapped } = layer as { layers?: readonly LayerLike[]; layer?: LayerLike };
    return [layer, ...allLayers(inner), ...(wrapped === undefined ? [] : allLayers([wrapped]))];
  });
}

/** The tree's tensor for a variable. */
function valueOf(params: LayersModelParams, { layer, name, variable }: NamedVariable): Tensor {
  const value = params[layer]?.[name];
  const { shape } = variable.read();
  if (value !== undefined && sameShape(value.shape, shape)) return value;
  throw new Error(
    `fromLayersModel: expected a parameter ${layer}.${name} of shape ${formatShape(shape)}; ` +
      `got ${value === undefined ? "none" : formatShape(value.shape)}. Start from the tree that init makes.`,
  );
}
