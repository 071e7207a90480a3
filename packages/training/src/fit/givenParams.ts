import { cloneTree, flattenTree, tidy, type Params } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { firstDifference } from "../checkpoint/difference.js";
import type { Model } from "./model.js";

/**
 * A copy of the parameters that the caller gave to start from.
 *
 * @throws If they are not of the form that the model makes; the first difference is named.
 */
export function givenParams<P extends Params, M>(model: Model<P, M>, params: P, key: RandomKey): P {
  if (typeof params !== "object" || params === null) {
    throw new Error(`fit (params): expected a tree of tensors; got ${String(params)}. Leave params out to start from model.init.`);
  }
  return tidy(() => {
    const difference = firstDifference(flattenTree(model.init(key)), flattenTree(params));
    if (difference === undefined) return cloneTree(params);
    const { expected, got } = difference;
    throw new Error(`fit (params): expected ${expected}; got ${got}. They are of another architecture than the model.`);
  });
}
