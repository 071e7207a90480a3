import { Transpose, type backend_util, type TensorInfo } from "@tensorflow/tfjs-core";
import { runKernel, type WasmBackend } from "./backend.js";

export type Padding = "valid" | "same" | number | backend_util.ExplicitPadding;

/** Channels first to channels last, by rank: [c, h, w] and [batch, c, h, w]. Other ranks broadcast as they are. */
const TO_LAST: Readonly<Record<number, number[]>> = { 3: [1, 2, 0], 4: [0, 2, 3, 1] };

/** A tensor with its channels last: `x` itself if they are, otherwise a copy to be released. */
export function asChannelsLast(backend: WasmBackend, x: TensorInfo, dataFormat: string | undefined): TensorInfo {
  const perm = TO_LAST[x.shape.length];
  return dataFormat === "NCHW" && perm !== undefined ? runKernel(backend, Transpose, { x }, { perm }) : x;
}

/** Frees what `asChannelsLast` made of `given`. */
export function releaseCopy(backend: WasmBackend, made: TensorInfo, given: TensorInfo): void {
  if (made !== given) backend.disposeData(made.dataId);
}

/** [batch, height, width, channels] to [batch, channels, height, width]; frees `x`. */
export function toChannelsFirst(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const turned = runKernel(backend, Transpose, { x }, { perm: [0, 3, 1, 2] });
  backend.disposeData(x.dataId);
  return turned;
}

/** Explicit padding is listed axis by axis, in the order of the data. */
export function paddingChannelsLast(pad: Padding, dataFormat: string | undefined): Padding {
  if (dataFormat !== "NCHW" || !Array.isArray(pad)) return pad;
  const [batch, channels, height, width] = pad;
  return [batch, height, width, channels] as backend_util.ExplicitPadding;
}
