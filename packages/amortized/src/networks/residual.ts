import * as tf from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy, type Params, type Shape } from "@variate/math";
import { splitKey } from "@variate/random";
import { childContexts } from "../context.js";
import type { Layer, Module } from "../module.js";
import { shaped, type ParamsOf, type Part } from "./sequential.js";

/** The parameters of a residual block, `shortcut` where there is one. */
export type ResidualParams<B extends Part, S extends Layer | undefined> = S extends Layer
  ? { readonly block: ParamsOf<B>; readonly shortcut: ParamsOf<S> }
  : { readonly block: ParamsOf<B> };

/**
 * A block and a way past it: y = block(x) + x, or block(x) + shortcut(x) where the block changes the shape.
 *
 * A module when the block is one, a layer when its input shape is open. Both `init` and `context.key` use
 * `[block, shortcut] = splitKey(key, 2)`.
 *
 * @throws If the two sides differ in shape.
 *
 * Reference: He et al. (2016), Deep residual learning for image recognition.
 */
export function residual<const B extends Module, S extends Layer | undefined = undefined>(
  block: B,
  options?: { readonly shortcut?: S },
): Module<ResidualParams<B, S>>;
export function residual<const B extends Layer, S extends Layer | undefined = undefined>(
  block: B,
  options?: { readonly shortcut?: S },
): Layer<ResidualParams<B, S>>;
export function residual(block: Part, { shortcut }: { readonly shortcut?: Layer | undefined } = {}): Part {
  const around = (inputShape: Shape) => skip(shaped("residual", block, inputShape, "the block"), shortcut?.(inputShape));
  return typeof block === "function" ? around : around(block.inputShape);
}

function skip(block: Module, shortcut: Module | undefined): Module {
  const past = shortcut?.outputShape ?? block.inputShape;
  if (!sameShape(block.outputShape, past)) {
    throw new Error(
      `residual: expected a block whose result has the shape of the way past it, ${formatShape(past)}; ` +
        `got ${formatShape(block.outputShape)}. Give a shortcut layer to this shape.`,
    );
  }
  return {
    inputShape: block.inputShape,
    outputShape: block.outputShape,
    init: (key) =>
      tidy(() => {
        const [blockKey, shortcutKey] = splitKey(key, 2) as [typeof key, typeof key];
        return { block: block.init(blockKey), ...(shortcut && { shortcut: shortcut.init(shortcutKey) }) };
      }),
    apply: (params, input, context) =>
      tidy(() => {
        const [blockContext, shortcutContext] = childContexts(context, ["block", "shortcut"]);
        const side = shortcut?.apply(params["shortcut"] as Params, input, shortcutContext) ?? input;
        return tf.add(block.apply(params["block"] as Params, input, blockContext), side);
      }),
  };
}
