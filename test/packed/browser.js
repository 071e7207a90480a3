/**
 * Trains in a browser on the backend that the address names, `?backend=wasm`. The page's title tells how it went, on simd
 * also on how many threads.
 * The other backends are loaded on demand, so that each is seen beside tfjs-core alone.
 */
import * as tf from "@tensorflow/tfjs-core";
import { train, verdict } from "./program.js";

const parameters = new URLSearchParams(location.search);
let simd;
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
  simd: async () => {
    simd = await import("@variate/simd");
    simd.setThreads(Number(parameters.get("threads") ?? 1));
  },
};

try {
  const backend = parameters.get("backend") ?? "wasm";
  await start[backend]();
  await tf.setBackend(backend);
  document.title = verdict({ ...(await train()), threads: simd?.threads() }, backend);
} catch (error) {
  document.title = `FAILED ${error.stack ?? error}`;
}
