/** What an application would import: whole gradients and the backends every suite runs on. */
import "@variate/tfjs";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { setThreads } from "@variate/simd";
import * as tf from "@tensorflow/tfjs-core";

tf.enableProdMode();
// Suites run side by side, one for each core: more threads would wait for each other. Those of simd itself ask for more.
setThreads(1);
await tf.setBackend("cpu");
