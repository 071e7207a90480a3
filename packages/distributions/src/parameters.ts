import * as tf from "@tensorflow/tfjs-core";
import { formatShape, toFloatTensor, type NumericInput, type Shape } from "@variate/math";
import type { Constraint } from "./constraints.js";

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
    const batchShape = commonBatchShape(family, constraints, tensors, least);
    check?.(tensors);
    return { tensors, batchShape };
  } catch (error) {
    for (const name of names) if (tensors[name] !== undefined && tensors[name] !== inputs[name]) tensors[name].dispose();
    throw error;
  }
}

/** The shape to which the parameters' batch axes broadcast. */
function commonBatchShape<K extends string>(
  family: string,
  constraints: Readonly<Record<K, Constraint>>,
  tensors: Readonly<Record<K, tf.Tensor>>,
  least: Shape,
): number[] {
  const names = Object.keys(constraints) as K[];
  let common: Shape | undefined = least;
  for (const name of names) {
    const { eventRank } = constraints[name];
    const { shape } = tensors[name];
    if (shape.length < eventRank) {
      throw new Error(`${family}: expected ${name} with at least ${eventRank} axes; got ${formatShape(shape)}.`);
    }
    common = common && broadcast(common, shape.slice(0, shape.length - eventRank));
  }
  if (common === undefined) {
    const got = names.map((name) => `${name} ${formatShape(tensors[name].shape)}`).join(", ");
    const base = least.length > 0 ? `, and a batch ${formatShape(least)}` : "";
    throw new Error(`${family}: expected parameters that broadcast together; got ${got}${base}.`);
  }
  return [...common];
}

/** The common shape by NumPy's rule; undefined where there is none. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const offset = long.length - short.length;
  const result = [...long];
  for (let axis = 0; axis < short.length; axis++) {
    const x = long[axis + offset] as number;
    const y = short[axis] as number;
    if (x === 1) result[axis + offset] = y;
    else if (y !== 1 && x !== y) return undefined;
  }
  return result;
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
