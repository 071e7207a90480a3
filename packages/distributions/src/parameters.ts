import type * as tf from "@tensorflow/tfjs-core";
import { broadcast, formatShape, toFloatTensor, type NumericInput, type Shape } from "@variate/math";
import type { Constraint } from "./constraints.js";

export { broadcast };

/** A family's parameters by name, as tensors, and the batch shape to which they broadcast. */
export interface Parameterization<K extends string> {
  readonly tensors: Readonly<Record<K, tf.Tensor>>;
  readonly batchShape: number[];
}

/**
 * Reads a factory's parameters: numbers, arrays and tensors of any numeric dtype become float32 tensors, whose shapes
 * broadcast together once the axes that one element of its constraint takes are set aside.
 *
 * float32 tensors are taken as they are, not cloned.
 *
 * @param check - What else must hold; throws when it does not.
 * @param least - A batch shape with which those of the parameters must broadcast too.
 * @throws If a parameter is missing, has too few axes, or does not broadcast; what was converted is freed first.
 */
export function readParameters<K extends string>(
  family: string,
  constraints: Readonly<Record<K, Constraint>>,
  inputs: Readonly<Record<K, NumericInput>>,
  check?: (tensors: Readonly<Record<K, tf.Tensor>>) => void,
  least: Shape = [],
): Parameterization<K> {
  const tensors = {} as Record<K, tf.Tensor>;
  const names = Object.keys(constraints) as K[];
  try {
    for (const name of names) {
      const input: NumericInput | undefined = inputs[name];
      if (input === undefined) throw new Error(`${family}: expected ${names.join(" and ")}; got no ${name}.`);
      tensors[name] = toFloatTensor(input);
    }
    let batchShape: Shape | undefined = least;
    for (const name of names) {
      const { eventRank } = constraints[name];
      const { shape, rank } = tensors[name];
      if (rank < eventRank) {
        throw new Error(`${family}: expected ${name} with at least ${eventRank} axes; got ${formatShape(shape)}.`);
      }
      batchShape = batchShape && broadcast(batchShape, shape.slice(0, rank - eventRank));
    }
    if (batchShape === undefined) {
      const got = names.map((name) => `${name} ${formatShape(tensors[name].shape)}`).join(", ");
      const base = least.length > 0 ? `, and a batch ${formatShape(least)}` : "";
      throw new Error(`${family}: expected parameters that broadcast together; got ${got}${base}.`);
    }
    check?.(tensors);
    return { tensors, batchShape: [...batchShape] };
  } catch (error) {
    for (const name in tensors) if (tensors[name] !== inputs[name]) tensors[name].dispose();
    throw error;
  }
}

/**
 * The name of the one parameter given of several equivalent ones, such as `probs` and `logits`.
 *
 * @throws Unless exactly one is given.
 */
export function exactlyOne<K extends string>(family: string, names: readonly K[], inputs: Readonly<Partial<Record<K, unknown>>>): K {
  const given = names.filter((name) => inputs[name] !== undefined);
  if (given.length !== 1) {
    throw new Error(`${family}: expected exactly one of ${names.join(" and ")}; got ${given.length === 0 ? "none" : given.join(" and ")}.`);
  }
  return given[0] as K;
}
