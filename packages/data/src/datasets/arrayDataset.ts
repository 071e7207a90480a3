import * as tf from "@tensorflow/tfjs-core";
import { formatShape, shapeSize, type Shape } from "@variate/math";
import type { TypedArray } from "../formats/bytes.js";
import type { NumericDtype } from "../formats/numericArray.js";
import { checkIndices, indexedDataset, type IndexedDataset } from "./dataset.js";

/** An array whose first axis counts examples, such as `readNpy` gives. */
export interface ArrayField {
  readonly shape: Shape;
  readonly data: TypedArray;
  /** As the file had it: int64 and uint64 are served as int32 though their data is float64. */
  readonly dtype?: NumericDtype;
}

/**
 * A dataset of rows of an array, or of several arrays side by side: features and labels, masks, weights.
 *
 * Floating arrays are served as float32, whole numbers as int32, neither scaled. Beware of bytes: pixels from 0 to 255
 * are outside the support of a Bernoulli likelihood, which does not look for that, so bounds come out absurd without an
 * error. `imageDataset` serves bytes as intensities in [0, 1], and `pixelsToFloat` makes them of any array of bytes.
 *
 * @param fields - One array `{ shape, data }`, or arrays by name; batches have the same names.
 * @throws If an array has not as many elements as its shape, no first axis, or integers beyond int32; or if arrays
 *   differ in their number of examples.
 */
export function arrayDataset(field: ArrayField): IndexedDataset;
export function arrayDataset<N extends string>(fields: Readonly<Record<N, ArrayField>>): IndexedDataset<Record<N, tf.Tensor>>;
export function arrayDataset(input: ArrayField | Readonly<Record<string, ArrayField>>): IndexedDataset<tf.Tensor | Record<string, tf.Tensor>> {
  if (ArrayBuffer.isView(input["data"])) {
    const rows = prepare("data", input as ArrayField);
    return indexedDataset({ size: rows.size, gather: (indices) => gatherRows(rows, indices) });
  }
  const fields = Object.entries(input as Readonly<Record<string, ArrayField>>).map(([name, field]) => [name, prepare(name, field)] as const);
  const size = fields[0]?.[1].size ?? 0;
  if (fields.some(([, rows]) => rows.size !== size)) {
    const sizes = fields.map(([name, rows]) => `${name} ${rows.size}`).join(", ");
    throw new Error(`arrayDataset: expected arrays of as many examples; got ${sizes}.`);
  }
  const gather = (indices: ArrayLike<number>): Record<string, tf.Tensor> =>
    Object.fromEntries(fields.map(([name, rows]) => [name, gatherRows(rows, indices)]));
  return indexedDataset({ size, gather });
}

interface Rows {
  readonly size: number;
  readonly rowShape: number[];
  readonly data: Float32Array | Int32Array;
}

function prepare(name: string, { shape, data, dtype }: ArrayField): Rows {
  const [size, ...rowShape] = shape;
  if (size === undefined || shapeSize(shape) !== data.length) {
    throw new Error(`arrayDataset: expected ${name} with a first axis and the elements of its shape; got ${formatShape(shape)} and ${data.length} elements.`);
  }
  const whole = dtype === "int64" || dtype === "uint64" || !(data instanceof Float32Array || data instanceof Float64Array);
  if (!whole) return { size, rowShape, data: data instanceof Float32Array ? data : Float32Array.from(data as Float64Array) };
  if (data instanceof Int32Array) return { size, rowShape, data };
  const integers = Int32Array.from(data as ArrayLike<number | bigint>, Number);
  const beyond = integers.findIndex((value, i) => value !== Number(data[i]));
  if (beyond >= 0) throw new Error(`arrayDataset: expected ${name} within int32; got ${data[beyond]} at element ${beyond}.`);
  return { size, rowShape, data: integers };
}

function gatherRows({ size, rowShape, data }: Rows, indices: ArrayLike<number>): tf.Tensor {
  checkIndices("gather", indices, size);
  const width = shapeSize(rowShape);
  const floating = data instanceof Float32Array;
  const rows = floating ? new Float32Array(indices.length * width) : new Int32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * width;
    rows.set(data.subarray(from, from + width), i * width);
  }
  return tf.tensor(rows, [indices.length, ...rowShape], floating ? "float32" : "int32");
}
