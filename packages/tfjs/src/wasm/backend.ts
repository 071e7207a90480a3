import type { DataId, DataType, KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { getKernel, util } from "@tensorflow/tfjs-core";

/** What the repairs use of the wasm backend, which no package here imports. */
export interface WasmBackend {
  readonly wasm: {
    cwrap(name: string, returns: null, parameters: readonly ("number" | "array")[]): (...args: unknown[]) => void;
    readonly HEAPU8: Uint8Array;
    readonly tfjs: {
      registerTensor(id: number, size: number, byteOffset: number): void;
      disposeData(id: number): void;
    };
  };
  readonly dataIdMap: { get(dataId: DataId): { readonly id: number; readonly memoryOffset: number } };
  dataIdNextNumber: number;
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  disposeData(dataId: DataId): boolean;
  incRef(dataId: DataId): void;
}

/** A kernel as the repairs write it: tensors by name, the backend by its structure. */
export interface WasmKernelArguments<I, A> {
  readonly inputs: I;
  readonly attrs: A;
  readonly backend: WasmBackend;
}

/** Declares a kernel of the wasm backend. */
export function wasmKernel<I, A = Record<string, never>>(
  kernelName: string,
  kernelFunc: (args: WasmKernelArguments<I, A>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return { kernelName, backendName: "wasm", kernelFunc: kernelFunc as unknown as KernelConfig["kernelFunc"] };
}

/** Runs the wasm kernel in use under a name, repaired or not; for kernels with one output. */
export function runKernel(
  backend: WasmBackend,
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attrs: Readonly<Record<string, unknown>> = {},
): TensorInfo {
  const kernel = getKernel(kernelName, "wasm");
  if (kernel === undefined) {
    throw new Error(`@variate/tfjs: expected a wasm kernel ${kernelName}; got none. Import @tensorflow/tfjs-backend-wasm whole.`);
  }
  return kernel.kernelFunc({
    inputs: inputs as NamedTensorInfoMap,
    attrs: attrs as NamedAttrMap,
    backend: backend as object,
  }) as TensorInfo;
}

/** The same data under another shape, without a reference of its own: not to be disposed. */
export function withShape(x: TensorInfo, shape: readonly number[]): TensorInfo {
  return { dataId: x.dataId, shape: [...shape], dtype: x.dtype };
}

/**
 * A tensor's values in the backend's memory. Good until the next allocation, which may move the memory: take every
 * view after every output has been made.
 */
export function floats(backend: WasmBackend, x: TensorInfo): Float32Array {
  return new Float32Array(backend.wasm.HEAPU8.buffer, byteOffset(backend, x), util.sizeFromShape(x.shape));
}

/** As `floats`, for any dtype that has numbers. */
export function values(backend: WasmBackend, x: TensorInfo): Float32Array | Int32Array | Uint8Array {
  const size = util.sizeFromShape(x.shape);
  const { buffer } = backend.wasm.HEAPU8;
  if (x.dtype === "float32") return new Float32Array(buffer, byteOffset(backend, x), size);
  if (x.dtype === "int32") return new Int32Array(buffer, byteOffset(backend, x), size);
  if (x.dtype === "bool") return new Uint8Array(buffer, byteOffset(backend, x), size);
  throw new Error(`@variate/tfjs: expected a tensor of float32, int32 or bool; got ${x.dtype}.`);
}

export function byteOffset(backend: WasmBackend, x: TensorInfo): number {
  // The allocator returns addresses above 2 GB as negative numbers.
  return backend.dataIdMap.get(x.dataId).memoryOffset >>> 0;
}

export function tensorId(backend: WasmBackend, x: TensorInfo): number {
  return backend.dataIdMap.get(x.dataId).id;
}

const wrapped = new WeakMap<object, Map<string, (...args: unknown[]) => void>>();

/** An exported function of the backend's wasm module, looked up once per module. */
export function wasmFunction(
  backend: WasmBackend,
  name: string,
  parameters: readonly ("number" | "array")[],
): (...args: unknown[]) => void {
  let functions = wrapped.get(backend.wasm);
  if (functions === undefined) wrapped.set(backend.wasm, (functions = new Map()));
  let found = functions.get(name);
  if (found === undefined) functions.set(name, (found = backend.wasm.cwrap(name, null, parameters)));
  return found;
}

/** int32 values as the byte arrays that the wasm module takes for shapes. */
export function shapeBytes(shape: readonly number[]): Uint8Array {
  return new Uint8Array(new Int32Array(shape).buffer);
}
