import type { Params, Shape } from "@variate/math";
import type { Layer, Module } from "../module.js";
import { asShape } from "./check.js";

/** The module when the options name an input shape, otherwise the layer that waits for one. */
export function openOrShaped<P extends Params>(
  caller: string,
  inputs: number | Shape | undefined,
  layer: Layer<P>,
): Module<P> | Layer<P> {
  return inputs === undefined ? layer : layer(asShape(caller, "inputs", inputs));
}
