import { arch, availableParallelism, cpus, platform } from "node:os";
import * as tf from "@tensorflow/tfjs-core";
import type { Cell } from "@variate/report";
import { backendInUse } from "@variate/training";
import { threads } from "@variate/simd";

/** Where a run took place, for its report. */
export function describeEnvironment(): [string, Cell][] {
  return [
    ["TensorFlow.js", `${tf.version_core}, backend ${backendInUse()}${tf.getBackend() === "simd" ? `, threads: ${threads()}` : ""}`],
    ["Node", process.version],
    ["platform", `${platform()} ${arch()}`],
    ["processor", `${cpus()[0]?.model.trim() ?? "unknown"}, ${availableParallelism()} cores`],
    ["date", new Date().toISOString()],
  ];
}
