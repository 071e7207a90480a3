import "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@variate/tfjs";
import { declareProbes } from "./declareProbes.js";

declareProbes(import.meta.url);
