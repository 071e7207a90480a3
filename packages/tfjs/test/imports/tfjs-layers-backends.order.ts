import "@variate/tfjs";
import "@tensorflow/tfjs-layers";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { declareProbes } from "./declareProbes.js";

declareProbes(import.meta.url);
