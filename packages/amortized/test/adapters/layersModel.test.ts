import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import {
  bernoulliHead,
  conditional,
  conv2d,
  conv2dTranspose,
  fromLayersModel,
  linear,
  mlp,
  sequential,
  type Conv2dParams,
  type MlpParams,
  type Module,
} from "@variate/amortized";
import { flattenTree, treeLeaves, unflattenTree, valueAndGradient } from "@variate/math";
import { randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise, perturbed } from "../support/describeModule.js";

const dense = () =>
  layers.sequential({
    layers: [
      layers.layers.dense({ inputShape: [3], units: 4, activation: "tanh" }),
      layers.layers.dense({ units: 2 }),
    ],
  });

/** A graph with a skip connection, a model inside a model, and a reshape. */
const graph = () => {
  const inner = layers.sequential({
    layers: [
      layers.layers.dense({ inputShape: [4], units: 4, activation: "sigmoid" }),
      layers.layers.dense({ units: 4, activation: "tanh" }),
    ],
  });
  const input = layers.input({ shape: [2, 2] });
  const flat = layers.layers.flatten().apply(input) as layers.SymbolicTensor;
  const hidden = inner.apply(flat) as layers.SymbolicTensor;
  const sum = layers.layers.add().apply([hidden, flat]) as layers.SymbolicTensor;
  const output = layers.layers.reshape({ targetShape: [4, 1] }).apply(sum) as layers.SymbolicTensor;
  return layers.model({ inputs: input, outputs: output });
};

describeModule("fromLayersModel, dense layers", { make: () => fromLayersModel(dense()) });
describeModule("fromLayersModel, a graph", { make: () => fromLayersModel(graph()) });
describeModule("fromLayersModel, a recurrent layer", {
  make: () => {
    // tfjs-layers' default, orthogonal, calls chained operations, which tfjs-core alone does not have.
    const initializers = { kernelInitializer: "glorotUniform", recurrentInitializer: "glorotUniform" } as const;
    const recurrent = layers.layers.simpleRNN({ inputShape: [2, 2], units: 2, ...initializers });
    return fromLayersModel(layers.sequential({ layers: [recurrent] }));
  },
});

