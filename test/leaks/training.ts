import * as tf from "@tensorflow/tfjs-core";
import { dispose } from "@variate/math";
import { elbo, importanceWeightedBound } from "@variate/objectives";
import * as training from "@variate/training";
import { expectNoLeak } from "@variate/testing";
import { batches, fitOptions, images, withModel, type TinyBound, type TinyOptions } from "./fixtures.js";
import { key, using, type Call, type Table } from "./harness.js";

const tree = () => ({
  a: tf.tensor([
    [1, 2],
    [3, 4],
  ]),
  inner: { b: tf.tensor([-1, 0.5]) },
});

/** The state of a fresh optimizer, and three updates. */
const optimizer = (make: () => training.Optimizer): readonly Call[] => [
  () => void make(),
  () => using(tree(), (params) => make().init(params)),
  () => {
    const rule = make();
    using([tree(), tree()] as const, ([start, gradients]) => {
      let current = { params: start, state: rule.init(start) };
      for (let i = 0; i < 3; i++) {
        const next = rule.update(gradients, current.state, current.params);
        dispose(i === 0 ? current.state : current);
        current = next;
      }
      dispose(current);
    });
  },
  () => {
    const rule = make();
    using(tree(), (params) =>
      using(rule.init(params), (state) => {
        // tfjs's Adam shares its powers of beta with the state that init made; on wasm an update parts the two for good.
        dispose(rule.update(params, state, params));
        expectNoLeak(() => rule.update(params, state, params), "update");
      }),
    );
  },
];

/** An optimizer of tfjs, freed afterwards. */
function withTfOptimizer<R>(make: () => tf.Optimizer, fn: (optimizer: training.Optimizer) => R): R {
  // Its own dispose forgets the learning rate of tf.train.momentum.
  return using(make(), (given) => fn(training.fromTfOptimizer(given)));
}

const tfOptimizer = (make: () => tf.Optimizer): readonly Call[] =>
  [0, 1, 2, 3].map((i) => () => withTfOptimizer(make, (rule) => (optimizer(() => rule)[i] as Call)()));

const schedule =
  (make: () => training.Schedule): Call =>
  () =>
    [0, 1, 10].map(make());

/** An objective with parameters and state of its own: a learned baseline and a count of its evaluations. */
const stateful: training.StatefulObjective<TinyBound> = {
  init: () => ({ params: { baseline: tf.scalar(0) }, state: { count: tf.scalar(0) } }),
  evaluate: (model, batch, { params, state, ...context }) => {
    const { bound, terms } = elbo({ kl: "sampled" })(model, batch, context);
    const error = tf.square(tf.sub(bound, params["baseline"] as tf.Tensor));
    return {
      bound: tf.sub(bound, tf.mul(error, 1e-3)),
      terms,
      state: { count: tf.add(state["count"] as tf.Tensor, 1) },
    };
  },
};

const everything: Omit<TinyOptions, "objective" | "optimizer"> = {
  epochs: 2,
  clip: { value: 10, globalNorm: 1 },
  ema: training.averageWarmup(0.9),
  validation: { data: images, everySteps: 2 },
  earlyStopping: { patience: 2 },
  callbacks: {
    onStep: () => undefined,
    onEpoch: () => Promise.resolve(),
    onValidation: () => undefined,
    onCheckpoint: () => undefined,
  },
  checkpoint: { write: () => undefined, everySteps: 2 },
};

const fitted =
  (options: Partial<TinyOptions>, data: training.Data = images): Call =>
  () =>
    withModel((model) => training.fit(model, data, { ...fitOptions, epochs: 2, ...options }));

/** A checkpoint after three steps. */
const checkpoint = () =>
  withModel(async (model) => {
    const result = await training.fit(model, images, { ...fitOptions, ...everything, steps: 3 });
    dispose(result);
    return result.checkpoint();
  });

