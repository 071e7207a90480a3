import "#gradients";
import { repairGradients } from "./gradients/index.js";
import { repairKernels } from "./kernels/index.js";
import { repairTape } from "./tape.js";
import { repairWasm } from "./wasm/index.js";

repairTape();
repairGradients();
repairKernels();
repairWasm();

// Repairs that hold whatever is imported first
export {
  originalGradient,
  originalKernel,
  repairGradient,
  repairKernel,
  restoreGradient,
  restoreKernel,
} from "./registry.js";
