import * as tf from "@tensorflow/tfjs-core";
import { broadcasting, elementwiseKernels } from "./elementwise.js";
import { type KernelArguments, type NativeKernel, onCpu } from "./register.js";
import { CHUNK, multiplySparse } from "./sparseProduct.js";
import { DEPTH, LEFT_BLOCK, TILE_COLUMNS } from "./tiles.js";

type Backend = KernelArguments["backend"];

/** Rows and columns whose packed panels are in memory at once, at most. */
const EXTENT = 4096;

/** Multiplications from which on several threads are worth the handing over. */
const PARALLEL = 500_000;

/** Products of a batch that are smaller than this are packed by the thread that multiplies them. */
const SMALL = 65_536;

/** A matrix within a tensor: its rows and columns and how far the next of each lies, in elements. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

function matrixOf(shape: readonly number[], transpose: boolean): Matrix {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transpose
    ? { rows: columns, columns: rows, rowStride: 1, columnStride: columns }
    : { rows, columns, rowStride: columns, columnStride: 1 };
}

/** What each sum starts with: an address, and how far that of the next row and column lies, in bytes. */
export interface Start {
  readonly pointer: number;
  readonly rowStride: number;
  readonly columnStep: number;
}

/** `a · b + bias`, a row with a number for each column, over batches that broadcast. */
function product(backend: Backend, a: tf.TensorInfo, b: tf.TensorInfo, transposeA: boolean, transposeB: boolean, bias: tf.TensorInfo | undefined): tf.TensorInfo {
  const left = matrixOf(a.shape, transposeA);
  const right = matrixOf(b.shape, transposeB);
  tf.util.assert(left.columns === right.rows, () => `Error in matMul: inner shapes (${left.columns}) and (${right.rows}) of Tensors with shapes ${a.shape} and ${b.shape} and transposeA=${transposeA} and transposeB=${transposeB} must match.`);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = backend.output([...batch, left.rows, right.columns], "float32");
  const size = left.rows * right.columns;
  const products = tf.util.sizeFromShape(batch);
  if (size === 0 || products === 0) return out;
  const [pointerA, pointerB, pointerOut] = [backend.pointer(a), backend.pointer(b), backend.pointer(out)];
  const pairs = batchPairs(batch, a.shape, b.shape);
  const withStart = (use: (start: Start) => void): void => {
    if (bias !== undefined) return use({ pointer: backend.pointer(bias), rowStride: 0, columnStep: 4 });
    backend.withRoom(4 * CHUNK, (pointer) => {
      backend.floats.fill(0, pointer / 4, pointer / 4 + CHUNK);
      use({ pointer, rowStride: 0, columnStep: 0 });
    });
  };
  withStart((start) => {
    if (products > 1 && size * left.columns < SMALL) manySmall(backend, pairs, pointerA, pointerB, pointerOut, left, right, start);
    else {
      for (let i = 0; i < products; i++) {
        const [p, q] = [pairs[2 * i] as number, pairs[2 * i + 1] as number];
        const [from, to, into] = [pointerA + 4 * p, pointerB + 4 * q, pointerOut + 4 * i * size];
        if (!multiplySparse(backend, from, to, into, left, right, start)) multiply(backend, from, to, into, left, right, start);
      }
    }
  });
  return out;
}

/** Where the matrices of each product of the batch begin in a and in b, in elements. */
export function batchPairs(batch: readonly number[], shapeA: readonly number[], shapeB: readonly number[]): Int32Array {
  const pairs = new Int32Array(2 * tf.util.sizeFromShape(batch as number[]));
  const strides = (shape: readonly number[]): number[] => {
    let stride = (shape.at(-1) as number) * (shape.at(-2) as number);
    const own = shape.slice(0, -2);
    return batch.map((_, i) => own.length - batch.length + i).toReversed().map((axis) => {
      const length = axis < 0 ? 1 : (own[axis] as number);
      const step = length === 1 ? 0 : stride;
      stride *= length;
      return step;
    });
  };
  const [stepsA, stepsB] = [strides(shapeA), strides(shapeB)];
  const lengths = batch.toReversed();
  for (let i = 0; i < pairs.length / 2; i++) {
    let rest = i;
    lengths.forEach((length, axis) => {
      const index = rest % length;
      rest = Math.floor(rest / length);
      pairs[2 * i] = (pairs[2 * i] as number) + index * (stepsA[axis] as number);
      pairs[2 * i + 1] = (pairs[2 * i + 1] as number) + index * (stepsB[axis] as number);
    });
  }
  return pairs;
}

