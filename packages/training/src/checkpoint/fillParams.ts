import * as tf from "@tensorflow/tfjs-core";
import { restoreTensor, type StoredTensor } from "@variate/data";
import { flattenTree, mapTree, type Params } from "@variate/math";
import type { StoredTree } from "./checkpoint.js";
import { firstDifference } from "./difference.js";

const DTYPES: Readonly<Record<string, tf.DataType>> = { F32: "float32", I32: "int32", BOOL: "bool" };

/**
 * A tree of the form of `like` with the stored values, as fresh tensors that the caller owns. `like` is left as it is.
 *
 * @param like - A tree that the caller built, such as `model.init(key)`: the file decides no shape.
 * @throws If a tensor is missing, left over, or of another shape or dtype; the first is named, and nothing is kept.
 */
export function fillParams<P extends Params>(like: P, tensors: StoredTree): P {
  return fill("fillParams", like, tensors);
}

export function fill<P extends Params>(caller: string, like: P, tensors: StoredTree): P {
  const given = Object.entries(tensors).map(([path, { dtype, shape }]) => [path, { shape, dtype: DTYPES[dtype] ?? dtype }] as const);
  const difference = firstDifference(flattenTree(like), Object.fromEntries(given));
  if (difference !== undefined) {
    throw new Error(`${caller}: expected ${difference.expected}; got ${difference.got}. The file was written for another architecture.`);
  }
  const made: tf.Tensor[] = [];
  try {
    return mapTree(like, (_, path) => {
      const tensor = restoreTensor(tensors[path] as StoredTensor);
      made.push(tensor);
      return tensor;
    });
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}
