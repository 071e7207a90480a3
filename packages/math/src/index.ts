// Shapes and conversion
export { broadcastShapes, formatShape, sameShape, shapeSize, type Shape } from "./shape.js";
export { sumToShape } from "./sumToShape.js";
export { toFloatTensor, type NumericInput } from "./convert.js";

// Memory and gradients
export { tidy } from "./tidy.js";
export { stopGradient, withoutGradient } from "./gradientControl.js";
export { fused, type FusedOptions, type KernelInputs } from "./fused.js";
export { elementwise } from "./elementwise.js";

// Masks
export { isBetween, isEqual, isGreater, isGreaterEqual, isInteger, isLess, isLessEqual, select } from "./masks.js";
export { safeWhere, type Branch } from "./safeWhere.js";

// Logarithms and exponentials
export { expm1 } from "./special/expm1.js";
export { log1p } from "./special/log1p.js";
export { log1mexp } from "./special/log1mexp.js";
export { logistic, softplus, softplusInverse } from "./special/softplus.js";
export { logMeanExp, logSumExp } from "./special/logSumExp.js";

// The gamma function
export { digamma } from "./special/digamma.js";
export { lgamma } from "./special/lgamma.js";
export { trigamma } from "./special/trigamma.js";

// The normal distribution function and its relatives
export { erf, erfc, erfcx } from "./special/erf.js";
export { inverseMillsRatio, logNormalCdf, normalCdf, normalPdf } from "./special/normalCdf.js";
export { erfinv, normalQuantile } from "./special/normalQuantile.js";

// Linear algebra
export { cholesky, choleskySolve, logDeterminant, triangularLogDeterminant } from "./linalg/cholesky.js";
export { matmul } from "./linalg/matmul.js";
export { diagonalMatrix, diagonalPart, setDiagonal, transposeMatrix, tril, triu } from "./linalg/triangle.js";
export { triangularSolve, type TriangularSolveOptions } from "./linalg/triangularSolve.js";

// Parameter trees
export {
  cloneTree,
  disposeTree,
  flattenTree,
  keepTree,
  mapTree,
  treeLeaves,
  treeSize,
  unflattenTree,
  valueAndGradient,
  type Params,
  type TreeOf,
} from "./trees.js";
