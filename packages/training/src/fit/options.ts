import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { Json, Optimizer } from "../optimizers/optimizer.js";
import type { Schedule } from "../schedules/schedule.js";
import type { Data } from "./data.js";
import type { Callbacks } from "./events.js";
import type { Objective } from "./objective.js";
import type { ClipOptions } from "./trainStep.js";
import type { TrainableMask } from "./trainable.js";

/** How often something happens: by finished epochs, by steps, or both. */
export interface Rhythm {
  readonly everyEpochs?: number;
  readonly everySteps?: number;
}

/** Held-out data and how often the model is evaluated on it; by default after every epoch. */
export interface ValidationOptions<M, B> extends Rhythm {
  readonly data: Data<B>;
  /** Default the `evaluation` of the objective that is trained, or else that objective, at the step reached. */
  readonly objective?: Objective<M, B>;
  /** Default the fit's. */
  readonly batchSize?: number;
}

export interface EarlyStoppingOptions {
  /** Validations without improvement after which the fit stops. */
  readonly patience: number;
  /** By how many nats the mean bound has to grow to count as improved; default 0. */
  readonly minimumImprovement?: number;
}

/**
 * Where checkpoints go and how often; by default after every epoch, and in any case when the fit ends or fails. A call of
 * `fit` that changes nothing, such as one aborted before its first step, writes none.
 */
export interface CheckpointOptions extends Rhythm {
  /** Stores the file. `writeFileAtomic` of `@variate/data/node` never leaves half of one behind. */
  write(bytes: Uint8Array<ArrayBuffer>): void | Promise<void>;
}

export interface FitOptions<P extends Params, M, B> {
  /** Its mean bound is maximized. */
  readonly objective: Objective<M, B>;
  readonly optimizer: Optimizer;
  /** For an objective's own parameters; default `optimizer`. */
  readonly objectiveOptimizer?: Optimizer;
  /** Passes over the data, those before a resumed checkpoint included. Give this, `steps`, or both. */
  readonly epochs?: number;
  /** Steps, those before a resumed checkpoint included. */
  readonly steps?: number;
  /** Examples per batch of a data set; default 100. Other data brings its own batches. */
  readonly batchSize?: number;
  /**
   * Everything random follows from it: `[init, data, steps, objective, validation] = splitKey(key, 5)`. The model
   * starts from `init`; epoch e is drawn with `foldIn(data, e)`; step t uses
   * `[objective, network] = splitKey(foldIn(steps, t), 2)`; an objective's own parameters start from `objective`; every
   * validation uses `evaluate` with `validation`, so that validations differ by their parameters alone.
   *
   * Required, but for a resumed fit, which goes on with the key it began with.
   */
  readonly key?: RandomKey;
  /** Where the parameters start, of the form that `model.init` makes and in its place; copied. */
  readonly params?: P;
  /** Which parameters are trained, by path; default all. */
  readonly trainable?: TrainableMask;
  /** Number of examples in the whole data set, where `data` does not tell; handed to the objective. */
  readonly datasetSize?: number;
  readonly clip?: ClipOptions;
  /** Keeps an exponential moving average of the parameters with this decay, and validates it in their place. */
  readonly ema?: number | Schedule;
  readonly validation?: ValidationOptions<M, B>;
  /** Needs `validation`. */
  readonly earlyStopping?: EarlyStoppingOptions;
  /** Keeps the parameters of the best validation; default whether there is early stopping. */
  readonly keepBest?: boolean;
  /** Called in order. */
  readonly callbacks?: Callbacks<P> | readonly Callbacks<P>[];
  /** Ends the fit after the step at hand; the result is then marked "aborted". */
  readonly signal?: AbortSignal;
  readonly checkpoint?: CheckpointOptions;
  /**
   * Goes on from a checkpoint as if the fit had never stopped. The optimizer is the one it was made with; its learning
   * rate may be another.
   */
  readonly resume?: Uint8Array | Checkpoint;
  /** Stored in checkpoints, for the caller to find again. */
  readonly configuration?: Json;
  /**
   * Steps whose numbers are read from the device together; default 1, and 16 on WebGL and WebGPU, where reading waits
   * for the device. A loss that is not finite is noticed up to as many steps late.
   */
  readonly readEvery?: number;
}
