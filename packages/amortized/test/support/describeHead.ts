import * as tf from "@tensorflow/tfjs-core";
import type { Head } from "@variate/amortized";
import { disposeTree, flattenTree, treeLeaves, unflattenTree, type Params, type Shape } from "@variate/math";
import { randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { noise, perturbed } from "./describeModule.js";

export interface HeadCase<P extends Params> {
  /** A head whose `apply` gives a distribution over tensors. */
  readonly head: Head<P>;
  readonly featureShape?: Shape;
  readonly eventShape: Shape;
  readonly params: Readonly<Record<string, Shape>>;
}

/** What every head promises: shapes for any leading dimensions, named parameters, gradients, no leaks. */
export function describeHead<P extends Params>(title: string, { head, featureShape = [3], eventShape, params: shapes }: HeadCase<P>): void {
  describeOnBackends(title, () => {
    const built = head(featureShape);

    it("has the batch shape of the leading dimensions and its own event shape", () => {
      expect(built.inputShape).toEqual(featureShape);
      expect(built.eventShape).toEqual(eventShape);
      const params = perturbed(built.init(randomKey(1)));
      for (const leading of [[], [4], [2, 4]]) {
        const d = built.apply(params, noise([...leading, ...featureShape]));
        expect([d.batchShape, d.eventShape]).toEqual([leading, eventShape]);
        expect(d.sample(randomKey(0)).shape).toEqual([...leading, ...eventShape]);
      }
    });

    it("scores each example by itself", () => {
      const params = perturbed(built.init(randomKey(1)));
      const features = noise([2, 4, ...featureShape]);
      const together = built.apply(params, features);
      const value = together.sample(randomKey(3));
      const flat = built.apply(params, tf.reshape(features, [8, ...featureShape]));
      expectClose(flat.logProb(tf.reshape(value, [8, ...eventShape])), together.logProb(value));
    });

    it("names its parameters and makes them from the key alone", () => {
      const params = flattenTree(built.init(randomKey(5)));
      expect(Object.fromEntries(Object.entries(params).map(([name, leaf]) => [name, leaf.shape]))).toEqual(shapes);
      for (const [name, leaf] of Object.entries(flattenTree(built.init(randomKey(5))))) {
        expectClose(leaf, params[name] as tf.Tensor, { absolute: 0 });
      }
    });

    it("passes gradients from the log density to parameters and features", () => {
      const params = perturbed(built.init(randomKey(2)));
      const names = Object.keys(flattenTree(params));
      const features = noise([2, ...featureShape], 11);
      const value = built.apply(params, features).sample(randomKey(9));
      const logProb = (x: tf.Tensor, ...leaves: tf.Tensor[]) =>
        built
          .apply(unflattenTree(params, Object.fromEntries(names.map((name, i) => [name, leaves[i] as tf.Tensor]))), x)
          .logProb(value);
      checkGradients(logProb, [features, ...treeLeaves(params)], { tolerance: { relative: 4e-3 }, label: title });
    });

    it("leaves no tensors behind but the distribution's own", () => {
      expectNoLeak(() => built.init(randomKey(1)), "init");
      const params = built.init(randomKey(1));
      const features = noise([2, ...featureShape]);
      expectNoLeak(() => built.apply(params, features), "apply");
      expect(treeLeaves(params).some((leaf) => leaf.isDisposed) || features.isDisposed).toBe(false);
      disposeTree(params);
    });
  });
}
