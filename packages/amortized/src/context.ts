import { splitKey } from "@variate/random";
import type { Params } from "@variate/math";
import * as tf from "@tensorflow/tfjs-core";
import type { Context } from "./module.js";

/** The contexts of a container's children: the key split among them, each with its own part of the state. */
export function childContexts(context: Context | undefined, names: readonly string[]): (Context | undefined)[] {
  if (context === undefined || (context.key === undefined && context.state === undefined)) {
    return names.map(() => context);
  }
  const { key, state, ...rest } = context;
  const keys = key === undefined ? [] : splitKey(key, names.length);
  return names.map((name, i) => {
    const childKey = keys[i];
    const childState = stateOf(state, name);
    return {
      ...rest,
      ...(childKey === undefined ? {} : { key: childKey }),
      ...(childState === undefined ? {} : { state: childState }),
    };
  });
}

function stateOf(state: Params | undefined, name: string): Params | undefined {
  const child = state?.[name];
  return child === undefined || child instanceof tf.Tensor ? undefined : child;
}
