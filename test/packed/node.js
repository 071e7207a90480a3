import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import { train, verdict } from "./program.js";

await tf.setBackend("wasm");
const line = verdict(await train());
console.log(line);
process.exit(line.startsWith("ok") ? 0 : 1);
