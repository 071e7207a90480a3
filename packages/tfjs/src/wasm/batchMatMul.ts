import { BatchMatMul, broadcast_util, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { shapeBytes, tensorId, values, wasmFunction, wasmKernel, type WasmBackend, type WasmKernelArguments } from "./backend.js";
import { broadcastOffsets } from "./broadcast.js";
import { multiply } from "./matrixProduct.js";
import { watchIds } from "./packedFactors.js";

export interface MatMulInputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

export interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The sizes of a product [..., m, k] · [..., k, n] of stacks of matrices that broadcast. */
interface Product {
  readonly batchShape: number[];
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * Matrix products of any transposition and any broadcasting stack, at the speed of the backend's plain product.
 *
 * As shipped, a transpose or a stack falls to a scalar loop, fifteen times slower; every backward pass of a dense
 * layer has one. A weight buffer that is reshaped and used again gives garbage; int32 matrices are refused.
 */
export function batchMatMul({ inputs, attrs, backend }: WasmKernelArguments<MatMulInputs, MatMulAttributes>): TensorInfo {
  const { a, b } = inputs;
  const product = checkProduct(a, b, attrs);
  const { batchShape, m, k, n } = product;
  const out = backend.makeOutput([...batchShape, m, n], a.dtype);
  if (util.sizeFromShape(out.shape) === 0) return out;
  if (k === 0) values(backend, out).fill(0);
  else if (a.dtype !== "float32" || b.dtype !== "float32") multiplyIntegers(backend, a, b, out, product);
  else multiplyStacks(backend, a, b, out, product);
  return out;
}

function checkProduct(a: TensorInfo, b: TensorInfo, attrs: MatMulAttributes): Product {
  const transposeA = Boolean(attrs.transposeA);
  const transposeB = Boolean(attrs.transposeB);
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const k = transposeA ? rowsA : columnsA;
  const innerB = transposeB ? columnsB : rowsB;
  util.assert(
    k === innerB,
    () =>
      `Error in matMul: inner shapes (${k}) and (${innerB}) of Tensors with shapes ${a.shape} and ${b.shape} ` +
      `and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  return {
    batchShape: broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)),
    m: transposeA ? columnsA : rowsA,
    k,
    n: transposeB ? rowsB : columnsB,
    transposeA,
    transposeB,
  };
}

function multiplyStacks(backend: WasmBackend, a: TensorInfo, b: TensorInfo, out: TensorInfo, product: Product): void {
  const { batchShape, m, k, n, transposeA, transposeB } = product;
  const left = { tensor: a, start: 0, rows: transposeA ? k : m, columns: transposeA ? m : k, transposed: transposeA };
  const right = { tensor: b, start: 0, rows: transposeB ? n : k, columns: transposeB ? k : n, transposed: transposeB };
  const batch = util.sizeFromShape(batchShape);
  const stacked = util.sizeFromShape(a.shape) === batch * m * k && util.sizeFromShape(b.shape) === batch * k * n;
  if (stacked && m * k * n <= SMALL && (batch > 1 || transposeA || transposeB)) {
    multiplySmall(backend, a, b, out, product);
    return;
  }
  if (!transposeA && util.sizeFromShape(b.shape) === k * n) {
    // One right factor for the whole stack: the stack is one tall matrix.
    multiply(backend, { ...left, rows: batch * m }, right, out, 0);
    return;
  }
  const startsA = broadcastOffsets(a.shape.slice(0, -2), batchShape, m * k);
  const startsB = broadcastOffsets(b.shape.slice(0, -2), batchShape, k * n);
  for (let i = 0; i < batch; i++) {
    multiply(backend, { ...left, start: startsA[i] as number }, { ...right, start: startsB[i] as number }, out, i * m * n);
  }
}

/** Up to this many multiplications a matrix, the scalar loop is done before the fast product has been set up. */
const SMALL = 2048;
const LOOP = ["number", "array", "number", "number", "array", "number", "number", "number", "number"] as const;

/** The backend's own loop over a stack, which is right. */
function multiplySmall(backend: WasmBackend, a: TensorInfo, b: TensorInfo, out: TensorInfo, product: Product): void {
  const { batchShape, transposeA, transposeB } = product;
  const batch = util.sizeFromShape(batchShape);
  const aShape = shapeBytes([batch, ...a.shape.slice(-2)]);
  const bShape = shapeBytes([batch, ...b.shape.slice(-2)]);
  const loop = wasmFunction(backend, BatchMatMul, LOOP);
  loop(tensorId(backend, a), aShape, 3, tensorId(backend, b), bShape, 3, Number(transposeA), Number(transposeB), tensorId(backend, out));
}

/** In JavaScript's numbers, which hold every sum of products of int32 that int32 can. */
function multiplyIntegers(backend: WasmBackend, a: TensorInfo, b: TensorInfo, out: TensorInfo, product: Product): void {
  const { batchShape, m, k, n, transposeA, transposeB } = product;
  const startsA = broadcastOffsets(a.shape.slice(0, -2), batchShape, m * k);
  const startsB = broadcastOffsets(b.shape.slice(0, -2), batchShape, k * n);
  const [rowA, columnA] = transposeA ? [1, m] : [k, 1];
  const [rowB, columnB] = transposeB ? [1, k] : [n, 1];
  const x = values(backend, a);
  const y = values(backend, b);
  const z = values(backend, out);
  let at = 0;
  startsA.forEach((startA, i) => {
    const startB = startsB[i] as number;
    for (let row = 0; row < m; row++) {
      for (let column = 0; column < n; column++) {
        let total = 0;
        for (let j = 0; j < k; j++) {
          total += (x[startA + row * rowA + j * columnA] as number) * (y[startB + j * rowB + column * columnB] as number);
        }
        z[at++] = total;
      }
    }
  });
}

export const batchMatMulConfig: KernelConfig = {
  ...wasmKernel(BatchMatMul, batchMatMul),
  setupFunc: (backend) => watchIds(backend as WasmBackend),
};
