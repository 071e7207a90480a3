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
  const dense = (rows, columns) => ({ weight: weight(rows, columns), bias: bias(columns) });
  const network = (widths) => widths.slice(1).map((width, i) => dense(widths[i], width));
  const last = hidden.at(-1);
  const [encoder, decoder] = [network([inputs, ...hidden]), network([latents, ...hidden.toReversed()])];
  const [locHead, scaleHead, logitsHead] = [dense(last, latents), dense(last, latents), dense(hidden[0], inputs)];
  const variables = [...encoder, ...decoder, locHead, scaleHead, logitsHead].flatMap(({ weight, bias }) => [weight, bias]);
  const optimizer = tf.train.adam(1e-3);
  const linear = (x, { weight, bias }) => tf.add(tf.matMul(x, weight), bias);
  const through = (layers, x) => layers.reduce((h, layer) => tf.tanh(linear(h, layer)), x);

  const negativeBound = (x) => {
    const features = through(encoder, x);
    const loc = linear(features, locHead);
    const logScale = linear(features, scaleHead);
    const scale = tf.exp(logScale);
    const z = tf.add(loc, tf.mul(scale, normalDraws(nextKey(), [batchSize, latents])));
    const logits = linear(through(decoder, z), logitsHead);
    const logLikelihood = tf.sum(tf.sub(tf.mul(x, logits), tf.softplus(logits)), 1);
    const squares = tf.add(tf.square(loc), tf.square(scale));
    const kl = tf.sum(tf.mul(0.5, tf.sub(tf.sub(squares, 1), tf.mul(2, logScale))), 1);
    return tf.neg(tf.mean(tf.sub(logLikelihood, kl)));
  };

  return (x) => {
    const { value, grads } = tf.variableGrads(() => negativeBound(x), variables);
    optimizer.applyGradients(grads);
    const loss = value.dataSync()[0];
    tf.dispose([value, grads]);
    return loss;
  };
}

/** The same step through the packages: a `vae`, its `elbo`, `adam` and `valueAndGradient`. */
export async function packageStep(sizes) {
  const { valueAndGradient, disposeTree } = await import("@variate/math");
  const { elbo } = await import("@variate/objectives");
  const { foldIn, randomKey } = await import("@variate/random");
  const { adam } = await import("@variate/training");
  const model = await modelOf(sizes);
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

/** The log-evidence of a batch, estimated with many draws from the posterior; returns its mean in nats, negated. */
export async function packageEvaluation(sizes) {
  const { importanceSampling } = await import("@variate/inference");
  const { randomKey } = await import("@variate/random");
  const model = await modelOf(sizes);
  const bound = model.bind(model.init(randomKey(0)));
  return async (x) => {
    const { logEvidence } = await importanceSampling(bound, x, { key: randomKey(1), samples: sizes.samples, samplesPerChunk: sizes.chunk });
    return -logEvidence.reduce((sum, value) => sum + value, 0) / logEvidence.length;
  };
}

async function modelOf({ inputs, hidden, filters, latents }) {
  const layers = await import("@variate/amortized");
  const { bernoulliHead, conditional, mlp, normalHead } = layers;
  const { standardNormal } = await import("@variate/distributions");
  const { vae } = await import("@variate/vae");
  const [features, pixels, logits] =
    filters === undefined
      ? [mlp({ inputs, hidden, activation: "tanh" }), mlp({ inputs: latents, hidden: hidden.toReversed(), activation: "tanh" }), bernoulliHead([inputs])]
      : convolutions(layers, filters, latents);
  return vae({ prior: standardNormal([latents]), encoder: conditional(features, normalHead([latents])), decoder: conditional(pixels, logits) });
}

function convolutions({ activation, bernoulliHead, conv2d, conv2dTranspose, flatten, linear, noProjection, reshape, sequential }, [first, second], latents) {
  const window = { kernel: 4, strides: 2 };
  const features = sequential(
    reshape([28, 28, 1])([784]),
    conv2d({ filters: first, ...window }), activation("relu"),
    conv2d({ filters: second, ...window }), activation("relu"),
    flatten(),
  );
  const pixels = sequential(
    linear({ inputs: latents, outputs: [7, 7, second] }), activation("relu"),
    conv2dTranspose({ filters: first, ...window }), activation("relu"),
    conv2dTranspose({ filters: 1, ...window }),
    flatten(),
  );
  return [features, pixels, bernoulliHead([784], { projection: noProjection })];
}
