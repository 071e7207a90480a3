/**
 * Trains in a browser on the backend that the address names, `?backend=wasm`. The page's title tells how it went.
 * The other backends are loaded on demand, so that each is seen beside tfjs-core alone.
 */
import * as tf from "@tensorflow/tfjs-core";
import { train, verdict } from "./program.js";

const start = {
  wasm: async () => {
    const [{ setWasmPaths }, plain, simd, threaded] = await Promise.all([
      import("@tensorflow/tfjs-backend-wasm"),
      import("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url"),
      import("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url"),
      import("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url"),
    ]);
    setWasmPaths({
      "tfjs-backend-wasm.wasm": plain.default,
      "tfjs-backend-wasm-simd.wasm": simd.default,
      "tfjs-backend-wasm-threaded-simd.wasm": threaded.default,
    });
  },
  webgl: () => import("@tensorflow/tfjs-backend-webgl"),
  webgpu: () => import("@tensorflow/tfjs-backend-webgpu"),
};

try {
  const backend = new URLSearchParams(location.search).get("backend") ?? "wasm";
  await start[backend]();
  await tf.setBackend(backend);
  // tfjs goes on with another backend when one cannot start.
  if (tf.getBackend() !== backend) throw new Error(`expected backend ${backend}; got ${tf.getBackend()}`);
  document.title = verdict(await train());
} catch (error) {
  document.title = `FAILED ${error.stack ?? error}`;
}
