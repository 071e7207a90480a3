/** `node node.js BACKEND`: trains on wasm or simd, and ends by itself. */
import * as tf from "@tensorflow/tfjs-core";
import { train, verdict } from "./program.js";

const backend = process.argv[2] ?? "wasm";
await import(backend === "simd" ? "@variate/simd" : "@tensorflow/tfjs-backend-wasm");
await tf.setBackend(backend);
const line = verdict(await train(), backend);
console.log(line);
process.exitCode = line.startsWith("ok") ? 0 : 1;
