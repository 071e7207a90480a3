// Optimizers
export { adam, adamW, type AdamOptions, type AdamWOptions } from "./optimizers/adam.js";
export { adamax, type AdamaxOptions } from "./optimizers/adamax.js";
export { adagrad, type AdagradOptions } from "./optimizers/adagrad.js";
export { rmsprop, type RmspropOptions } from "./optimizers/rmsprop.js";
export { sgd, type SgdOptions } from "./optimizers/sgd.js";
export { fromTfOptimizer } from "./optimizers/tfOptimizer.js";
export type { Json, LearningRate, Optimizer, OptimizerState } from "./optimizers/optimizer.js";
export type { DecayMask, WeightDecayOptions } from "./optimizers/weightDecay.js";

// Schedules
export { constantSchedule, type Schedule } from "./schedules/schedule.js";
export { linearWarmup, type LinearWarmupOptions } from "./schedules/linearWarmup.js";
export { cosineDecay, type CosineDecayOptions } from "./schedules/cosineDecay.js";
export { exponentialDecay, stepDecay, type ExponentialDecayOptions } from "./schedules/exponentialDecay.js";
export { polynomialDecay, type PolynomialDecayOptions } from "./schedules/polynomialDecay.js";
export { piecewiseConstant, type PiecewiseConstantOptions } from "./schedules/piecewiseConstant.js";
export { chainSchedules, type ScheduleStage } from "./schedules/chainSchedules.js";

// Gradients and averages
export { clipByValue } from "./gradients/clipByValue.js";
export { clipByGlobalNorm } from "./gradients/clipByGlobalNorm.js";
export { globalNorm } from "./gradients/globalNorm.js";
export { averageWarmup, updateAverage } from "./movingAverage.js";

// Fitting
export { fit } from "./fit/fit.js";
export { type FitResult, type FitStatus } from "./fit/result.js";
export { type CheckpointOptions, type EarlyStoppingOptions, type FitOptions, type Rhythm, type ValidationOptions } from "./fit/options.js";
export { type ClipOptions } from "./fit/trainStep.js";
export { type TrainableMask } from "./fit/trainable.js";
export { type BindContext, type Model } from "./fit/model.js";
export {
  type Evaluate,
  type Objective,
  type ObjectiveContext,
  type ObjectiveTrees,
  type ObjectiveValue,
  type StatefulObjective,
} from "./fit/objective.js";
export { type Batch, type Batches, type Data, type Dataset } from "./fit/data.js";
export { evaluate, type EvaluateOptions } from "./fit/evaluate.js";
export { type Callbacks, type CheckpointEvent, type EpochEvent, type Pace, type StepEvent, type ValidationEvent } from "./fit/events.js";
export { type BestRecord, type EpochSummary, type Evaluation, type Means, type Totals } from "./numbers.js";
export { isFitError, type FitError } from "./fit/fitError.js";
export { isNonFiniteError, type NonFiniteError } from "./fit/nonFinite.js";

// Checkpoints
export { type Checkpoint, type StoredOptimizer, type StoredTree } from "./checkpoint/checkpoint.js";
export { encodeCheckpoint } from "./checkpoint/encode.js";
export { decodeCheckpoint } from "./checkpoint/decode.js";
export { backendInUse } from "./checkpoint/backendInUse.js";
export { fillParams } from "./checkpoint/fillParams.js";
