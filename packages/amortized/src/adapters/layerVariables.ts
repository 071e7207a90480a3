import type { Tensor } from "@tensorflow/tfjs-core";

/** What the adapter needs of tfjs-layers' `LayerVariable`. */
export interface LayerVariableLike {
  readonly originalName: string;
  read(): Tensor;
}

/** What the adapter needs of a `tf.layers.Layer`. */
export interface LayerLike {
  readonly name: string;
  readonly trainableWeights: readonly LayerVariableLike[];
  getClassName(): string;
}

/** A trainable variable and its place in the parameter tree. */
export interface NamedVariable {
  readonly layer: `layer${number}`;
  readonly name: string;
  readonly variable: LayerVariableLike;
}

/**
 * The trainable variables of layers, each once, named by the layer's position and the last part of their own name.
 *
 * Positions, because tfjs-layers numbers its layers through the whole process: `dense_Dense3` is another one next time.
 */
export function layerVariables(layers: readonly LayerLike[]): NamedVariable[] {
  const seen = new Set<LayerVariableLike>();
  return layers.flatMap((layer, i) => {
    const names = new Set<string>();
    return layer.trainableWeights
      .filter((variable) => !seen.has(variable) && seen.add(variable))
      .map((variable) => ({ layer: `layer${i}` as const, name: distinct(variable.originalName, names), variable }));
  });
}

/** `kernel` of `dense_Dense1/kernel`; `kernel1` where a nested model has another. */
function distinct(originalName: string, names: Set<string>): string {
  const base = (originalName.split("/").at(-1) as string).replaceAll(".", "_");
  let name = base;
  for (let n = 1; names.has(name); n++) name = `${base}${n}`;
  names.add(name);
  return name;
}