describeOnBackends("fromLayersModel", () => {
  it("gives the model's own prediction with the parameters of init", () => {
    const model = dense();
    const module = fromLayersModel(model);
    const x = noise([5, 3]);
    expectClose(module.apply(module.init(randomKey(0)), x), model.predict(x) as tf.Tensor);
  });

  it("equals an mlp of the same weights, values and gradients", () => {
    const module = fromLayersModel(dense());
    const params = perturbed(module.init(randomKey(0)));
    const twin = mlp({ inputs: 3, hidden: [4], activation: "tanh", outputs: 2 });
    const [w0, b0, w1, b1] = treeLeaves(params) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const twinParams: MlpParams = { layer0: { weight: w0, bias: b0 }, layer1: { weight: w1, bias: b1 } };
    const x = noise([2, 5, 3]);
    expectClose(module.apply(params, x), twin.apply(twinParams, x));
    const loss = (y: tf.Tensor) => ({ value: tf.sum(tf.sin(y)) as tf.Scalar });
    const own = valueAndGradient((p: typeof params) => loss(module.apply(p, x)), params);
    const twins = valueAndGradient((p: MlpParams) => loss(twin.apply(p, x)), twinParams);
    treeLeaves(twins.gradient).forEach((expected, i) => expectClose(treeLeaves(own.gradient)[i] as tf.Tensor, expected));
  });

  it.each([
    { kernel: 3, strides: 2, padding: "same" },
    { kernel: 2, strides: 1, padding: "valid" },
    { kernel: 4, strides: 2, padding: "valid" },
    { kernel: 1, strides: 3, padding: "valid" },
  ] as const)("holds convolutions of this package at those of tfjs-layers: %j", ({ kernel, strides, padding }) => {
    const options = { filters: 3, kernelSize: kernel, strides, padding, biasInitializer: "ones" } as const;
    const inputs = [5, 4, 2] as const;
    const pairs: [layers.layers.Layer, Module<Conv2dParams>][] = [
      [layers.layers.conv2d({ inputShape: [...inputs], ...options }), conv2d({ inputs, filters: 3, kernel, strides, padding })],
      [
        layers.layers.conv2dTranspose({ inputShape: [...inputs], ...options }),
        conv2dTranspose({ inputs, filters: 3, kernel, strides, padding }),
      ],
    ];
    for (const [layer, own] of pairs) {
      const model = fromLayersModel(layers.sequential({ layers: [layer] }));
      expect(own.outputShape).toEqual(model.outputShape);
      const params = model.init(randomKey(0));
      const [weight, bias] = treeLeaves(params) as [tf.Tensor, tf.Tensor];
      const x = noise([2, ...inputs]);
      expectClose(own.apply({ weight, bias }, x), model.apply(params, x));
    }
  });

  it("never changes the model, not even when it throws", () => {
    const model = dense();
    const module = fromLayersModel(model);
    const before = model.getWeights().map((w) => Array.from(w.dataSync()));
    const params = perturbed(module.init(randomKey(0)), 1, 5);
    const x = noise([2, 3]);
    const prediction = Array.from((model.predict(x) as tf.Tensor).dataSync());
    module.apply(params, x);
    tf.grads(() => tf.sum(module.apply(params, x)))(treeLeaves(params));
    expect(model.getWeights().map((w) => Array.from(w.dataSync()))).toEqual(before);
    expect(Array.from((model.predict(x) as tf.Tensor).dataSync())).toEqual(prediction);
    (model.layers[1] as { call: unknown }).call = () => {
      throw new Error("broken layer");
    };
    expect(() => module.apply(params, x)).toThrow("broken layer");
    expect(model.getWeights().map((w) => Array.from(w.dataSync()))).toEqual(before);
  });

  it("holds weights that are not trainable fixed at the model's own", () => {
    const model = dense();
    (model.layers[0] as layers.layers.Layer).trainable = false;
    const module = fromLayersModel(model);
    const params = module.init(randomKey(0));
    expect(Object.keys(flattenTree(params))).toEqual(["layer1.kernel", "layer1.bias"]);
    expectClose(module.apply(params, noise([3])), model.predict(noise([1, 3])) as tf.Tensor);
    checkGradients(
      (kernel) => module.apply({ layer1: { ...params.layer1, kernel } }, noise([4, 3])),
      [(params.layer1 as Record<string, tf.Tensor>)["kernel"] as tf.Tensor],
    );
  });

  it("runs layers with training behaviour as in inference, when asked to", () => {
    const model = layers.sequential({
      layers: [
        layers.layers.dense({ inputShape: [3], units: 4 }),
        layers.layers.batchNormalization(),
        layers.layers.dropout({ rate: 0.9 }),
      ],
    });
    expect(() => fromLayersModel(model)).toThrow(
      /^fromLayersModel: expected layers that act alike in training and inference; got BatchNormalization batch_normalization/,
    );
    const module = fromLayersModel(model, { inferenceOnly: true });
    const params = module.init(randomKey(0));
    expect(Object.keys(flattenTree(params))).toEqual(["layer0.kernel", "layer0.bias", "layer1.gamma", "layer1.beta"]);
    const x = noise([5, 3]);
    const before = model.getWeights().map((w) => Array.from(w.dataSync()));
    expectClose(module.apply(params, x, { training: true, key: randomKey(1) }), model.predict(x) as tf.Tensor);
    expect(model.getWeights().map((w) => Array.from(w.dataSync()))).toEqual(before);
    const names = Object.keys(flattenTree(params));
    checkGradients(
      (...leaves) => module.apply(unflattenTree(params, Object.fromEntries(names.map((n, i) => [n, leaves[i] as tf.Tensor]))), x),
      treeLeaves(perturbed(params)),
    );
  });

  it("is a part like any other", () => {
    const decoder = conditional(sequential(linear({ inputs: 2, outputs: 3 }), fromLayersModel(dense())), bernoulliHead([4]));
    const params = decoder.init(randomKey(0));
    const d = decoder.apply(params, noise([2, 3, 2]));
    expect([d.batchShape, d.eventShape]).toEqual([[2, 3], [4]]);
    const x = noise([1, 2]);
    expectNoLeak(() => decoder.apply(params, x));
  });
});

describe("fromLayersModel", () => {
  it("names variables by position, those of an inner model apart", () => {
    const names = Object.keys(flattenTree(fromLayersModel(graph()).init(randomKey(0))));
    expect(names).toEqual(["layer2.kernel", "layer2.bias", "layer2.kernel1", "layer2.bias1"]);
  });

  it("refuses models it cannot run as a module", () => {
    const [a, b] = [layers.input({ shape: [2] }), layers.input({ shape: [2] })];
    const two = layers.model({ inputs: [a, b], outputs: layers.layers.add().apply([a, b]) as layers.SymbolicTensor });
    expect(() => fromLayersModel(two)).toThrow("fromLayersModel: expected a built model with one input; got 2.");
    const open = layers.input({ shape: [null, 3] });
    const loose = layers.model({ inputs: open, outputs: layers.layers.dense({ units: 2 }).apply(open) as layers.SymbolicTensor });
    expect(() => fromLayersModel(loose)).toThrow("expected an input whose sizes are fixed, but for the batch; got [null, null, 3].");
    const unbuilt = layers.sequential();
    expect(() => fromLayersModel(unbuilt)).toThrow("expected a built model with one input; got 0.");
  });

  it("refuses parameters that are not the model's", () => {
    const module = fromLayersModel(dense());
    expect(() => module.apply({}, tf.zeros([3]))).toThrow(
      "fromLayersModel: expected a parameter layer0.kernel of shape [3, 4]; got none. Start from the tree that init makes.",
    );
    const params = module.init(randomKey(0));
    expect(() => module.apply({ ...params, layer0: { kernel: tf.zeros([2, 2]) } }, tf.zeros([3]))).toThrow("of shape [3, 4]; got [2, 2]");
  });
});
