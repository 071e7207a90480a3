import * as tf from "@tensorflow/tfjs-core";
import { activate, conv2d, dropout, linear, mlp, sequential, type Conv2dParams } from "@variate/amortized";
import { arrayDataset, concat, map, restoreTensor } from "@variate/data";
import * as distributions from "@variate/distributions";
import { importanceSampling } from "@variate/inference";
import * as math from "@variate/math";
import { elbo, type Evaluate } from "@variate/objectives";
import { normalDraws } from "@variate/random";
import * as training from "@variate/training";
import {
  decodeModel,
  elboTerms,
  encodeModel,
  generate,
  klPerLatent,
  latentManifold,
  logLikelihood,
  traverseLatents,
  vae,
} from "@variate/vae";
import {
  batches,
  fitOptions,
  greys,
  images,
  tinyVae,
  withBatch,
  withBound,
  withModel,
  type TinyBound,
  type TinyOptions,
} from "./fixtures.js";
import { key, using, type Call } from "./harness.js";

const { bernoulli, categorical, independent, klDivergence, laplace, multivariateNormal, normal } = distributions;

const oops = (): never => {
  throw new Error("oops");
};
/** Throws at the nth call. */
const oopsAt = (n: number) => () => {
  if (--n === 0) oops();
};
/** An objective that fails halfway through the second batch. */
const failing = (): Evaluate<TinyBound> => {
  const count = oopsAt(2);
  return (model, batch, context) => {
    const value = elbo()(model, batch, context);
    count();
    return value;
  };
};
const nan: Evaluate<TinyBound> = (model, batch, context) =>
  math.tidy(() => {
    const { bound, terms } = elbo()(model, batch, context);
    return { bound: context.step < 3 ? bound : tf.mul(bound, NaN), terms };
  });

const fits =
  (options: () => Partial<TinyOptions>, data: training.Data = images): Call =>
  () =>
    withModel((model) => training.fit(model, data, { ...fitOptions, epochs: 3, ...options() }));
const sampled =
  (options: { signal?: AbortSignal; onProgress?: () => void }): Call =>
  () =>
    withBound((bound) => withBatch((batch) => importanceSampling(bound, batch, { key, samples: 50, ...options })));

/** The file of a model with other latents. */
const otherModel = (): Promise<Uint8Array> =>
  using(linear({ inputs: 3, outputs: 2 }).init(key), (params) => encodeModel({ encoder: params }));
const wrong = () =>
  using(tf.zeros([2, 5]), (x) =>
    using(linear({ inputs: 3, outputs: 2 }).init(key), (params) => linear({ inputs: 3, outputs: 2 }).apply(params, x)),
  );
const convolve = (params: Conv2dParams, x: tf.Tensor) =>
  conv2d({ inputs: [4, 4, 1], filters: 2, kernel: 3 }).apply(params, x);

