import * as tf from "@tensorflow/tfjs-core";
import { flattenTree, unflattenTree, type Params } from "@variate/math";

/** Which parameters are trained, by path; the others stay as they are. */
export type TrainableMask = (path: string) => boolean;

/** The part of a tree that is trained: the same objects with the other leaves left out. */
export function trainablePart(tree: Params, mask: TrainableMask | undefined, prefix = ""): Params {
  if (mask === undefined) return tree;
  const part: Record<string, tf.Tensor | Params> = {};
  for (const [name, node] of Object.entries(tree)) {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (!(node instanceof tf.Tensor)) part[name] = trainablePart(node, mask, path);
    else if (mask(path)) part[name] = node;
  }
  return part;
}

/** The whole tree with the leaves of a part in place of its own. */
export function withPart<P extends Params>(tree: P, part: Params): P {
  return unflattenTree(tree, { ...flattenTree(tree), ...flattenTree(part) });
}
