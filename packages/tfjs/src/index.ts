import "#gradients";

// Repairs that hold whatever is imported first
export {
  originalGradient,
  originalKernel,
  repairGradient,
  repairKernel,
  restoreGradient,
  restoreKernel,
} from "./registry.js";
