import * as tf from "@tensorflow/tfjs-core";
import { formatShape, normalCdf, sameShape, tidy } from "@variate/math";
import { fresh, overInput } from "./internal/leading.js";
import type { Layer } from "./module.js";

const named = {
  identity: (x: tf.Tensor): tf.Tensor => x,
  tanh: (x: tf.Tensor): tf.Tensor => tf.tanh(x),
  sigmoid: (x: tf.Tensor): tf.Tensor => tf.sigmoid(x),
  relu: (x: tf.Tensor): tf.Tensor => tf.relu(x),
  leakyRelu: (x: tf.Tensor): tf.Tensor => tf.leakyRelu(x, 0.01),
  elu: (x: tf.Tensor): tf.Tensor => tf.elu(x),
  softplus: (x: tf.Tensor): tf.Tensor => tf.softplus(x),
  silu,
  swish: silu,
  gelu: (x: tf.Tensor): tf.Tensor => tf.mul(x, normalCdf(x)),
};

function silu(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sigmoid(x));
}

/** The activations that have a name; `activate` gives their formulas. */
export type ActivationName = keyof typeof named;

/** An activation by name, or any differentiable elementwise function. */
export type Activation = ActivationName | ((x: tf.Tensor) => tf.Tensor);

/**
 * Applies an activation to every element.
 *
 *   identity x,   tanh,   sigmoid 1 / (1 + exp(−x)),   softplus log(1 + exp(x)),
 *   relu max(0, x),   leakyRelu max(0.01 x, x),   elu x if x > 0, else exp(x) − 1,
 *   silu = swish x · sigmoid(x),   gelu x · Φ(x) with Φ the normal CDF, not its tanh approximation
 *
 * @throws If the name is none of these.
 */
export function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  return tidy(() => fresh(activationFunction("activate", activation)(x), x));
}

/** `activate` as a layer: keeps the shape, has no parameters. */
export function activation(kind: Activation): Layer<Record<string, never>> {
  const fn = activationFunction("activation", kind);
  return (inputShape) => ({
    inputShape,
    outputShape: inputShape,
    init: () => ({}),
    apply: (_, input) => overInput("activation", input, inputShape, fn),
  });
}

/** The function of an activation, a custom one with its result's shape checked; may hand its argument back. */
export function activationFunction(caller: string, kind: Activation): (x: tf.Tensor) => tf.Tensor {
  if (typeof kind === "function") return (x) => elementwise(caller, x, kind(x));
  if (!Object.hasOwn(named, kind)) {
    throw new Error(
      `${caller}: expected an activation, one of ${Object.keys(named).join(", ")}, or a function; ` +
        `got ${JSON.stringify(kind)}.`,
    );
  }
  return named[kind];
}

function elementwise(caller: string, x: tf.Tensor, result: tf.Tensor): tf.Tensor {
  if (sameShape(x.shape, result.shape)) return result;
  throw new Error(
    `${caller}: expected an activation that keeps the shape ${formatShape(x.shape)}; got ${formatShape(result.shape)}. ` +
      `Write a module for functions that change it.`,
  );
}
