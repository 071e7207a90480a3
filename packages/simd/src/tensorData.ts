import { type backend_util, type DataType, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Allocator } from "./allocator.js";
import type { LinearMemory } from "./linearMemory.js";

export type Values = backend_util.BackendValues;

/** How elements are stored; a tensor's dtype may promise more, since tfjs's `cast` to a wider type only relabels. */
export type Storage = "float32" | "int32" | "bool" | "other";

/** What a tensor's elements are stored in, and where: memory of the kernels, or an array that a cpu kernel made. */
export interface Room {
  readonly memory: LinearMemory;
  readonly allocator: Allocator;
}

/**
 * The data of one tensor, as tfjs's cpu kernels expect to find them (`values`) and as ours do (`pointer`).
 *
 * What a cpu kernel makes stays an ordinary array until one of ours asks for its address; what ours make is never
 * copied, and cpu kernels see a view of it.
 */
export class TensorData {
  refCount = 1;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  readonly dtype: DataType;
  readonly #room: Room;
  #array: Values | undefined;
  #pointer = 0;
  #bytes = 0;
  #storage: Storage;

  private constructor(room: Room, dtype: DataType, storage: Storage) {
    this.#room = room;
    this.dtype = dtype;
    this.#storage = storage;
  }

  /** Data that are there already. An array that is a view of the kernels' memory is copied: its room may be reused. */
  static fromValues(room: Room, dtype: DataType, given: Values | undefined): TensorData {
    // Some cpu kernels give plain arrays.
    const values = Array.isArray(given) && (dtype === "float32" || dtype === "int32" || dtype === "bool") ? util.toTypedArray(given as never, dtype) : given;
    const data = new TensorData(room, dtype, storageOf(values));
    const buffer = (values as Float32Array | undefined)?.buffer;
    data.#array = buffer !== undefined && room.memory.owns(buffer) ? (values as Float32Array).slice() : values;
    return data;
  }

  /** Room for `size` elements, with anything in it. */
  static allocate(room: Room, dtype: "float32" | "int32" | "bool", size: number): TensorData {
    const data = new TensorData(room, dtype, dtype);
    data.#bytes = dtype === "bool" ? size : 4 * size;
    data.#pointer = room.allocator.allocate(data.#bytes);
    return data;
  }

  get storage(): Storage {
    return this.#storage;
  }

  get values(): Values | undefined {
    if (this.#pointer === 0) return this.#array;
    const { buffer } = this.#room.memory.bytes;
    if (this.#storage === "bool") return new Uint8Array(buffer, this.#pointer, this.#bytes);
    if (this.#storage === "int32") return new Int32Array(buffer, this.#pointer, this.#bytes / 4);
    return new Float32Array(buffer, this.#pointer, this.#bytes / 4);
  }

  set values(values: Values | undefined) {
    this.release();
    this.#array = values;
    this.#storage = storageOf(values);
  }

  /** The elements as nobody else will write them: for those who read a tensor. */
  copy(): Values | undefined {
    const values = this.values;
    return ArrayBuffer.isView(values) ? (values as Float32Array).slice() : values;
  }

  /** The address of the elements, which are moved to the kernels' memory if they are not there. */
  get pointer(): number {
    if (this.#pointer === 0) this.#move();
    return this.#pointer;
  }

  /** Gives the room back. */
  release(): void {
    if (this.#pointer !== 0) this.#room.allocator.free(this.#pointer, this.#bytes);
    this.#pointer = 0;
  }

  #move(): void {
    const { memory, allocator } = this.#room;
    const array = this.#array as Float32Array | Int32Array | Uint8Array;
    const bytes = array.byteLength;
    const pointer = allocator.allocate(bytes);
    if (this.#storage === "float32") memory.floats.set(array, pointer / 4);
    else if (this.#storage === "int32") memory.words.set(array, pointer / 4);
    else memory.bytes.set(array, pointer);
    this.#bytes = bytes;
    this.#pointer = pointer;
    this.#array = undefined;
  }
}

function storageOf(values: Values | undefined): Storage {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Int32Array) return "int32";
  if (values instanceof Uint8Array) return "bool";
  return "other";
}
