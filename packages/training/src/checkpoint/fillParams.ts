import * as tf from "@tensorflow/tfjs-core";
import { restoreTensor, type StoredTensor } from "@variate/data";
import { flattenTree, formatShape, mapTree, sameShape, type Params, type Shape } from "@variate/math";
import type { StoredTree } from "./checkpoint.js";

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
  const wanted = flattenTree(like);
  const fail = (expected: string, got: string): Error =>
    new Error(`${caller}: expected ${expected}; got ${got}. The file was written for another architecture.`);
  for (const [path, leaf] of Object.entries(wanted)) {
    const stored = Object.hasOwn(tensors, path) ? tensors[path] : undefined;
    if (stored === undefined) throw fail(named(path, leaf.shape), "none");
    if (!sameShape(stored.shape, leaf.shape)) throw fail(named(path, leaf.shape), formatShape(stored.shape));
    if (DTYPES[stored.dtype] !== leaf.dtype) throw fail(`${named(path, leaf.shape)} of dtype ${leaf.dtype}`, DTYPES[stored.dtype] ?? stored.dtype);
  }
  const extra = Object.keys(tensors).find((path) => !Object.hasOwn(wanted, path));
  if (extra !== undefined) throw fail("no other tensors", `also ${named(extra, (tensors[extra] as StoredTensor).shape)}`);
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

function named(path: string, shape: Shape): string {
  return `${path} ${formatShape(shape)}`;
}
