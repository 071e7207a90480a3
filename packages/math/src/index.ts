// Shapes and conversion
export { broadcast, broadcastShapes, formatShape, sameShape, shapeSize, type Shape } from "./shape.js";
export { sumToShape } from "./sumToShape.js";
export { toFloatTensor, type NumericInput } from "./convert.js";

// Memory and gradients
export { dispose, tidy } from "./tidy.js";
export { stopGradient, withGradientOf, withoutGradient } from "./gradientControl.js";
export { fused, type FusedOptions, type KernelInputs, type Lazy } from "./fused.js";
export { elementwise, elementwisePair, elementwiseTuple, smooth, type SmoothOptions } from "./elementwise.js";

// Masks
export { isBetween, isEqual, isGreater, isGreaterEqual, isInteger, isLess, isLessEqual, select } from "./masks.js";
export { safeWhere, type Branch } from "./safeWhere.js";

// Logarithms and exponentials
export { expm1 } from "./special/expm1.js";
export { log1p } from "./special/log1p.js";
export { exponential } from "./special/exponential.js";
export { log1mexp } from "./special/log1mexp.js";
export { logistic, softplus, softplusInverse } from "./special/softplus.js";
export { logAddExp, logSubExp } from "./special/logAddExp.js";
export { logRatio } from "./special/logRatio.js";
export { standardizedLog, standardizedLogit } from "./special/standardizedLog.js";
export { logMeanExp, logSumExp } from "./special/logSumExp.js";
export { logCosh, logSinh } from "./special/logCosh.js";
export { exprel, logExprel, logExprelSlope } from "./special/logExprel.js";
export { logExprelCurvature } from "./special/logExprelCurvature.js";
export { langevin, logSinhc } from "./special/logSinhc.js";
export { expm1Over, log1pOver } from "./special/powerLimits.js";
export { xlog1py, xlogy } from "./special/xlogy.js";

// The gamma function and its relatives
export { digamma } from "./special/digamma.js";
export { betaQuantile, logitBetaQuantile } from "./special/betaQuantile.js";
export { logitBetaDrawDerivative } from "./special/betaDrawDerivative.js";
export { gammaDrawDerivative, logGammaDrawDerivative } from "./special/gammaDrawDerivative.js";
export { gammaQuantile, logGammaQuantile } from "./special/gammaQuantile.js";
export {
  logRegularizedGammaP,
  logRegularizedGammaQ,
  regularizedGammaP,
  regularizedGammaQ,
} from "./special/incompleteGamma.js";
export {
  logRegularizedBeta,
  logRegularizedBetaComplement,
  logRegularizedBetaOfLogit,
  regularizedBeta,
  regularizedBetaComplement,
  regularizedBetaOfLogit,
} from "./special/incompleteBeta.js";
export { lbeta } from "./special/lbeta.js";
export { lgamma, lgammaOfNext, lgammaOfPositive } from "./special/lgamma.js";
export { multivariateDigamma, multivariateLgamma } from "./special/multivariateLgamma.js";
export { poissonDeviance } from "./special/poissonDeviance.js";
export { digammaOfPositive, digammaRemainder, stirlingRemainder } from "./special/stirlingRemainder.js";
export { trigamma } from "./special/trigamma.js";

// Numbers of twice the digits of float32
export {
  exactProduct,
  exactQuotient,
  exactSum,
  roundedDeviance,
  roundedLogRatio,
  roundedProduct,
  shareOfSum,
  type Rounded,
} from "./rounded.js";
export { roundedExponential, roundedLogistic } from "./roundedExponential.js";

// Zeta functions and the exponential integral
export { logHurwitzZeta, logRiemannZeta } from "./special/logHurwitzZeta.js";
export { logScaledExponentialIntegral } from "./special/logScaledExponentialIntegral.js";

// Bessel functions
export { besselIRatio } from "./special/besselIRatio.js";
export { logBesselIRemainder } from "./special/logBesselIRemainder.js";
export { logBesselI, logNormalizedBesselI, logScaledBesselI } from "./special/logBesselI.js";
export { besselRatio, logI0, logI1 } from "./special/logBessel.js";

// Angles, and the von Mises distribution function and its relatives
export { angleBetween, versine } from "./special/angles.js";
export { logVonMisesCdf, vonMisesCdf, vonMisesDrawDerivative } from "./special/vonMises.js";

// The normal distribution function and its relatives
export { erf, erfc, erfcx } from "./special/erf.js";
export { inverseLogNormalCdf } from "./special/inverseLogNormalCdf.js";
export { owensT } from "./special/owensT.js";
export { inverseMillsRatio, logNormalCdf, normalCdf, normalPdf } from "./special/normalCdf.js";
export { erfinv, hostNormalQuantile, normalQuantile } from "./special/normalQuantile.js";

// Quadrature on the host
export { gaussHermite } from "./gaussHermite.js";
export { gaussLegendre, type QuadratureRule } from "./gaussLegendre.js";

// Linear algebra
export { cholesky, choleskySolve, logDeterminant, preciseCholesky, triangularLogDeterminant } from "./linalg/cholesky.js";
export { affine } from "./linalg/affine.js";
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
