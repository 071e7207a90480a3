import * as tf from "@tensorflow/tfjs-core";
import type { Module } from "@variate/amortized";
import { disposeTree, flattenTree, mapTree, sameShape, treeLeaves, unflattenTree, type Params } from "@variate/math";
import { foldIn, normalDraws, randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak, type Tolerance } from "@variate/testing";
import { expect, it } from "vitest";

export interface ModuleCase {
  readonly make: () => Module;
  /** False where central differences straddle a kink of the function. */
  readonly smooth?: boolean;
  readonly tolerance?: Tolerance;
  readonly step?: number;
}

/** Parameters of no special values: those of `init`, plus noise, so that biases are not 0. */
export function perturbed<P extends Params>(params: P, seed = 7, size = 0.3): P {
  let i = 0;
  return mapTree(params, (leaf) =>
    tf.tidy(() => {
      const moved = tf.add(leaf, tf.mul(normalDraws(foldIn(randomKey(seed), i++), leaf.shape), size));
      leaf.dispose();
      return moved;
    }),
  );
}

/** A tensor of standard normal numbers. */
export function noise(shape: readonly number[], seed = 3): tf.Tensor {
  return normalDraws(randomKey(seed), shape);
}

/** What every module promises: shapes, leading dimensions, reproducible parameters, gradients, no leaks, errors. */
export function describeModule(title: string, { make, smooth = true, tolerance, step }: ModuleCase): void {
  describeOnBackends(title, () => {
    it("maps any leading dimensions, each example by itself", () => {
      const module = make();
      const params = perturbed(module.init(randomKey(1)));
      const x = noise([2, 3, ...module.inputShape]);
      const two = module.apply(params, x);
      expect(two.shape).toEqual([2, 3, ...module.outputShape]);
      const one = module.apply(params, tf.reshape(x, [6, ...module.inputShape]));
      expect(one.shape).toEqual([6, ...module.outputShape]);
      expectClose(one, two);
      const none = module.apply(params, tf.reshape(tf.slice(tf.reshape(x, [6, -1]), [4, 0], [1, -1]), [...module.inputShape]));
      expect(none.shape).toEqual([...module.outputShape]);
      expectClose(none, tf.slice(tf.reshape(two, [6, -1]), [4, 0], [1, -1]));
    });

    it("makes the same parameters from the same key", () => {
      const module = make();
      const a = flattenTree(module.init(randomKey(5)));
      const b = flattenTree(module.init(randomKey(5)));
      expect(Object.keys(a)).toEqual(Object.keys(b));
      for (const [path, leaf] of Object.entries(a)) {
        expect(leaf.dtype).toBe("float32");
        expect(Array.from(leaf.dataSync())).toEqual(Array.from((b[path] as tf.Tensor).dataSync()));
      }
    });

    if (smooth) {
      it("has the gradients of finite differences, for parameters and input", () => {
        const module = make();
        const params = perturbed(module.init(randomKey(2)));
        const names = Object.keys(flattenTree(params));
        const f = (x: tf.Tensor, ...leaves: tf.Tensor[]) =>
          module.apply(unflattenTree(params, Object.fromEntries(names.map((name, i) => [name, leaves[i] as tf.Tensor]))), x);
        checkGradients(f, [noise([2, ...module.inputShape], 11), ...treeLeaves(params)], {
          label: title,
          ...(tolerance && { tolerance }),
          ...(step !== undefined && { step }),
        });
      });
    }

    it("leaves no tensors behind, forward and backward", () => {
      const module = make();
      expectNoLeak(() => module.init(randomKey(1)), "init");
      const params = module.init(randomKey(1));
      const x = noise([2, ...module.inputShape]);
      expectNoLeak(() => module.apply(params, x), "apply");
      const leaves = [x, ...treeLeaves(params)];
      expectNoLeak(() => tf.grads(() => tf.sum(module.apply(params, x)))(leaves), "gradient");
      disposeTree(params);
    });

    it("refuses an input of another shape in one line", () => {
      const module = make();
      const params = module.init(randomKey(1));
      const wrong = tf.zeros([2, ...module.inputShape, 5]);
      if (sameShape(module.inputShape.slice(-1), [5])) throw new Error("describeModule: choose another wrong shape.");
      expect(() => module.apply(params, wrong)).toThrow(/expected an input of shape \[\.\.\., .*\]; got \[2, .*5\]\./);
      expect(() => module.apply(params, tf.scalar(1))).toThrow(/; got \[\]\./);
    });
  });
}
