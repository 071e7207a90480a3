/** What an application would import: whole gradients and the backends every suite runs on. */
import "@variate/tfjs";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@variate/simd";
import * as tf from "@tensorflow/tfjs-core";

tf.enableProdMode();
await tf.setBackend("cpu");