/** One product: the factors are packed into panels, in parallel, then multiplied tile by tile. */
export function multiply(backend: Backend, a: number, b: number, out: number, left: Matrix, right: Matrix, start: Start): void {
  const { tileRows } = backend;
  const [rows, columns, depth] = [left.rows, right.columns, left.columns];
  const panelDepth = Math.min(depth, DEPTH);
  const [rowExtent, columnExtent] = [Math.min(rows, EXTENT), Math.min(columns, EXTENT)];
  const leftBytes = 4 * roundUp(rowExtent, tileRows) * panelDepth;
  const rightBytes = 4 * roundUp(columnExtent, TILE_COLUMNS) * panelDepth;
  const outStride = 4 * columns;
  backend.withRoom(leftBytes + rightBytes, (packedLeft) => {
    const packedRight = packedLeft + leftBytes;
    for (let i = 0; i < rows; i += EXTENT) {
      for (let j = 0; j < columns; j += EXTENT) {
        for (let p = 0; p < depth; p += DEPTH) {
          const part = {
            rows: Math.min(EXTENT, rows - i), columns: Math.min(EXTENT, columns - j), depth: Math.min(DEPTH, depth - p),
            left: a + 4 * (i * left.rowStride + p * left.columnStride),
            right: b + 4 * (p * right.rowStride + j * right.columnStride),
            out: out + i * outStride + 4 * j,
          };
          const from: Start = p === 0
            ? { ...start, pointer: start.pointer + i * start.rowStride + j * start.columnStep }
            : { pointer: part.out, rowStride: outStride, columnStep: 4 };
          multiplyPart(backend, part, packedLeft, packedRight, left, right, outStride, from);
        }
      }
    }
  });
}

interface Part {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly left: number;
  readonly right: number;
  readonly out: number;
}

function multiplyPart(
  backend: Backend, part: Part, packedLeft: number, packedRight: number, left: Matrix, right: Matrix, outStride: number, start: Start,
): void {
  const { rows, columns, depth } = part;
  const { tileRows } = backend;
  const parallel = rows * columns * depth >= PARALLEL;
  const panels = (lines: number, width: number): [perBlock: number, blocks: number] => {
    const perBlock = Math.max(1, Math.floor(32_768 / (depth * width)));
    return [perBlock, Math.ceil(Math.ceil(lines / width) / perBlock)];
  };
  const [leftPerBlock, leftBlocks] = panels(rows, tileRows);
  const [rightPerBlock, rightBlocks] = panels(columns, TILE_COLUMNS);
  backend.run(
    "packFactors",
    [
      depth,
      part.left, 4 * left.rowStride, 4 * left.columnStride, rows, leftPerBlock, packedLeft,
      part.right, 4 * right.columnStride, 4 * right.rowStride, columns, rightPerBlock, packedRight,
    ],
    leftBlocks + rightBlocks, parallel,
  );
  const [tilesDown, tilesAcross] = [Math.ceil(rows / tileRows), Math.ceil(columns / TILE_COLUMNS)];
  const downPerBlock = Math.min(tilesDown, Math.max(1, Math.floor(LEFT_BLOCK / (depth * tileRows))));
  const blocksDown = Math.ceil(tilesDown / downPerBlock);
  const acrossPerBlock = Math.max(1, Math.ceil((tilesAcross * blocksDown) / (8 * backend.threads)));
  backend.run(
    "multiplyPacked",
    [
      rows, columns, depth, packedLeft, packedRight, part.out, outStride,
      start.pointer, start.rowStride, start.columnStep, downPerBlock, acrossPerBlock,
    ],
    blocksDown * Math.ceil(tilesAcross / acrossPerBlock), parallel,
  );
}

