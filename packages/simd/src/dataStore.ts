import * as tf from "@tensorflow/tfjs-core";
import type { TensorData } from "./tensorData.js";

const DATA = Symbol("@variate/simd/data");

type Identified = object & { [DATA]?: TensorData | undefined };

/**
 * tfjs's `DataStorage` with the data on the identifying object itself. tfjs keeps them in a `WeakMap`, which is looked up
 * several times an operation and makes garbage collection a tenth of a training step.
 */
export class DataStore {
  readonly #backend: tf.KernelBackend;
  #count = 0;

  constructor(backend: tf.KernelBackend) {
    this.#backend = backend;
  }

  /** The data; moved here first if another backend has them. */
  get(dataId: Identified): TensorData {
    const data = dataId[DATA];
    if (data !== undefined) return data;
    (tf.engine() as unknown as { moveData(backend: tf.KernelBackend, dataId: object): void }).moveData(this.#backend, dataId);
    return dataId[DATA] as TensorData;
  }

  set(dataId: Identified, data: TensorData): void {
    if (dataId[DATA] === undefined) this.#count++;
    dataId[DATA] = data;
  }

  has(dataId: Identified): boolean {
    return dataId[DATA] !== undefined;
  }

  delete(dataId: Identified): boolean {
    if (dataId[DATA] === undefined) return false;
    dataId[DATA] = undefined;
    this.#count--;
    return true;
  }

  numDataIds(): number {
    return this.#count;
  }
}
