// The contract
export type { ConditionalDistribution, Context, Head, Layer, Module } from "./module.js";

// Containers of modules
export { childContexts } from "./context.js";

// Conditional distributions
export { conditional, type ConditionalParams } from "./conditional.js";

// Heads
export { bernoulliHead } from "./heads/bernoulli.js";
export { categoricalHead, oneHotCategoricalHead } from "./heads/categorical.js";
export { laplaceHead } from "./heads/laplace.js";
export {
  multivariateNormalHead,
  type MultivariateNormalHeadOptions,
  type MultivariateNormalHeadParams,
} from "./heads/multivariateNormal.js";
export { normalHead } from "./heads/normal.js";
export type { LocationScaleOptions, LocationScaleParams, ScaleKind } from "./heads/locationScale.js";
export type { LogitsOptions, LogitsParams } from "./heads/logits.js";
export { linearProjection, noProjection, type Projection } from "./heads/projection.js";
export type { ScaleParameterization } from "./heads/scale.js";

// Networks
export { mlp, type MlpOptions, type MlpParams } from "./networks/mlp.js";
export { sequential, type ParamsOf, type Part, type SequentialParams } from "./networks/sequential.js";
export { residual, type ResidualParams } from "./networks/residual.js";
export {
  residualConv2d,
  residualDense,
  type ResidualBlockParams,
  type ResidualConv2dOptions,
  type ResidualDenseOptions,
} from "./networks/residualBlocks.js";

// Layers
export { linear, type LinearOptions, type LinearParams } from "./layers/linear.js";
export { conv2d, type Conv2dOptions, type Conv2dParams } from "./layers/conv2d.js";
export {
  conv2dTranspose,
  type Conv2dTransposeOptions,
  type Conv2dTransposeParams,
} from "./layers/conv2dTranspose.js";
export { layerNorm, type LayerNormOptions, type LayerNormParams } from "./layers/layerNorm.js";
export { dropout } from "./layers/dropout.js";
export { flatten, reshape } from "./layers/reshape.js";
export { averagePool2d, maxPool2d, upsample2d } from "./layers/resample.js";
export { activate, activation, type Activation, type ActivationName } from "./activation.js";

// Initializers
export type { Initializer } from "./initializers/initializer.js";
export { computeFans, type Fans } from "./initializers/fans.js";
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  varianceScaling,
  type VarianceScalingOptions,
} from "./initializers/varianceScaling.js";
export { normalInitializer } from "./initializers/normal.js";
export { orthogonal } from "./initializers/orthogonal.js";
export { constant, ones, zeros } from "./initializers/constant.js";

// Models of other libraries
export {
  fromLayersModel,
  type LayersModelLike,
  type LayersModelOptions,
  type LayersModelParams,
} from "./adapters/layersModel.js";
export type { LayerLike, LayerVariableLike } from "./adapters/layerVariables.js";
