import * as tf from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy } from "@variate/math";
import { splitKey, type RandomKey } from "@variate/random";
import { checkIndices, indexedDataset, type Batch, type IndexedDataset } from "./dataset.js";

/**
 * A dataset whose batches are `fn` of another's. `fn` is called inside a `tidy`: what it does not return is freed.
 *
 * ```ts
 * map(labelled(train), ({ image, label }) => ({ image, label: tf.oneHot(label, 10) }))
 * ```
 */
export function map<B, C>(dataset: IndexedDataset<B>, fn: (batch: B) => C): IndexedDataset<C> {
  return indexedDataset({ size: dataset.size, gather: (indices, key) => tidy(() => fn(dataset.gather(indices, key))) });
}

/**
 * The examples of all datasets, one after the other. With a key, part i draws from `splitKey(key, n)[i]`.
 *
 * @throws When batches of two parts have other names or other shapes beyond the first axis.
 */
export function concat<B extends Batch>(...datasets: readonly IndexedDataset<B>[]): IndexedDataset<B> {
  const ends: number[] = [];
  for (const { size } of datasets) ends.push((ends.at(-1) ?? 0) + size);
  const size = ends.at(-1) ?? 0;
  const gather = (indices: ArrayLike<number>, key?: RandomKey): B => {
    checkIndices("gather", indices, size);
    const keys = key === undefined ? [] : splitKey(key, datasets.length);
    const places: number[][] = datasets.map(() => []);
    for (let i = 0; i < indices.length; i++) {
      (places[ends.findIndex((end) => (indices[i] as number) < end)] as number[]).push(i);
    }
    return tidy(() => {
      const used = datasets.flatMap((dataset, part) => {
        const own = places[part] as number[];
        if (own.length === 0 && !(indices.length === 0 && part === 0)) return [];
        const begin = (ends[part] as number) - dataset.size;
        return [dataset.gather(own.map((place) => (indices[place] as number) - begin), keys[part])];
      });
      return merge(used, places.flat());
    });
  };
  return indexedDataset({ size, gather });
}

/** The parts' rows, each brought to its place. */
function merge<B extends Batch>(parts: readonly B[], places: readonly number[]): B {
  const first = parts[0] as B;
  if (parts.length === 1) return first;
  const order = new Int32Array(places.length);
  places.forEach((place, row) => (order[place] = row));
  const rows = tf.tensor1d(order, "int32");
  const join = (tensors: readonly tf.Tensor[]): tf.Tensor => {
    const rowShape = (tensors[0] as tf.Tensor).shape.slice(1);
    const other = tensors.find((tensor) => !sameShape(tensor.shape.slice(1), rowShape));
    if (other !== undefined) {
      throw new Error(`concat: expected examples of one shape; got ${formatShape(rowShape)} and ${formatShape(other.shape.slice(1))}.`);
    }
    return tf.gather(tf.concat([...tensors], 0), rows);
  };
  if (first instanceof tf.Tensor) return join(parts as readonly tf.Tensor[]) as B;
  const names = Object.keys(first);
  const stranger = parts.find((part) => Object.keys(part).length !== names.length || !names.every((name) => name in part));
  if (stranger !== undefined) {
    throw new Error(`concat: expected batches of the same names; got ${names.join(", ")} and ${Object.keys(stranger).join(", ")}.`);
  }
  const all = parts as readonly Readonly<Record<string, tf.Tensor>>[];
  return Object.fromEntries(names.map((name) => [name, join(all.map((part) => part[name] as tf.Tensor))])) as B;
}
