import * as tf from "@tensorflow/tfjs-core";
import type { Initializer } from "./initializer.js";

/** Every element `value`. */
export function constant(value: number): Initializer {
  return (_, shape) => tf.fill([...shape], value, "float32");
}

/** Every element 0: the default of every bias. */
export const zeros: Initializer = constant(0);

/** Every element 1. */
export const ones: Initializer = constant(1);
