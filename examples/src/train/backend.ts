import * as tf from "@tensorflow/tfjs-core";
import { UsageError, type BackendName } from "./arguments.js";

/**
 * Starts the backend, or wasm in place of simd where that was not asked for and cannot start.
 *
 * @param insisted - Whether the user named it.
 * @returns The one that has started.
 * @throws UsageError, if none has.
 */
export async function startBackend(wanted: BackendName, insisted: boolean): Promise<BackendName> {
  tf.enableProdMode();
  if (await starts(wanted)) return wanted;
  if (wanted === "simd" && !insisted && (await starts("wasm"))) {
    console.log("The backend simd cannot start here: wasm does the work, more slowly.\n");
    return "wasm";
  }
  throw new UsageError(`--backend: expected ${wanted} to start; got no start. Choose another with --backend.`);
}

/** tfjs goes on with another backend, silently, when one cannot start. */
async function starts(backend: BackendName): Promise<boolean> {
  return (await tf.setBackend(backend)) && tf.getBackend() === backend;
}
