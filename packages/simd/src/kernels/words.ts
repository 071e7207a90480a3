import * as tf from "@tensorflow/tfjs-core";
import { BLOCK, PARALLEL } from "./elementwise.js";
import type { KernelArguments } from "./register.js";

type Backend = KernelArguments["backend"];

/** Whether so much work, in elements, is worth the handing over to several threads. */
export function worthSharing(elements: number): boolean {
  return elements >= PARALLEL;
}

/** A tensor of words, or of bytes that are truth values. */
export type Words = tf.TensorInfo & { dtype: "float32" | "int32" | "bool" };

/** Whether a tensor's elements are stored as its dtype says: what is moved about need not be known further. */
export function isWords(backend: Backend, x: tf.TensorInfo): x is Words {
  return backend.dataOf(x.dataId).storage === x.dtype;
}

/** Bytes of an element. */
export function wordBytes({ dtype }: Words): number {
  return dtype === "bool" ? 1 : 4;
}

/** Whether a tensor's elements are stored as int32. */
export function isWhole(backend: Backend, x: tf.TensorInfo): boolean {
  return backend.dataOf(x.dataId).storage === "int32";
}

/** A loop over words: its length, and how far the next word lies where it is read and where it is written. */
export interface Loop {
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** Copies words, or elements of one byte, from one address to another, along loops from the outermost to the innermost. */
export function move(backend: Backend, from: number, to: number, loops: readonly Loop[], bytes = 4): void {
  const axes: { length: number; from: number; to: number }[] = [];
  let size = 1;
  for (const loop of loops.toReversed()) {
    size *= loop.length;
    if (loop.length === 1) continue;
    const last = axes.at(-1);
    if (last !== undefined && loop.from === last.from * last.length && loop.to === last.to * last.length) last.length *= loop.length;
    else axes.push({ ...loop });
  }
  if (size === 0) return;
  const [inner = { length: 1, from: 1, to: 1 }, ...outer] = axes;
  const rows = size / inner.length;
  const perBlock = Math.max(1, Math.floor(BLOCK / inner.length));
  const blocks = Math.ceil(rows / perBlock);
  backend.run(
    bytes === 4 ? "moveRows" : "moveBytes",
    [from, to, inner.length, inner.from, inner.to, rows, perBlock, outer.length, ...outer.flatMap((axis) => [axis.length, axis.from, axis.to])],
    blocks, worthSharing(size),
  );
}

/** How far the next index of each axis lies. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => tf.util.sizeFromShape(shape.slice(axis + 1)));
}

/** A tensor of one number. */
export function filled(backend: Backend, shape: number[], dtype: Words["dtype"], value: number): tf.TensorInfo {
  const out = backend.output(shape, dtype);
  fillWords(backend, backend.pointer(out), tf.util.sizeFromShape(shape), dtype, value);
  return out;
}

function fillWords(backend: Backend, pointer: number, size: number, dtype: Words["dtype"], value: number): void {
  if (dtype === "bool") backend.bytes.fill(value, pointer, pointer + size);
  if (size === 0 || dtype === "bool") return;
  const blocks = Math.ceil(size / BLOCK);
  const args = [pointer, size, dtype === "int32" ? value : 0];
  backend.run("fill", args, blocks, worthSharing(size), dtype === "float32" ? { 2: value } : undefined);
}
