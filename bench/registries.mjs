import * as tf from "@tensorflow/tfjs-core";

/**
 * Switches between tfjs as shipped and tfjs repaired within one process.
 *
 * Repairs live in tfjs's two registries, which are maps on the global object, and in methods of its engine. A snapshot
 * holds all three; restoring writes past the guard that would keep the repairs.
 */
export function takeSnapshot() {
  return {
    kernels: [...registry("kernelRegistry")],
    gradients: [...registry("gradRegistry")],
    methods: Object.entries(tf.engine()).filter(([, value]) => typeof value === "function"),
  };
}

export function restoreSnapshot({ kernels, gradients, methods }) {
  refill(registry("kernelRegistry"), kernels);
  refill(registry("gradRegistry"), gradients);
  const engine = tf.engine();
  for (const [name, value] of Object.entries(engine)) if (typeof value === "function") delete engine[name];
  for (const [name, value] of methods) engine[name] = value;
}

function registry(name) {
  return globalThis._tfGlobals.get(name);
}

function refill(map, entries) {
  Map.prototype.clear.call(map);
  for (const [key, value] of entries) Map.prototype.set.call(map, key, value);
}
