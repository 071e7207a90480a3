import type { Tensor } from "@tensorflow/tfjs-core";
import type { LayerVariableLike } from "./layerVariables.js";

/**
 * Runs `fn` while each variable reads as the tensor given for it.
 *
 * Layers take their weights through `read()` alone, so a `read` of the variable's own that hands out the tensor itself
 * puts that tensor, not a copy of its values, on the gradient tape; nothing is written. Calls may nest.
 */
export function withValues<T>(variables: readonly LayerVariableLike[], values: readonly Tensor[], fn: () => T): T {
  const before = variables.map((variable) => Object.getOwnPropertyDescriptor(variable, "read"));
  try {
    variables.forEach((variable, i) => {
      Object.defineProperty(variable, "read", { value: () => values[i], configurable: true, writable: true });
    });
    return fn();
  } finally {
    variables.forEach((variable, i) => {
      const descriptor = before[i];
      if (descriptor === undefined) Reflect.deleteProperty(variable, "read");
      else Object.defineProperty(variable, "read", descriptor);
    });
  }
}
