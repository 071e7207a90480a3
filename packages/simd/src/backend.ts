import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { Allocator } from "./allocator.js";
import { DataStore } from "./dataStore.js";
import type { KernelBuild, KernelModule } from "./kernelModule.js";
import { LinearMemory } from "./linearMemory.js";
import { Pool } from "./pool.js";
import { type Room, TensorData, type Values } from "./tensorData.js";

/** Bytes of a thread's own room: one tile of a product. */
const SCRATCH_BYTES = 192;

type NativeType = "float32" | "int32" | "bool";

/**
 * tfjs's cpu backend with tensors in WebAssembly memory: every cpu kernel runs on it, and kernels of our own take the
 * place of those that matter.
 */
export class SimdBackend extends MathBackendCPU {
  readonly build: KernelBuild;
  readonly #module: WebAssembly.Module;
  readonly #memory: LinearMemory;
  readonly #allocator: Allocator;
  readonly #room: Room;
  readonly #pool: Pool;
  readonly #scratch: number[] = [];
  /** Tensors that the kernels at work have made. */
  readonly #made: object[] = [];
  readonly #store: DataStore;
  readonly tileRows: number;

  /** @param threads - Threads that work at most, this one included. */
  constructor({ build, module }: KernelModule, memory: LinearMemory, threads: number) {
    super();
    this.#store = new DataStore(this);
    // tfjs's kernels look for data here.
    this.data = this.#store as never;
    this.build = build;
    this.#module = module;
    this.#memory = memory;
    this.#allocator = new Allocator(memory);
    this.#room = { memory, allocator: this.#allocator };
    const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory, log: Math.log, abort: () => {} } });
    (exports["setScratch"] as (pointer: number) => void)(this.#allocator.allocate(SCRATCH_BYTES));
    this.tileRows = (exports["tileRows"] as () => number)();
    this.#pool = new Pool(memory, exports);
    this.setThreads(threads);
  }

  get threads(): number {
    return this.#pool.threads;
  }

  /** Works with so many threads from now on, or with one where memory cannot be shared. */
  setThreads(threads: number): void {
    this.#pool.stop();
    if (!this.#memory.shared) return;
    while (this.#scratch.length < threads - 1) this.#scratch.push(this.#allocator.allocate(SCRATCH_BYTES));
    this.#pool.start(this.#module, this.#scratch.slice(0, threads - 1));
  }

  /** Resolves when every worker has begun, or has been found not to. */
  ready(): Promise<void> {
    return this.#pool.ready();
  }

  // What tfjs asks of a backend

  override write(values: Values, _shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.#store.set(dataId, TensorData.fromValues(this.#room, dtype, values));
    return dataId;
  }

  override move(dataId: object, values: Values, _shape: number[], dtype: tf.DataType, refCount: number): void {
    const data = TensorData.fromValues(this.#room, dtype, values);
    data.refCount = refCount;
    this.#store.set(dataId, data);
  }

  override readSync(dataId: object): Values {
    const data = this.dataOf(dataId);
    if (data.complexTensorInfos !== undefined) {
      const { real, imag } = data.complexTensorInfos;
      return tf.backend_util.mergeRealAndImagArrays(this.readSync(real.dataId) as Float32Array, this.readSync(imag.dataId) as Float32Array);
    }
    return tf.util.convertBackendValuesAndArrayBuffer(data.copy() as Values, data.dtype);
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.#store.has(dataId)) return true;
    const data = this.dataOf(dataId);
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    if (data.complexTensorInfos !== undefined) {
      this.disposeData(data.complexTensorInfos.real.dataId, true);
      this.disposeData(data.complexTensorInfos.imag.dataId, true);
    }
    data.release();
    this.#store.delete(dataId);
    return true;
  }

  /** Bytes held by tensors in the kernels' memory, and the size of that memory. */
  override memory(): { unreliable: boolean; reasons: string[]; numBytesHeld: number; numBytesReserved: number } {
    return { unreliable: false, reasons: [], numBytesHeld: this.#allocator.held, numBytesReserved: this.#memory.size };
  }

  override dispose(): void {
    this.#pool.stop();
  }

  // What kernels of our own ask

  dataOf(dataId: object): TensorData {
    return this.#store.get(dataId);
  }

  /** The address of a tensor's elements. */
  pointer(tensor: tf.TensorInfo): number {
    return this.dataOf(tensor.dataId).pointer;
  }

  /** Whether the elements are stored as float32, as the dtype says. */
  isFloat(tensor: tf.TensorInfo): boolean {
    return tensor.dtype === "float32" && this.dataOf(tensor.dataId).storage === "float32";
  }

  /** A tensor with anything in it. */
  output(shape: number[], dtype: NativeType): tf.TensorInfo {
    const dataId = {};
    this.#store.set(dataId, TensorData.allocate(this.#room, dtype, tf.util.sizeFromShape(shape)));
    this.#made.push(dataId);
    return { dataId, shape, dtype };
  }

  /** Runs a kernel. One that fails, for want of memory say, leaves nothing behind. */
  whole<T>(kernel: () => T): T {
    const before = this.#made.length;
    try {
      return kernel();
    } catch (error) {
      for (const dataId of this.#made.slice(before)) this.disposeData(dataId, true);
      throw error;
    } finally {
      this.#made.length = before;
    }
  }

  /** The same elements under another shape. */
  relabel(tensor: tf.TensorInfo, shape: number[]): tf.TensorInfo {
    this.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  /** Calls `use` with the address of `bytes` bytes that are free again afterwards. */
  withRoom<T>(bytes: number, use: (pointer: number) => T): T {
    const pointer = this.#allocator.allocate(bytes);
    try {
      return use(pointer);
    } finally {
      this.#allocator.free(pointer, bytes);
    }
  }

  /** The kernels' memory as words, until the next allocation. */
  get words(): Int32Array {
    return this.#memory.words;
  }

  get floats(): Float32Array {
    return this.#memory.floats;
  }

  get bytes(): Uint8Array {
    return this.#memory.bytes;
  }

  /**
   * Runs a kernel of our own over `blocks` blocks.
   *
   * @param args - 32-bit words; numbers that are not whole go to `floats`, by the word they stand in.
   * @param parallel - Whether there is enough to do for several threads.
   */
  run(kernel: string, args: readonly number[], blocks: number, parallel: boolean, floats?: Readonly<Record<number, number>>): void {
    const { words } = this.#memory;
    const first = Pool.firstArgument;
    for (let i = 0; i < args.length; i++) words[first + i] = args[i] as number;
    if (floats !== undefined) for (const at in floats) this.#memory.floats[first + Number(at)] = floats[at] as number;
    this.#pool.run(this.#pool.job(kernel), blocks, parallel);
  }
}
