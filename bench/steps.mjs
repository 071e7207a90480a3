import * as tf from "@tensorflow/tfjs-core";

/**
 * The step as one writes it by hand on tfjs: variables, plain operations, `tf.variableGrads` and `tf.train.adam`.
 * It learns the same model with the same loss as `packageStep`; only its random numbers are ours too, which costs either
 * side 0.1 ms.
 *
 * @returns A function of the batch that takes one step and returns the loss in nats.
 */
export async function handWrittenStep({ inputs, hidden, latents, batchSize }) {
  const { foldIn, normalDraws, randomKey, uniformDraws } = await import("@variate/random");
  let draws = 0;
  const nextKey = () => foldIn(randomKey(2), draws++);
  const weight = (rows, columns) => {
    const bound = Math.sqrt(6 / (rows + columns));
    return tf.variable(tf.tidy(() => tf.mul(bound, tf.sub(tf.mul(2, uniformDraws(nextKey(), [rows, columns])), 1))));
  };
  const bias = (size) => tf.variable(tf.zeros([size]));
  const variables = {
    w1: weight(inputs, hidden), b1: bias(hidden),
    wLoc: weight(hidden, latents), bLoc: bias(latents),
    wScale: weight(hidden, latents), bScale: bias(latents),
    w2: weight(latents, hidden), b2: bias(hidden),
    wLogits: weight(hidden, inputs), bLogits: bias(inputs),
  };
  const { w1, b1, wLoc, bLoc, wScale, bScale, w2, b2, wLogits, bLogits } = variables;
  const optimizer = tf.train.adam(1e-3);

  const negativeBound = (x) => {
    const features = tf.tanh(tf.add(tf.matMul(x, w1), b1));
    const loc = tf.add(tf.matMul(features, wLoc), bLoc);
    const logScale = tf.add(tf.matMul(features, wScale), bScale);
    const scale = tf.exp(logScale);
    const z = tf.add(loc, tf.mul(scale, normalDraws(nextKey(), [batchSize, latents])));
    const logits = tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(z, w2), b2)), wLogits), bLogits);
    const logLikelihood = tf.sum(tf.sub(tf.mul(x, logits), tf.softplus(logits)), 1);
    const squares = tf.add(tf.square(loc), tf.square(scale));
    const kl = tf.sum(tf.mul(0.5, tf.sub(tf.sub(squares, 1), tf.mul(2, logScale))), 1);
    return tf.neg(tf.mean(tf.sub(logLikelihood, kl)));
  };

  return (x) => {
    const { value, grads } = tf.variableGrads(() => negativeBound(x), Object.values(variables));
    optimizer.applyGradients(grads);
    const loss = value.dataSync()[0];
    tf.dispose([value, grads]);
    return loss;
  };
}

/** The same step through the packages: a `vae`, its `elbo`, `adam` and `valueAndGradient`. */
export async function packageStep({ inputs, hidden, latents }) {
  const { bernoulliHead, conditional, mlp, normalHead } = await import("@variate/amortized");
  const { standardNormal } = await import("@variate/distributions");
  const { disposeTree, valueAndGradient } = await import("@variate/math");
  const { elbo } = await import("@variate/objectives");
  const { foldIn, randomKey } = await import("@variate/random");
  const { adam } = await import("@variate/training");
  const { vae } = await import("@variate/vae");

  const model = vae({
    prior: standardNormal([latents]),
    encoder: conditional(mlp({ inputs, hidden: [hidden], activation: "tanh" }), normalHead([latents])),
    decoder: conditional(mlp({ inputs: latents, hidden: [hidden], activation: "tanh" }), bernoulliHead([inputs])),
  });
  const objective = elbo({ kl: "analytic" });
  const optimizer = adam(1e-3);
  let params = model.init(randomKey(0));
  let state = optimizer.init(params);

  return (x) => {
    const context = { key: foldIn(randomKey(1), state.step), step: state.step, datasetSize: 60_000 };
    const { value, gradient } = valueAndGradient(
      (at) => ({ value: tf.neg(tf.mean(objective(model.bind(at), x, context).bound)) }),
      params,
    );
    const next = optimizer.update(gradient, state, params);
    const loss = value.dataSync()[0];
    tf.dispose(value);
    for (const tree of [gradient, params, state.slots]) disposeTree(tree);
    params = next.params;
    state = next.state;
    return loss;
  };
}