export const table: Table = {
  // Optimizers
  adam: [
    ...optimizer(() => training.adam()),
    ...optimizer(() => training.adam((step) => 1 / (1 + step), { weightDecay: 0.1 })),
  ],
  adamW: optimizer(() => training.adamW(1e-3, { decayMask: (path) => path === "a" })),
  adamax: optimizer(() => training.adamax()),
  adagrad: optimizer(() => training.adagrad()),
  rmsprop: [
    ...optimizer(() => training.rmsprop()),
    ...optimizer(() => training.rmsprop(1e-3, { momentum: 0.9, centered: true })),
  ],
  sgd: [
    ...optimizer(() => training.sgd(0.1)),
    ...optimizer(() => training.sgd(0.1, { momentum: 0.9, nesterov: true })),
  ],
  fromTfOptimizer: [
    ...tfOptimizer(() => tf.train.sgd(0.1)),
    ...tfOptimizer(() => tf.train.momentum(0.1, 0.9)),
    ...tfOptimizer(() => tf.train.adagrad(0.1)),
    ...tfOptimizer(() => tf.train.adadelta(0.1)),
    ...tfOptimizer(() => tf.train.rmsprop(0.1, 0.9, 0.1, 1e-8, true)),
    ...tfOptimizer(() => tf.train.adam(0.1)),
    ...tfOptimizer(() => tf.train.adamax(0.1)),
  ],

  // Schedules
  constantSchedule: schedule(() => training.constantSchedule(1)),
  linearWarmup: schedule(() => training.linearWarmup({ peak: 1, steps: 5 })),
  cosineDecay: schedule(() => training.cosineDecay({ from: 1, steps: 5 })),
  exponentialDecay: schedule(() => training.exponentialDecay({ from: 1, factor: 0.5 })),
  stepDecay: schedule(() => training.stepDecay({ from: 1, factor: 0.5 })),
  polynomialDecay: schedule(() => training.polynomialDecay({ from: 1, steps: 5 })),
  piecewiseConstant: schedule(() => training.piecewiseConstant({ values: [1, 2], boundaries: [5] })),
  chainSchedules: schedule(() =>
    training.chainSchedules([{ schedule: training.constantSchedule(1), steps: 5 }], training.constantSchedule(2)),
  ),

  // Gradients and averages
  clipByValue: () => using(tree(), (gradients) => training.clipByValue(gradients, 1)),
  clipByGlobalNorm: () => using(tree(), (gradients) => training.clipByGlobalNorm(gradients, 1)),
  globalNorm: () => using(tree(), (gradients) => training.globalNorm(gradients)),
  averageWarmup: schedule(() => training.averageWarmup(0.99)),
  updateAverage: () =>
    using([tree(), tree()] as const, ([average, params]) => training.updateAverage(average, params, 0.9)),

  // Fitting
  fit: [
    fitted({}),
    fitted(everything),
    fitted({ ...everything, objective: stateful, readEvery: 4 }),
    fitted({ objective: importanceWeightedBound({ samples: 3 }), trainable: (path) => path.startsWith("decoder") }),
    () =>
      withTfOptimizer(
        () => tf.train.adam(0.1),
        (rule) => fitted({ optimizer: rule })(),
      ),
    fitted({ epochs: 0 }),
    fitted({ steps: 4 }, () => batches()),
    fitted({ steps: 4, signal: AbortSignal.abort() }),
    () => withModel((model, params) => training.fit(model, images, { ...fitOptions, params, steps: 2 })),
    // Batches in an array stay the caller's.
    () => using([...batches()], (own) => withModel((model) => training.fit(model, own, { ...fitOptions, epochs: 2 }))),
    async () => {
      const resume = await checkpoint();
      return withModel((model) => training.fit(model, images, { ...fitOptions, ...everything, resume }));
    },
  ],
  evaluate: [
    () => withModel((model, params) => training.evaluate(model, params, images, { ...fitOptions })),
    () =>
      withModel((model, params) =>
        using(stateful.init(key), (own) =>
          training.evaluate(model, params, images, { objective: stateful, own, key, batchSize: 8 }),
        ),
      ),
  ],
  isNonFiniteError: () => training.isNonFiniteError(new Error("leaks")),
  isFitError: () => training.isFitError(new Error("leaks")),

  // Checkpoints
  backendInUse: () => training.backendInUse(),
  encodeCheckpoint: async () => training.encodeCheckpoint(training.decodeCheckpoint(await checkpoint())),
  decodeCheckpoint: async () => training.decodeCheckpoint(await checkpoint()),
  fillParams: async () => {
    const { params } = training.decodeCheckpoint(await checkpoint());
    return withModel((_, like) => training.fillParams(like, params));
  },
};
