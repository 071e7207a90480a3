import * as tf from "@tensorflow/tfjs-core";
import {
  bernoulliHead,
  conditional,
  mlp,
  normalHead,
  sequential,
  dropout,
  linear,
  type ConditionalDistribution,
  type Head,
  type LinearParams,
  type MlpParams,
} from "@variate/amortized";
import type { Reparameterized } from "@variate/distributions";
import { cloneTree, flattenTree, unflattenTree, valueAndGradient } from "@variate/math";
import { randomKey, splitKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import { noise } from "./support/describeModule.js";

const encoder = () => conditional(mlp({ inputs: 4, hidden: [5], activation: "tanh" }), normalHead([2]));

describeOnBackends("conditional", () => {
  it("gives a distribution for each example, under any leading dimensions", () => {
    const q = encoder();
    const params = q.init(randomKey(0));
    for (const leading of [[], [3], [2, 3]]) {
      const d = q.apply(params, noise([...leading, 4]));
      expect([d.batchShape, d.eventShape]).toEqual([leading, [2]]);
      expect(d.rsample(randomKey(1), [7]).shape).toEqual([7, ...leading, 2]);
    }
  });

  it("is the head after the network", () => {
    const q = encoder();
    const params = q.init(randomKey(0));
    const x = noise([3, 4]);
    const features = mlp({ inputs: 4, hidden: [5], activation: "tanh" }).apply(params.network, x);
    const z = noise([3, 2], 5);
    expectClose(q.apply(params, x).logProb(z), normalHead([2])([5]).apply(params.head, features).logProb(z), { absolute: 0 });
  });

  it("passes gradients of a draw to all its parameters", () => {
    const q = encoder();
    const params = q.init(randomKey(0));
    const x = noise([3, 4]);
    const { gradient } = valueAndGradient((p: typeof params) => {
      const d = q.apply(p, x);
      const z = d.rsample(randomKey(2));
      return { value: tf.sub(tf.sum(tf.square(z)), tf.sum(d.logProb(z))) as tf.Scalar };
    }, params);
    for (const [name, leaf] of Object.entries(flattenTree(gradient))) {
      expect(tf.max(tf.abs(leaf)).dataSync()[0], name).toBeGreaterThan(1e-4);
    }
  });

  it("splits init's key and the context's key between network and head", () => {
    const [network, head] = splitKey(randomKey(3), 2) as [ReturnType<typeof randomKey>, ReturnType<typeof randomKey>];
    const params = encoder().init(randomKey(3));
    expectClose(params.head.loc.weight, normalHead([2])([5]).init(head).loc.weight, { absolute: 0 });
    const layers = sequential(linear({ inputs: 4, outputs: 30 }), dropout(0.5));
    const q = conditional(layers, normalHead([2]));
    const p = q.init(randomKey(3));
    const x = noise([4]);
    const features = layers.apply(p.network, x, { key: network, training: true });
    const got = q.apply(p, x, { key: randomKey(3), training: true });
    expectClose(got.mean(), normalHead([2])([30]).apply(p.head, features).mean(), { absolute: 0 });
  });

  it("leaves no tensors behind but the distribution's own", () => {
    const q = encoder();
    const params = q.init(randomKey(0));
    const x = noise([3, 4]);
    expectNoLeak(() => q.init(randomKey(1)));
    expectNoLeak(() => q.apply(params, x));
  });

  it("is a function of its parameters: a copy of them gives the same values", () => {
    const q = encoder();
    const params = q.init(randomKey(0));
    const copy = unflattenTree(params, flattenTree(cloneTree(params)));
    const x = noise([3, 4]);
    expectClose(q.apply(copy, x).mean(), q.apply(params, x).mean(), { absolute: 0 });
  });
});

describe("conditional", () => {
  it("knows its shapes before it is used", () => {
    expect([encoder().inputShape, encoder().eventShape]).toEqual([[4], [2]]);
  });

  it("is typed by its parts and by the head's distribution", () => {
    const q = encoder();
    expectTypeOf(q.init).returns.toEqualTypeOf<{
      readonly network: MlpParams;
      readonly head: { readonly loc: LinearParams; readonly scale: LinearParams };
    }>();
    expectTypeOf(q.apply).returns.toExtend<Reparameterized>();
    expectTypeOf(q).toExtend<ConditionalDistribution>();
    const decoder = conditional(mlp({ inputs: 2, hidden: [5] }), bernoulliHead([4]));
    const d = decoder.apply(decoder.init(randomKey(0)), tf.zeros([2]));
    // @ts-expect-error: a Bernoulli has no pathwise draws.
    expect(d.rsample).toBeUndefined();
  });

  it("does not compile with its parts exchanged, nor with half of them", () => {
    const network = mlp({ inputs: 2, hidden: [3] });
    const head = normalHead([2]);
    const wrong = (): void => {
      // @ts-expect-error: the network comes first.
      conditional(head, network);
      // @ts-expect-error: a network is no head.
      conditional(network, network);
      // @ts-expect-error: a network needs its input shape by now.
      conditional(mlp({ hidden: [3] }), head);
      // @ts-expect-error: the head's parameters belong to the head.
      conditional(network, head).apply({ network: network.init(randomKey(0)), head: network.init(randomKey(0)) }, tf.zeros([2]));
    };
    expect(wrong).toBeTypeOf("function");
  });

  it("refuses a head that does not take the network's features, when it is built", () => {
    const picky: Head = (featureShape) => {
      throw new Error(`picky: got ${featureShape.join()}.`);
    };
    expect(() => conditional(mlp({ inputs: 2, hidden: [3] }), picky)).toThrow("picky: got 3.");
  });
});
