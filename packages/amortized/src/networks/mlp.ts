import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy, type Shape } from "@variate/math";
import { splitKey } from "@variate/random";
import { activationFunction, type Activation } from "../activation.js";
import type { Initializer } from "../initializers/initializer.js";
import { positiveInteger } from "../internal/check.js";
import { childContexts } from "../context.js";
import { fresh } from "../internal/leading.js";
import { openOrShaped } from "../internal/open.js";
import { dropout } from "../layers/dropout.js";
import { layerNorm, type LayerNormParams } from "../layers/layerNorm.js";
import { linear, type LinearParams } from "../layers/linear.js";
import type { Layer, Module } from "../module.js";

/** `layer0`, `layer1`, … the linear layers in their order; `norm0`, … with `layerNorm`. */
export type MlpParams = {
  readonly [layer: `layer${number}`]: LinearParams;
  readonly [norm: `norm${number}`]: LayerNormParams;
};

export interface MlpOptions {
  /** Size, or shape, of one input. Left out, the network takes the shape of what comes before it. */
  readonly inputs?: number | Shape;
  /** Sizes of the hidden layers, first to last. */
  readonly hidden: readonly number[];
  /** After every hidden layer; by default `tanh`. */
  readonly activation?: Activation;
  /** Size, or shape, of the result of a last linear layer. Left out, the network ends after the last activation. */
  readonly outputs?: number | Shape;
  /** After the last linear layer; by default `identity`. */
  readonly outputActivation?: Activation;
  /** Whether every hidden layer is normalized before its activation; by default not. */
  readonly layerNorm?: boolean;
  /** Share of every hidden layer's activations that is dropped while training; by default 0. */
  readonly dropout?: number;
  /** First values of the weights; by default `glorotUniform`. */
  readonly weight?: Initializer;
  /** First values of the biases; by default `zeros`. */
  readonly bias?: Initializer;
}

/**
 * A multilayer perceptron: linear layers with an activation between.
 *
 *   h₀ = x,   hᵢ₊₁ = dropout(activation(layerNorm(hᵢ Wᵢ + bᵢ))),   then, with `outputs`, y = hₙ Wₙ + bₙ
 *
 * Of the n linear layers, layer i draws its parameters with `splitKey(key, n)[i]`; so does its dropout from
 * `context.key`.
 *
 * @throws If there is neither a hidden layer nor an output layer.
 */
export function mlp(options: MlpOptions & { readonly inputs: number | Shape }): Module<MlpParams>;
export function mlp(options: MlpOptions): Layer<MlpParams>;
export function mlp(options: MlpOptions): Module<MlpParams> | Layer<MlpParams> {
  const hidden = options.hidden.map((size) => positiveInteger("mlp", "hidden sizes", size));
  const sizes: (number | Shape)[] = options.outputs === undefined ? hidden : [...hidden, options.outputs];
  if (sizes.length === 0) throw new Error("mlp: expected hidden layers or outputs; got neither.");
  const between = activationFunction("mlp", options.activation ?? "tanh");
  const last = activationFunction("mlp", options.outputActivation ?? "identity");
  const drop = dropout(options.dropout ?? 0);
  const { weight, bias } = options;
  const initializers = { ...(weight && { weight }), ...(bias && { bias }) };

  return openOrShaped("mlp", options.inputs, (inputShape) => {
    const layers: Module<LinearParams>[] = [];
    for (const outputs of sizes) {
      layers.push(linear({ inputs: layers.at(-1)?.outputShape ?? inputShape, outputs, ...initializers }));
    }
    const norms = options.layerNorm === true ? hidden.map((inputs) => layerNorm({ inputs })) : [];
    const names = layers.map((_, i) => `layer${i}` as const);

    return {
      inputShape,
      outputShape: (layers.at(-1) as Module).outputShape,
      init: (key) =>
        tidy(() => {
          const keys = splitKey(key, layers.length);
          const parts = layers.flatMap((layer, i) => {
            const own = keys[i] as typeof key;
            const norm = norms[i];
            return [[names[i], layer.init(own)], ...(norm === undefined ? [] : [[`norm${i}`, norm.init(own)]])];
          });
          return Object.fromEntries(parts) as MlpParams;
        }),
      apply: (params, input, context) =>
        tidy(() => {
          const contexts = childContexts(context, names);
          let x: Tensor = input;
          layers.forEach((layer, i) => {
            x = layer.apply(params[`layer${i}`] as LinearParams, x);
            if (i >= hidden.length) {
              x = last(x);
              return;
            }
            const norm = norms[i];
            if (norm !== undefined) x = norm.apply(params[`norm${i}`] as LayerNormParams, x);
            x = between(x);
            if (options.dropout !== undefined) x = drop(layer.outputShape).apply({}, x, contexts[i]);
          });
          return fresh(x, input);
        }),
    };
  });
}
