import * as tf from "@tensorflow/tfjs-core";

/**
 * The active backend's name, with the build of its kernels where it has several: `wasm`, `simd (relaxed)`. Results differ
 * between backends and between builds, mostly in the last bits.
 *
 * A backend tells its build by a property `build`.
 */
export function backendInUse(): string {
  const { build } = tf.backend() as { readonly build?: unknown };
  return typeof build === "string" ? `${tf.getBackend()} (${build})` : tf.getBackend();
}
