// The contract
export type { AffineMap, Bijector, Monotone, ValueAndLogDet } from "./bijector.js";

// From a set to a bijector onto it
export { bijectorTo } from "./bijectorTo.js";

// Composition
export { blockwise, type Blockwise, type BlockwiseParameters } from "./blockwise.js";
export { chain, type Chain } from "./chain.js";
export { independent, type IndependentBijector } from "./independent.js";
export { invert, type Invert } from "./invert.js";

// Of numbers
export { affine, type Affine, type AffineParameters } from "./affine.js";
export { exp } from "./exp.js";
export { identity } from "./identity.js";
export { log } from "./log.js";
export { ontoInterval, type OntoInterval, type OntoIntervalParameters } from "./ontoInterval.js";
export { power, type Power } from "./power.js";
export {
  rationalQuadraticSpline,
  type RationalQuadraticSpline,
  type RationalQuadraticSplineParameters,
} from "./rationalQuadraticSpline.js";
export { scale, type Scale } from "./scale.js";
export { shift, type Shift } from "./shift.js";
export { logit, sigmoid } from "./sigmoid.js";
export { softplus } from "./softplus.js";
export { softsign } from "./softsign.js";
export { tanh } from "./tanh.js";

// Distribution functions
export { gumbelCdf, type GumbelCdf, type GumbelCdfParameters } from "./gumbelCdf.js";
export { kumaraswamyCdf, type KumaraswamyCdf, type KumaraswamyCdfParameters } from "./kumaraswamyCdf.js";
export { normalCdf } from "./normalCdf.js";
export { weibullCdf, type WeibullCdf, type WeibullCdfParameters } from "./weibullCdf.js";

// Of vectors
export { cumulativeSum } from "./cumulativeSum.js";
export { householder, type Householder } from "./householder.js";
export { ordered } from "./ordered.js";
export { permute, type Permute } from "./permute.js";
export { softmaxCentered } from "./softmaxCentered.js";
export { stickBreaking } from "./stickBreaking.js";
export { triangularAffine, type TriangularAffine, type TriangularAffineParameters } from "./triangularAffine.js";

// Flows
export { affineCoupling, type AffineCoupling, type AffineCouplingParameters, type ShiftAndLogScale } from "./affineCoupling.js";
export { coupling, type Coupling, type CouplingParameters } from "./coupling.js";
export { planar, type Planar, type PlanarParameters } from "./planar.js";
export { radial, type Radial, type RadialParameters } from "./radial.js";
export { sylvester, type Sylvester, type SylvesterParameters } from "./sylvester.js";

// Of and into matrices and arrays
export { choleskyProduct } from "./choleskyProduct.js";
export { correlationCholesky } from "./correlationCholesky.js";
export { fillTriangular } from "./fillTriangular.js";
export { positiveDiagonal } from "./positiveDiagonal.js";
export { reshape, type Reshape, type ReshapeParameters } from "./reshape.js";
