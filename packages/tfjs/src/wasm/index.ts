import type { KernelConfig } from "@tensorflow/tfjs-core";
import { einsumKernel } from "../kernels/einsum.js";
import { repairKernel } from "../registry.js";
import { batchMatMulConfig } from "./batchMatMul.js";
import { castConfig } from "./cast.js";
import { clipByValueConfig } from "./clipByValue.js";
import { conv2dConfigs } from "./conv2d.js";
import { conv3dConfigs } from "./conv3d.js";
import { dilationConfigs } from "./dilation2d.js";
import { depthwiseConfigs } from "./depthwise.js";
import { elementwiseConfigs } from "./elementwise.js";
import { extremeConfigs } from "./extremes.js";
import { fusedMatMulConfig } from "./fusedMatMul.js";
import { gatherConfig } from "./gather.js";
import { poolConfigs } from "./pool.js";
import { reductionConfigs } from "./reductions.js";
import { selectConfig } from "./select.js";
import { sliceConfig } from "./slice.js";
import { tileConfig } from "./tile.js";
import { unsortedSegmentSumConfig } from "./unsortedSegmentSum.js";

/** Kernels of the wasm backend that are missing, wrong or slow as shipped. */
const kernels: readonly KernelConfig[] = [
  batchMatMulConfig,
  fusedMatMulConfig,
  ...conv2dConfigs,
  ...depthwiseConfigs,
  ...conv3dConfigs,
  einsumKernel("wasm"),
  unsortedSegmentSumConfig,
  ...reductionConfigs,
  ...poolConfigs,
  ...dilationConfigs,
  gatherConfig,
  clipByValueConfig,
  ...extremeConfigs,
  ...elementwiseConfigs,
  selectConfig,
  sliceConfig,
  tileConfig,
  castConfig,
];

/** Registers them all, whether the backend is there already, comes later, or never. */
export function repairWasm(): void {
  for (const kernel of kernels) repairKernel(kernel);
}
