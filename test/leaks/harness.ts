import * as tf from "@tensorflow/tfjs-core";
import { dispose, valueAndGradient, type Params } from "@variate/math";
import { randomKey } from "@variate/random";
import { expectNoLeak, expectNoLeakAsync } from "@variate/testing";
import { expect } from "vitest";

/** Calls a public function as a user would, and returns all that a caller then owns. Nothing runs inside a `tidy`. */
export type Call = () => unknown;

/** Calls of the functions of one entry point, by exported name. */
export type Table = Readonly<Record<string, Call | readonly Call[]>>;

export const key = randomKey(7);

/** Tensors that are freed after the call, as a caller frees what it made: the function under test keeps none. */
export function using<T, R>(inputs: T, fn: (inputs: T) => R): R {
  const release = (): void => dispose(inputs);
  let pending = false;
  try {
    const result = fn(inputs);
    pending = result instanceof Promise;
    return pending ? ((result as Promise<unknown>).finally(release) as R) : result;
  } finally {
    if (!pending) release();
  }
}

/** Fails unless the call throws what is expected, and leaves no tensor and no buffer behind. */
export async function throwsWithoutLeak(call: Call, message: RegExp, label: string): Promise<void> {
  await expectNoLeakAsync(async () => {
    await expect((async () => call())(), label).rejects.toThrow(message);
  }, label);
}

/** The gradient of the sum of a function of a tree: what a caller of the function's gradient owns. */
export function gradient(params: Params, fn: (params: Params) => tf.Tensor): unknown {
  return valueAndGradient((at) => ({ value: tf.sum(tf.cast(fn(at), "float32")) }), params);
}

/** A function of numeric inputs: of plain numbers, of tensors, and its gradient. */
export function numeric(fn: (...inputs: never[]) => tf.Tensor, ...inputs: tf.TensorLike[]): readonly Call[] {
  return [() => fn(...(inputs as never[])), ...ofTensors(fn, ...inputs)];
}

/** A function of float tensors: its value and its gradient. */
export function ofTensors(fn: (...inputs: never[]) => tf.Tensor, ...inputs: tf.TensorLike[]): readonly Call[] {
  return [() => using(named(inputs), (at) => fn(...(Object.values(at) as never[]))), gradientOf(fn, ...inputs)];
}

/** The gradient alone, for a function of several steps, which bare would leave its intermediate results behind. */
export function gradientOf(fn: (...inputs: never[]) => tf.Tensor, ...inputs: tf.TensorLike[]): Call {
  return () => using(named(inputs), (params) => gradient(params, (at) => fn(...(Object.values(at) as never[]))));
}

function named(inputs: readonly tf.TensorLike[]): Record<string, tf.Tensor> {
  return Object.fromEntries(inputs.map((input, i) => [`input${i}`, tf.tensor(input, undefined, "float32")]));
}

/**
 * Calls every method of an object with each of the lists of arguments given for it; each call must add its result
 * alone.
 *
 * @throws If the object has a method without arguments here, so that a new capability cannot be forgotten.
 */
export function everyMethod(
  label: string,
  object: object,
  lists: Readonly<Record<string, readonly (readonly unknown[])[]>>,
): void {
  for (const [name, member] of Object.entries(object)) {
    if (typeof member !== "function") continue;
    const given = lists[name];
    if (given === undefined)
      throw new Error(`everyMethod: expected arguments for ${label}.${name}; got none. Add them to the table.`);
    for (const list of given)
      expectNoLeak(() => (member as (...list: unknown[]) => unknown)(...list), `${label}.${name}`);
  }
}
