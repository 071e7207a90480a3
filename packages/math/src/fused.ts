import * as tf from "./tf.js";
import { tidy } from "./tidy.js";

export type KernelInputs = Readonly<Record<string, tf.Tensor>>;

export interface FusedOptions<I extends KernelInputs> {
  /** Passed to the kernel as its attributes. */
  readonly attributes?: tf.NamedAttrMap;
  /**
   * The vector-Jacobian product: gradients by input name, given the gradient `dy` of the result and the result. Made of
   * differentiable operations, it gives second derivatives too. An input it leaves out has gradient zero; the result
   * is kept only for a function that declares its third parameter. A gradient given as a function is computed only if
   * its input is one that is differentiated by, which data, for one, are not.
   *
   * Without it the gradient of `fallback` is used, at the cost of computing it once more.
   */
  readonly gradient?: (dy: tf.Tensor, inputs: I, result: tf.Tensor) => Partial<Record<keyof I, Lazy>>;
}

/** A tensor, or a function that makes it where it is needed. */
export type Lazy = tf.Tensor | (() => tf.Tensor);

/** The part of tfjs's engine that runs an operation with a gradient of its own; `tf.customGrad` asks for every gradient. */
interface GradientEngine {
  runKernelFunc(operation: {
    forwardFunc: (backend: unknown, save: tf.GradSaveFunc) => tf.Tensor;
    backwardsFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => Readonly<Record<string, () => tf.Tensor>>;
    inputs: KernelInputs;
  }): tf.Tensor;
}

/**
 * One named operation that a backend may provide as a single kernel.
 *
 * Runs the kernel `name` when the active backend has registered one in tfjs's registry, the plain operations of
 * `fallback` otherwise. Both must compute the same function; gradients agree either way, to any order that `gradient`
 * and `fallback` allow.
 *
 * @param name - `variate.` and the operation's name.
 * @param inputs - Tensors by the names that the kernel knows.
 * @param fallback - The same function in plain operations.
 */
export function fused<I extends KernelInputs>(
  name: `variate.${string}`,
  inputs: I,
  fallback: (inputs: I) => tf.Tensor,
  options: FusedOptions<I> = {},
): tf.Tensor {
  const names = Object.keys(inputs);
  const byName = (tensors: readonly tf.Tensor[]): I => Object.fromEntries(names.map((key, i) => [key, tensors[i]])) as unknown as I;
  if (options.gradient === undefined && !isRegistered(name)) return tidy(() => fallback(inputs));
  const ofFallback = (dy: tf.Tensor, own: I): I => byName(tf.grads((...xs: tf.Tensor[]) => fallback(byName(xs)))(Object.values(own), dy));
  const gradient = options.gradient ?? ofFallback;
  const usesResult = gradient.length > 2;
  const gradients = (dy: tf.Tensor, saved: tf.Tensor[]): Readonly<Record<string, () => tf.Tensor>> => {
    const kept = byName(saved);
    // A saved result is cut off from its inputs on tfjs's tape. While a higher derivative records, make it again.
    const recording = tf.engine().state.gradientDepth > 0;
    const result = usesResult && recording ? fused(name, kept, fallback, options) : saved[names.length];
    const given = gradient(dy, kept, result as tf.Tensor);
    return Object.fromEntries(names.map((key) => [key, () => made(given[key] ?? tf.zeros((kept[key] as tf.Tensor).shape))]));
  };
  return operation(name, inputs, () => fallback(inputs), gradients, options.attributes, usesResult);
}

/**
 * What `fused` and elementwise functions are made of, and others whose gradients need the inputs alone: the kernel, or the value in plain operations, with its gradients.
 *
 * @param gradients - By input name, each computed where it is asked for, from the inputs in their order.
 * @param keepsResult - Whether they need the result too, after the inputs.
 */
export function operation(
  name: `variate.${string}`,
  inputs: KernelInputs,
  value: () => tf.Tensor,
  gradients: (dy: tf.Tensor, saved: tf.Tensor[]) => Readonly<Record<string, () => tf.Tensor>>,
  attributes?: tf.NamedAttrMap,
  keepsResult = false,
): tf.Tensor {
  return (tf.engine() as unknown as GradientEngine).runKernelFunc({
    inputs,
    forwardFunc: (_, save) => {
      const result = isRegistered(name) ? tf.engine().runKernel<tf.Tensor>(name, { ...inputs }, attributes) : value();
      const given = Object.values(inputs);
      save(keepsResult ? [...given, result] : given);
      return result;
    },
    backwardsFunc: gradients,
  });
}

const isRegistered = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/** The tensor itself. */
export function made(tensor: Lazy): tf.Tensor {
  return typeof tensor === "function" ? tensor() : tensor;
}
