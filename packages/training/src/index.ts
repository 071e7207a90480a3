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
