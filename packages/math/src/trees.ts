import * as tf from "./tf.js";
import { withoutGradient } from "./gradientControl.js";
import { formatShape } from "./shape.js";
import { tidy } from "./tidy.js";

/** Parameters: nested plain objects of tensors. Modules without parameters have `{}`. */
export type Params = { readonly [name: string]: tf.Tensor | Params };

/** A tree of the same form as `P` with other leaves. */
export type TreeOf<P extends Params, L> = {
  readonly [K in keyof P]: P[K] extends tf.Tensor ? L : P[K] extends Params ? TreeOf<P[K], L> : never;
};

/**
 * The leaves by their dotted path, `encoder.network.layer0.weight`, in the order in which the objects list them.
 *
 * @throws If a name holds a dot, which would make two paths alike, or a node is neither tensor nor object.
 */
export function flattenTree(tree: Params, prefix = ""): Record<string, tf.Tensor> {
  const flat: Record<string, tf.Tensor> = {};
  collect(tree, prefix, flat);
  return flat;
}

function collect(tree: Params, prefix: string, into: Record<string, tf.Tensor>): void {
  for (const [, node, path] of entries("flattenTree", tree, prefix)) {
    if (node instanceof tf.Tensor) into[path] = node;
    else collect(node, path, into);
  }
}

/** The children of a node with their names and paths, checked. */
function entries(
  caller: string,
  tree: Params,
  prefix: string,
): [name: string, node: tf.Tensor | Params, path: string][] {
  return Object.entries(tree).map(([name, node]) => {
    if (name.includes(".") || name === "__proto__") {
      throw new Error(`${caller}: expected names without dots; got ${JSON.stringify(name)}.`);
    }
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (typeof node !== "object" || node === null || Array.isArray(node)) {
      throw new Error(`${caller}: expected a tensor or an object of them at ${path}; got ${describe(node)}.`);
    }
    return [name, node, path];
  });
}

function describe(value: unknown): string {
  return Array.isArray(value) ? "an array" : value === null ? "null" : typeof value;
}

/** The leaves in `flattenTree`'s order. */
export function treeLeaves(tree: Params): tf.Tensor[] {
  // Without paths: this runs several times a training step.
  return Object.values(tree).flatMap((node) => (node instanceof tf.Tensor ? [node] : treeLeaves(node)));
}

/**
 * A tree of the form of `like` with each leaf replaced by `fn(leaf, path)`.
 *
 * Needs no `tidy`: whoever calls it owns the new leaves.
 */
export function mapTree<P extends Params>(like: P, fn: (leaf: tf.Tensor, path: string) => tf.Tensor, prefix = ""): P {
  const mapped: Record<string, tf.Tensor | Params> = {};
  for (const [name, node, path] of entries("mapTree", like, prefix)) {
    mapped[name] = node instanceof tf.Tensor ? fn(node, path) : mapTree(node, fn, path);
  }
  return mapped as P;
}

/**
 * A tree of the form of `like` whose leaves come from `flat` by path.
 *
 * @throws If a path is missing.
 */
export function unflattenTree<P extends Params>(like: P, flat: Readonly<Record<string, tf.Tensor>>): P {
  return mapTree(like, (_, path) => {
    const leaf = flat[path];
    if (leaf === undefined) throw new Error(`unflattenTree: expected a tensor named ${path}; got none.`);
    return leaf;
  });
}

/** Number of scalars in all leaves. */
export function treeSize(tree: Params): number {
  return treeLeaves(tree).reduce((total, leaf) => total + leaf.size, 0);
}

/** A copy of every leaf. */
export function cloneTree<P extends Params>(tree: P): P {
  return tidy(() => mapTree(tree, (leaf) => tf.clone(leaf)));
}

/** Frees every leaf. */
export function disposeTree(tree: Params): void {
  tf.dispose(treeLeaves(tree));
}

/** Keeps every leaf beyond the enclosing `tidy`; returns the tree. */
export function keepTree<P extends Params>(tree: P): P {
  for (const leaf of treeLeaves(tree)) tf.keep(leaf);
  return tree;
}

/**
 * The value of a scalar function of a parameter tree and its gradient, a tree of the same form.
 *
 * Leaves that the function does not reach get a gradient of zeros. `auxiliary` is a tree of whatever else `fn` wants
 * to hand out; it is copied, and no gradient flows through it.
 *
 * @throws If the value is not a scalar.
 */
export function valueAndGradient<P extends Params, A extends Params = Record<string, never>>(
  fn: (params: P) => { readonly value: tf.Scalar; readonly auxiliary?: A },
  params: P,
): { value: tf.Scalar; gradient: P; auxiliary: A } {
  return tidy(() => {
    const flat = flattenTree(params);
    const leaves = Object.values(flat);
    let kept = {} as A;
    try {
      const { value, grads } = tf.engine().gradients(
        () => {
          const result = fn(params);
          if (result.value.size !== 1) {
            const got = formatShape(result.value.shape);
            throw new Error(`valueAndGradient: expected a scalar value; got shape ${got}. Sum or average it.`);
          }
          // tfjs frees all that the forward pass made but its scalar: copies are kept until they are out of there.
          kept = withoutGradient(() => keepTree(cloneTree(result.auxiliary ?? ({} as A))));
          return result.value;
        },
        leaves,
        undefined,
        true,
      );
      const byPath: Record<string, tf.Tensor> = {};
      const seen = new Set<tf.Tensor>();
      Object.keys(flat).forEach((path, i) => {
        const found = grads[i] ?? tf.zeros((leaves[i] as tf.Tensor).shape);
        // Two leaves may share one gradient tensor; each gets its own, to be freed on its own.
        byPath[path] = seen.has(found) ? tf.clone(found) : found;
        seen.add(found);
      });
      return { value: value as tf.Scalar, gradient: unflattenTree(params, byPath), auxiliary: cloneTree(kept) };
    } finally {
      disposeTree(kept);
    }
  });
}