function manySmall(
  backend: Backend, pairs: Int32Array, a: number, b: number, out: number, left: Matrix, right: Matrix, start: Start,
): void {
  const products = pairs.length / 2;
  const [rows, columns, depth] = [left.rows, right.columns, left.columns];
  const perBlock = Math.max(1, Math.floor(SMALL / (rows * columns * depth)), Math.ceil(products / (8 * backend.threads)));
  const blocks = Math.ceil(products / perBlock);
  const roomPerBlock = 4 * depth * (roundUp(rows, backend.tileRows) + roundUp(columns, TILE_COLUMNS));
  backend.withRoom(4 * pairs.length, (table) =>
    backend.withRoom(blocks * roomPerBlock, (room) => {
      const { words } = backend;
      for (let i = 0; i < products; i++) {
        words[table / 4 + 2 * i] = a + 4 * (pairs[2 * i] as number);
        words[table / 4 + 2 * i + 1] = b + 4 * (pairs[2 * i + 1] as number);
      }
      backend.run(
        "multiplyMany",
        [
          products, perBlock, table, out, rows, columns, depth, 4 * left.rowStride, 4 * left.columnStride,
          4 * right.columnStride, 4 * right.rowStride, start.pointer, start.columnStep, room, roomPerBlock,
        ],
        blocks, products * rows * columns * depth >= PARALLEL,
      );
    }),
  );
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

const batchMatMul: NativeKernel = ({ inputs, attrs, backend }) => {
  const [a, b] = [inputs["a"], inputs["b"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!isMine(backend, a, b)) return undefined;
  return product(backend, a, b, attrs["transposeA"] === true, attrs["transposeB"] === true, undefined);
};

/** Products without depth are zeros, which tfjs makes. */
function isMine(backend: Backend, a: tf.TensorInfo, b: tf.TensorInfo): boolean {
  return backend.isFloat(a) && backend.isFloat(b) && !a.shape.includes(0) && !b.shape.includes(0);
}

/** tfjs's names of activations, by the kernel that computes them. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  elu: "Elu", leakyrelu: "LeakyRelu", relu: "Relu", relu6: "Relu6", sigmoid: "Sigmoid",
};

const fusedMatMul: NativeKernel = ({ inputs, attrs, backend }) => {
  const [a, b, bias, weights] = [inputs["a"], inputs["b"], inputs["bias"], inputs["preluActivationWeights"]] as tf.TensorInfo[];
  const activation = (attrs["activation"] ?? "linear") as string;
  if (!isMine(backend, a as tf.TensorInfo, b as tf.TensorInfo)) return undefined;
  if (activation !== "linear" && activation !== "prelu" && ACTIVATIONS[activation] === undefined) return undefined;
  const transposeB = attrs["transposeB"] === true;
  const columns = b?.shape.at(transposeB ? -2 : -1);
  const rowBias = bias !== undefined && backend.isFloat(bias) && bias.shape.at(-1) === columns && tf.util.sizeFromShape(bias.shape) === columns;
  let out = product(backend, a as tf.TensorInfo, b as tf.TensorInfo, attrs["transposeA"] === true, transposeB, rowBias ? bias : undefined);
  const replace = (next: tf.TensorInfo): void => {
    backend.disposeIntermediateTensorInfo(out);
    out = next;
  };
  if (bias !== undefined && !rowBias) replace(broadcasting(backend, "add", out, bias, "float32"));
  if (activation === "prelu") replace(broadcasting(backend, "prelu", out, weights as tf.TensorInfo, "float32"));
  const kernel = elementwiseKernels.get(ACTIVATIONS[activation] ?? "");
  if (kernel !== undefined) replace(kernel({ inputs: { x: out }, attrs: { alpha: attrs["leakyreluAlpha"] as number }, backend }) as tf.TensorInfo);
  return out;
};

/** `variate.affine`: x W + b. */
const affine: NativeKernel = (args) => {
  const { backend, inputs } = args;
  const { x, weight, bias } = inputs as { x: tf.TensorInfo; weight: tf.TensorInfo; bias: tf.TensorInfo };
  if (isMine(backend, x, weight) && backend.isFloat(bias)) return product(backend, x, weight, false, false, bias);
  const plain = onCpu("BatchMatMul", { backend, inputs: { a: x, b: weight }, attrs: { transposeA: false, transposeB: false } }) as tf.TensorInfo;
  const sum = onCpu("Add", { backend, inputs: { a: plain, b: bias }, attrs: {} });
  backend.disposeIntermediateTensorInfo(plain);
  return sum;
};

export const productKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["BatchMatMul", batchMatMul],
  ["_FusedMatMul", fusedMatMul],
  ["variate.affine", affine],
]);
