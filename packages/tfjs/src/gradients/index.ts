import { repairGradient } from "../registry.js";
import { batchNormGradient } from "./batchNorm.js";
import { convolutionGradients } from "./convolution.js";
import { dilationGradients } from "./dilation.js";
import { einsumGradient } from "./einsum.js";
import { elementwiseGradients } from "./elementwise.js";
import { indexingGradients } from "./indexing.js";
import { matMulGradient } from "./matMul.js";
import { mirrorPadGradient } from "./padding.js";
import { piecewiseConstantGradients } from "./piecewiseConstant.js";
import { poolingGradients } from "./pooling.js";
import { productGradients } from "./products.js";
import { resizeGradients } from "./resize.js";
import { responseNormalizationGradient } from "./responseNormalization.js";
import { saturatingGradients } from "./saturating.js";
import { shapeGradients } from "./shape.js";

/** Every gradient that tfjs lacks or has wrong. */
export const gradientRepairs = [
  ...piecewiseConstantGradients,
  ...elementwiseGradients,
  matMulGradient,
  einsumGradient,
  ...productGradients,
  ...shapeGradients,
  mirrorPadGradient,
  ...indexingGradients,
  batchNormGradient,
  ...convolutionGradients,
  ...poolingGradients,
  ...resizeGradients,
  responseNormalizationGradient,
  ...dilationGradients,
];

export function repairGradients(): void {
  // The latter are right in tfjs too: they are here to run as one kernel.
  for (const config of [...gradientRepairs, ...saturatingGradients]) repairGradient(config);
}
