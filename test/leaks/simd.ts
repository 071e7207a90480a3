import * as simd from "@variate/simd";
import { type Table } from "./harness.js";

/** Settings of the backend: they touch no tensor. */
export const table: Table = {
  kernelBuild: () => simd.kernelBuild(),
  setThreads: () => simd.setThreads(2),
  threads: () => simd.threads(),
};
