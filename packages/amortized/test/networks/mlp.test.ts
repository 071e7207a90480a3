import * as tf from "@tensorflow/tfjs-core";
import { constant, linear, mlp, type LinearParams, type MlpParams } from "@variate/amortized";
import { flattenTree } from "@variate/math";
import { randomKey, splitKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("mlp", { make: () => mlp({ inputs: 3, hidden: [4, 2], activation: "tanh" }) });
describeModule("mlp with outputs", {
  make: () => mlp({ inputs: [2, 2], hidden: [3], activation: "softplus", outputs: [2, 2], outputActivation: "sigmoid" }),
});
describeModule("mlp with layerNorm", {
  make: () => mlp({ inputs: 3, hidden: [4, 4], layerNorm: true, outputs: 1 }),
  tolerance: { relative: 5e-3 },
});
describeModule("mlp without hidden layers", { make: () => mlp({ inputs: 3, hidden: [], outputs: 2 }) });

function layer(params: MlpParams, i: number): LinearParams {
  return params[`layer${i}`] as LinearParams;
}

describeOnBackends("mlp", () => {
  it("is activation(x W + b), layer after layer, and ends after the last activation", () => {
    const network = mlp({ inputs: 3, hidden: [4, 2], activation: "relu", bias: constant(0.1) });
    const params = network.init(randomKey(1));
    const x = noise([5, 3]);
    let h: tf.Tensor = x;
    for (const i of [0, 1]) {
      h = tf.relu(tf.add(tf.matMul(h as tf.Tensor2D, layer(params, i).weight as tf.Tensor2D), 0.1));
    }
    expectClose(network.apply(params, x), h);
    expect(network.outputShape).toEqual([2]);
  });

  it("drops activations of its hidden layers while training alone", () => {
    const network = mlp({ inputs: 3, hidden: [200], activation: () => tf.ones([1, 200]), dropout: 0.25 });
    const params = network.init(randomKey(1));
    const x = noise([1, 3]);
    const key = randomKey(2);
    const trained = Array.from(network.apply(params, x, { key, training: true }).dataSync());
    expect(new Set(trained)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expectClose(network.apply(params, x, { key }), Array<number>(200).fill(1));
    expect(() => network.apply(params, x, { training: true })).toThrow("dropout: expected context.key");
    expectNoLeak(() => network.apply(params, x, { key, training: true }));
  });
});

describe("mlp", () => {
  it("names its parameters by layer and draws each with its own key", () => {
    const key = randomKey(4);
    const params = mlp({ inputs: 3, hidden: [4, 2], outputs: 5, layerNorm: true }).init(key);
    expect(Object.entries(flattenTree(params)).map(([name, leaf]) => [name, leaf.shape])).toEqual([
      ["layer0.weight", [3, 4]],
      ["layer0.bias", [4]],
      ["norm0.scale", [4]],
      ["norm0.bias", [4]],
      ["layer1.weight", [4, 2]],
      ["layer1.bias", [2]],
      ["norm1.scale", [2]],
      ["norm1.bias", [2]],
      ["layer2.weight", [2, 5]],
      ["layer2.bias", [5]],
    ]);
    const keys = splitKey(key, 3);
    const last = linear({ inputs: 2, outputs: 5 }).init(keys[2] as typeof key);
    expectClose(layer(params, 2).weight, last.weight, { absolute: 0 });
  });

  it("refuses what is no network", () => {
    expect(() => mlp({ inputs: 3, hidden: [] })).toThrow("mlp: expected hidden layers or outputs; got neither.");
    expect(() => mlp({ inputs: 3, hidden: [4, -1] })).toThrow("mlp: expected hidden sizes to be a positive integer; got -1.");
    // @ts-expect-error: no such activation.
    expect(() => mlp({ inputs: 3, hidden: [4], activation: "tanhh" })).toThrow('mlp: expected an activation');
  });
});
