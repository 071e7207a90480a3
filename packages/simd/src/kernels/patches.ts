import type * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments } from "./register.js";
import { reduce } from "./reductions.js";
import { DEPTH, LEFT_BLOCK, TILE_COLUMNS } from "./tiles.js";
import { transposed } from "./transpose.js";

type Backend = KernelArguments["backend"];

/** Output channels up to which their dot products are faster than tiles, most of which would be empty. */
const NARROW = 4;

/** Multiplications from which on several threads are worth the handing over. */
const PARALLEL = 60_000;

/** Parts into which the sum over positions is cut, at most, and numbers that these hold together. */
const PARTS = 16;
const PART_NUMBERS = 2 ** 23;

/** Where a tap reads, from the position times the stride, and the address of its part of the filter. */
export interface Tap {
  readonly row: number;
  readonly column: number;
  readonly filter: number;
}

/** Images and the positions at which a filter is laid on them. */
export interface Geometry {
  readonly pointer: number;
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly down: number;
  readonly across: number;
  readonly taps: readonly Tap[];
}

function positionsOf({ images, outHeight, outWidth }: Geometry): number {
  return images * outHeight * outWidth;
}

/** Calls `use` with the geometry as the kernels read it. */
function withGeometry(backend: Backend, geometry: Geometry, use: (args: number[], table: number) => void): void {
  const { pointer, height, width, channels, outHeight, outWidth, down, across, taps } = geometry;
  backend.withRoom(16 * taps.length, (table) => {
    const { words } = backend;
    let run = 0;
    for (let i = taps.length - 1; i >= 0; i--) {
      const [tap, next] = [taps[i] as Tap, taps[i + 1]];
      run = next !== undefined && next.row === tap.row && next.column === tap.column + 1 ? run + 1 : 1;
      words.set([tap.row, tap.column, tap.filter, run], table / 4 + 4 * i);
    }
    use([pointer, height, width, channels, outHeight, outWidth, positionsOf(geometry), down, across, taps.length, table], table);
  });
}

/** Calls `use` with what blocks need to borrow rooms of `bytes` bytes, one for each thread. */
function withRooms(backend: Backend, bytes: number, use: (args: number[]) => void): void {
  const count = backend.threads;
  const size = 64 * Math.ceil(bytes / 64);
  backend.withRoom(4 * count, (lent) =>
    backend.withRoom(count * size, (room) => {
      backend.words.fill(0, lent / 4, lent / 4 + count);
      use([lent, count, room, size]);
    }),
  );
}

/** Calls `use` with the address of sixteen zeros. */
export function withZeros(backend: Backend, use: (pointer: number) => void): void {
  backend.withRoom(64, (pointer) => {
    backend.floats.fill(0, pointer / 4, pointer / 4 + 16);
    use(pointer);
  });
}

/** The filter as the product reads it: output channels, and bytes from one to the next and between input channels. */
export interface Columns {
  readonly count: number;
  readonly stride: number;
  readonly depthStride: number;
}

/** Patches times filter. `start` is the address of one number for each output channel, or undefined for zeros. */
export function convolve(backend: Backend, geometry: Geometry, columns: Columns, out: number, start: number | undefined): void {
  if (columns.count <= NARROW) return convolveNarrow(backend, geometry, columns, out, start);
  const { channels, taps } = geometry;
  const { tileRows, threads } = backend;
  const positions = positionsOf(geometry);
  const tapsPerPart = Math.min(taps.length, Math.max(1, Math.floor(DEPTH / channels)));
  const depth = tapsPerPart * channels;
  const panels = Math.ceil(positions / tileRows);
  const perBlock = Math.max(1, Math.min(Math.floor(LEFT_BLOCK / (depth * tileRows)), Math.ceil(panels / (8 * threads))));
  const filterPanels = Math.ceil(columns.count / TILE_COLUMNS);
  const parallel = positions * columns.count * channels * taps.length >= PARALLEL;
  withGeometry(backend, geometry, (args, table) =>
    withZeros(backend, (zeros) =>
      backend.withRoom(4 * filterPanels * TILE_COLUMNS * channels * taps.length, (filter) =>
        withRooms(backend, 4 * depth * tileRows * (perBlock + 1), (rooms) => {
          backend.run("packFilter", [columns.stride, columns.depthStride, columns.count, channels, taps.length, table, tapsPerPart, filter], filterPanels, parallel);
          const begin = start === undefined ? [zeros, 0] : [start, 4];
          const blocks = Math.ceil(panels / perBlock);
          backend.run("convolve", [...args, tapsPerPart, filter, columns.count, out, ...begin, perBlock, ...rooms], blocks, parallel);
        }),
      ),
    ),
  );
}

/** Patches times filter for few output channels. */
function convolveNarrow(backend: Backend, geometry: Geometry, columns: Columns, out: number, start: number | undefined): void {
  const { channels, taps } = geometry;
  const positions = positionsOf(geometry);
  const depth = channels * taps.length;
  const atOnce = Math.max(1, Math.min(16, Math.floor(4096 / depth)));
  const perBlock = atOnce * Math.max(1, Math.ceil(32_768 / (depth * columns.count * atOnce)));
  const parallel = positions * columns.count * depth >= PARALLEL;
  withGeometry(backend, geometry, (args, table) =>
    withZeros(backend, (zeros) =>
      backend.withRoom(4 * columns.count * depth, (filter) =>
        withRooms(backend, 4 * atOnce * depth, (rooms) => {
          backend.run("packNarrowFilter", [columns.stride, columns.depthStride, columns.count, channels, taps.length, table, taps.length, filter], columns.count, false);
          const begin = start === undefined ? [zeros, 0] : [start, 4];
          const blocks = Math.ceil(positions / perBlock);
          backend.run("convolveNarrow", [...args, atOnce, filter, columns.count, out, ...begin, perBlock, ...rooms], blocks, parallel);
        }),
      ),
    ),
  );
}

/** The gradient of the filter, taps by input channels by output channels, from that of the result. */
export function convolveFilter(backend: Backend, geometry: Geometry, dy: number, outChannels: number, shape: number[]): tf.TensorInfo {
  const { channels, taps } = geometry;
  const { tileRows } = backend;
  const positions = positionsOf(geometry);
  const columns = channels * taps.length;
  const size = columns * outChannels;
  const atOnce = Math.min(positions, Math.max(16, Math.min(256, Math.floor(131_072 / columns))));
  const most = Math.max(1, Math.min(PARTS, Math.floor(PART_NUMBERS / size)));
  const perBlock = atOnce * Math.ceil(Math.ceil(positions / most) / atOnce);
  const parts = Math.ceil(positions / perBlock);
  const partial = backend.output([parts, outChannels, columns], "float32");
  const room = 4 * atOnce * (TILE_COLUMNS + tileRows * Math.ceil(outChannels / tileRows) + columns);
  withGeometry(backend, geometry, (args) =>
    withZeros(backend, (zeros) =>
      withRooms(backend, room, (rooms) => {
        backend.run("convolveFilter", [...args, dy, outChannels, backend.pointer(partial), perBlock, atOnce, zeros, ...rooms], parts, positions * size >= PARALLEL);
      }),
    ),
  );
  const sum = parts === 1 ? backend.relabel(partial, [outChannels, columns]) : backend.output([outChannels, columns], "float32");
  if (parts > 1) reduce(backend, "reduceSum", partial, sum, parts, size, 1);
  backend.disposeIntermediateTensorInfo(partial);
  const turned = transposed(backend, sum, [1, 0]);
  backend.disposeIntermediateTensorInfo(sum);
  return { ...turned, shape };
}
