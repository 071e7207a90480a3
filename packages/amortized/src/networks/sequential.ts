import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy, type Params, type Shape } from "@variate/math";
import { splitKey } from "@variate/random";
import { childContexts } from "../context.js";
import { fresh } from "../internal/leading.js";
import type { Layer, Module } from "../module.js";

/** A stage of a network: a module, or a layer that takes the shape of what comes before it. */
export type Part = Module | Layer;

/** The parameters of a part. */
export type ParamsOf<T> = T extends (...args: never[]) => Module<infer P> ? P : T extends Module<infer P> ? P : never;

/** The indices of a tuple, as strings. */
type Indices<T extends readonly unknown[]> = Exclude<keyof T, keyof readonly unknown[]> & string;

/** The parameters of parts in a row: `{ layer0, layer1, … }`, each with its own part's type. */
export type SequentialParams<T extends readonly Part[]> = number extends T["length"]
  ? { readonly [layer: `layer${number}`]: Params }
  : { readonly [I in Indices<T> as `layer${I}`]: ParamsOf<T[I & keyof T]> };

/**
 * Parts applied in a row, each to the result of the one before.
 *
 * A module when its first part is one; when that is a layer, whose input shape is open, a layer too. Parameters are
 * `{ layer0, layer1, … }`; parts without parameters have `{}`. `init` and `context.key` give part i of n
 * `splitKey(key, n)[i]`.
 *
 * @throws If a part expects another shape than the one before it gives.
 */
export function sequential<const T extends readonly [Module, ...Part[]]>(...parts: T): Module<SequentialParams<T>>;
export function sequential<const T extends readonly [Layer, ...Part[]]>(...parts: T): Layer<SequentialParams<T>>;
export function sequential(...parts: Part[]): Part {
  const first = parts[0];
  if (first === undefined) throw new Error("sequential: expected at least one part; got none.");
  if (typeof first === "function") return (inputShape) => chain(inputShape, parts);
  return chain(first.inputShape, parts);
}

function chain(inputShape: Shape, parts: readonly Part[]): Module {
  const modules: Module[] = [];
  let shape = inputShape;
  for (const part of parts) {
    const module = shaped("sequential", part, shape, `part ${modules.length}`);
    modules.push(module);
    shape = module.outputShape;
  }
  const names = modules.map((_, i) => `layer${i}`);
  return {
    inputShape,
    outputShape: shape,
    init: (key) =>
      tidy(() => {
        const keys = splitKey(key, modules.length);
        return Object.fromEntries(modules.map((module, i) => [names[i], module.init(keys[i] as typeof key)]));
      }),
    apply: (params, input, context) =>
      tidy(() => {
        const contexts = childContexts(context, names);
        const step = (x: Tensor, module: Module, i: number): Tensor =>
          module.apply(params[names[i] as string] as Params, x, contexts[i]);
        return fresh(modules.reduce(step, input), input);
      }),
  };
}

/** A part for inputs of the given shape. */
export function shaped(caller: string, part: Part, inputShape: Shape, name: string): Module {
  if (typeof part === "function") return part(inputShape);
  if (sameShape(part.inputShape, inputShape)) return part;
  throw new Error(
    `${caller}: expected ${name} to take ${formatShape(inputShape)}, what comes before it; ` +
      `got one that takes ${formatShape(part.inputShape)}. Leave its inputs out to let it fit.`,
  );
}