/** Calls that fail, with what their message must say. */
export const errors: Readonly<Record<string, readonly [Call, RegExp]>> = {
  "math: a tensor of strings": [
    () => using(tf.tensor(["a"]), (x) => math.toFloatTensor(x)),
    /^toFloatTensor: expected/,
  ],
  "math: pairs that do not broadcast": [() => math.lbeta([1, 2, 3], [1, 2]), /^lbeta: expected/],
  "math: matrices that do not fit": [
    () => using([tf.eye(2), tf.eye(3)] as const, ([a, b]) => math.triangularSolve(a, b)),
    /^triangularSolve: expected/,
  ],
  "math: a value that is no scalar": [
    () =>
      using({ a: tf.tensor([1, 2]) }, (params) =>
        math.valueAndGradient(({ a }) => ({ value: tf.square(a) as tf.Scalar, auxiliary: { a: tf.exp(a) } }), params),
      ),
    /^valueAndGradient: expected/,
  ],
  "math: a loss that throws": [
    () =>
      using({ a: tf.scalar(1) }, (params) =>
        math.valueAndGradient(({ a }) => ({ value: tf.square(a), auxiliary: oops() }), params),
      ),
    /oops/,
  ],
  "math: a tree with a bad name": [
    () => using({ a: tf.scalar(1), inner: { "b.c": tf.scalar(2) } }, (tree) => math.cloneTree(tree)),
    /names without dots/,
  ],
  "random: a bad shape": [() => normalDraws(key, [1.5]), /^normalDraws: expected/],

  "distributions: shapes that do not broadcast": [() => normal({ loc: [1, 2, 3], scale: [1, 2] }), /^normal: expected/],
  "distributions: a parameter that is missing": [() => laplace({ loc: [1, 2] } as never), /^laplace: expected/],
  "distributions: a matrix of another size": [
    () => multivariateNormal({ loc: [0, 0], scaleTril: [[1]] }),
    /^multivariateNormal: expected/,
  ],
  "distributions: both parameterizations": [
    () => categorical({ probs: [0.5, 0.5], logits: [0, 0] } as never),
    /^categorical: expected/,
  ],
  "distributions: weights without a class axis": [() => categorical({ logits: 1 }), /^categorical: expected/],
  "distributions: a value of another shape": [
    () => using(normal({ loc: [0, 0], scale: 1 }), (d) => d.logProb([1, 2, 3])),
    /^normal.logProb: expected/,
  ],
  "distributions: too many event axes": [
    () => using(normal({ loc: [0, 0], scale: 1 }), (d) => independent(d, 2)),
    /^independent: expected/,
  ],
  "distributions: no closed form": [
    () =>
      using([normal({ loc: 0, scale: 1 }), bernoulli({ probs: 0.5 })] as const, ([p, q]) =>
        klDivergence(p as distributions.Distribution, q),
      ),
    /^klDivergence: expected/,
  ],
  "distributions: an illegal parameter": [
    () => using(normal({ loc: 0, scale: [1, -1] }), (d) => distributions.checkParameters(d)),
    /^checkParameters: expected/,
  ],
  "distributions: a value outside the support": [
    () => using(bernoulli({ probs: 0.5 }), (d) => distributions.checkValue(d, 0.5)),
    /^checkValue: expected/,
  ],
  "distributions: a standard error of one draw": [
    () => using(normal({ loc: 0, scale: 1 }), (d) => distributions.monteCarloKl(d, d, { key, samples: 1 })),
    /^monteCarloKl: expected/,
  ],

  "amortized: an input of another shape": [wrong, /^linear: expected/],
  "amortized: an image of another shape": [
    () =>
      using(
        [conv2d({ inputs: [4, 4, 1], filters: 2, kernel: 3 }).init(key), tf.zeros([1, 4, 4, 2])] as const,
        ([params, x]) => convolve(params, x),
      ),
    /^conv2d: expected/,
  ],
  "amortized: an activation that changes the shape": [
    () => using(tf.zeros([2, 3]), (x) => activate(x, (v) => tf.sum(tf.exp(v)))),
    /^activate: expected/,
  ],
  "amortized: dropout without a key, in a network": [
    () => {
      const network = sequential(linear({ inputs: 3, outputs: 4 }), dropout(0.5));
      return using([network.init(key), tf.zeros([2, 3])] as const, ([params, x]) =>
        network.apply(params, x, { training: true }),
      );
    },
    /^dropout: expected/,
  ],
  "amortized: an initializer that throws in a network": [
    () => mlp({ inputs: 3, hidden: [4], bias: oops }).init(key),
    /oops/,
  ],

  "data: an example that is not there": [() => images.gather([0, 20]), /expected indices in \[0, 20\)/],
  "data: a function of batches that throws": [
    () => map(greys, (batch) => [tf.square(batch), oops()]).gather([0]),
    /oops/,
  ],
  "data: examples of two shapes": [
    () => concat(greys, arrayDataset({ shape: [2, 3], data: new Float32Array(6) })).gather([0, 20]),
    /^concat: expected/,
  ],
  "data: integers beyond int32": [
    () => restoreTensor({ dtype: "I64", shape: [1], data: BigInt64Array.of(2n ** 40n) }),
    /^restoreTensor: expected/,
  ],

  "inference: aborted before": [sampled({ signal: AbortSignal.abort(new Error("stopped")) }), /stopped/],
  "inference: aborted between chunks": [
    () => {
      const controller = new AbortController();
      return sampled({ signal: controller.signal, onProgress: () => controller.abort(new Error("stopped")) })();
    },
    /stopped/,
  ],
  "inference: a listener that throws": [sampled({ onProgress: oops }), /oops/],
  "inference: a likelihood whose events are pixels": [
    () =>
      withBound((bound) =>
        withBatch((batch) =>
          importanceSampling({ ...bound, likelihood: (z) => bound.likelihood(z).base }, batch, { key, samples: 5 }),
        ),
      ),
    /^importanceSampling: expected/,
  ],
  "objectives: a likelihood whose events are pixels": [
    () =>
      withBound((bound) =>
        withBatch((batch) =>
          elbo()({ ...bound, likelihood: (z: tf.Tensor) => bound.likelihood(z).base }, batch, {
            key,
            step: 0,
            datasetSize: 1,
          }),
        ),
      ),
    /^elbo: expected/,
  ],

  "vae: a file of another architecture": [
    () => using(tinyVae(), async (model) => decodeModel(model, await otherModel())),
    /^fillParams: expected|^decodeModel: expected/,
  ],
  "vae: parameters of another dtype": [
    () =>
      withModel(async (model, params) => {
        const file = await using(
          math.mapTree(params, (leaf) => tf.cast(leaf, "int32")),
          (integers) => encodeModel(integers),
        );
        return decodeModel(model, file);
      }),
    /of dtype float32/,
  ],
  "vae: a decoder that does not start": [
    () =>
      using(tinyVae(), ({ prior, encoder, decoder }) =>
        vae({ prior, encoder, decoder: { ...decoder, init: oops } }).init(key),
      ),
    /oops/,
  ],
  "vae: no images": [() => withBound((bound) => generate(bound, { key, count: 0 })), /^generate: expected/],
  "vae: a latent that is not there": [
    () => withBound((bound) => withBatch((batch) => traverseLatents(bound, batch, { latents: [0, 5] }))),
    /^traverseLatents: expected/,
  ],
  "vae: a manifold of no images": [() => withBound((bound) => latentManifold(bound, 0)), /^latentManifold: expected/],
  "vae: an objective that throws": [
    () => withBound((bound) => elboTerms(bound, batches(), { objective: failing(), key })),
    /oops/,
  ],
  "vae: a posterior that throws": [
    () => withBound((bound) => klPerLatent({ ...bound, posterior: oops }, batches())),
    /oops/,
  ],
  "vae: a log-likelihood that is aborted": [
    () =>
      withBound((bound) =>
        logLikelihood(bound, batches(), { key, samples: 20, signal: AbortSignal.abort(new Error("stopped")) }),
      ),
    /stopped/,
  ],

  "training: a gradient that is missing": [
    () =>
      using({ a: tf.scalar(1), b: tf.scalar(1) }, (params) => {
        const rule = training.adam();
        return using(rule.init(params), (state) =>
          rule.update({ a: params.a } as unknown as typeof params, state, params),
        );
      }),
    /^adam: expected/,
  ],
  "training: a stored tensor cut short": [
    () =>
      using({ a: tf.zeros([2]), b: tf.zeros([2]) }, (like) => {
        const stored = (length: number) => ({ dtype: "F32" as const, shape: [2], data: new Float32Array(length) });
        return training.fillParams(like, { a: stored(2), b: stored(1) });
      }),
    /^Based on the provided shape, \[2\]/,
  ],
  "training: an average of another tree": [
    () =>
      using([{ a: tf.scalar(1), b: tf.scalar(2) }, { a: tf.scalar(1) }] as const, ([average, params]) =>
        training.updateAverage(average, params as unknown as typeof average, 0.5),
      ),
    /^updateAverage: expected/,
  ],
  "training: a loss that is not finite": [
    fits(() => ({ objective: nan, ema: 0.9, checkpoint: { write: () => undefined } })),
    /^fit: expected a finite loss/,
  ],
  "training: a loss that is not finite, read late": [
    fits(() => ({ objective: nan, readEvery: 4 })),
    /^fit: expected a finite loss/,
  ],
  "training: a validation that is not finite": [
    fits(() => ({
      validation: { data: images, objective: (model, batch, context) => nan(model, batch, { ...context, step: 9 }) },
    })),
    /^fit: expected a finite loss/,
  ],
  "training: an objective that throws": [fits(() => ({ objective: failing() })), /oops/],
  "training: a callback that throws": [fits(() => ({ callbacks: { onStep: oopsAt(3) } })), /oops/],
  "training: a checkpoint that cannot be written": [
    fits(() => ({ checkpoint: { write: oopsAt(2), everySteps: 2 } })),
    /oops/,
  ],
  "training: data that end in an error": [
    fits(
      () => ({}),
      function* () {
        yield images.gather([0, 1]);
        oops();
      },
    ),
    /oops/,
  ],
  "training: batches of another shape": [
    fits(
      () => ({}),
      () => arrayDataset({ shape: [9, 3], data: new Float32Array(27) }).batches({ batchSize: 4 }),
    ),
    /^linear: expected/,
  ],
  "training: nothing to train": [fits(() => ({ trainable: () => false })), /^fit: expected at least one parameter/],
  "training: a checkpoint of another architecture": [
    async () => {
      const module = linear({ inputs: 3, outputs: 2 });
      const other = { init: module.init, bind: (params: math.Params) => params };
      const squares: training.Evaluate<math.Params> = (params) => ({
        bound: tf.neg(tf.sum(tf.square(params["weight"] as tf.Tensor), 0)),
        terms: {},
      });
      const data = arrayDataset({ shape: [2, 1], data: Float32Array.of(0, 1) });
      const result = await training.fit(other, data, {
        objective: squares,
        optimizer: training.adam(),
        steps: 1,
        batchSize: 8,
        key,
      });
      math.dispose(result);
      return fits(() => ({ resume: result.checkpoint() }))();
    },
    /^fit \(resume, parameters\): expected/,
  ],
  "training: an evaluation that throws": [
    () =>
      withModel((model, params) =>
        training.evaluate(model, params, images, { objective: failing(), key, batchSize: 8 }),
      ),
    /oops/,
  ],
};
