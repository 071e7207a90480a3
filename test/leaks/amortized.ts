import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import * as amortized from "@variate/amortized";
import type { Distribution } from "@variate/distributions";
import { normalDraws } from "@variate/random";
import { expectNoLeak } from "@variate/testing";
import { gradient, key, ofTensors, using, type Call, type Table } from "./harness.js";

const { activation, conditional, linear, mlp, sequential } = amortized;
type Conditional = amortized.ConditionalDistribution;
type Module = amortized.Module;

/** What a module may be given besides its input. */
const contexts: readonly (amortized.Context | undefined)[] = [undefined, { training: true, key }];

/** One example, a batch, draws of a batch, and a batch of integers. */
const inputsOf = (shape: readonly number[]) => [
  normalDraws(key, [...shape]),
  normalDraws(key, [2, ...shape]),
  normalDraws(key, [3, 2, ...shape]),
  tf.ones([2, ...shape], "int32"),
];

/** Building, init, apply to any leading dimensions, and the gradient for parameters and input. */
function module(make: () => Module): readonly Call[] {
  return [
    () => void make(),
    () => make().init(key),
    () => {
      const built = make();
      using([built.init(key), inputsOf(built.inputShape)] as const, ([params, inputs]) => {
        for (const context of contexts) {
          for (const input of inputs) expectNoLeak(() => built.apply(params, input, context), "apply");
          const input = inputs[1] as tf.Tensor;
          expectNoLeak(
            () => gradient({ params, input }, () => built.apply(params, input, context)),
            "gradient of apply",
          );
        }
      });
    },
  ];
}

/** The same for a conditional distribution, and a draw, its density and its mean with their gradients. */
function distribution(make: () => Conditional): readonly Call[] {
  return [
    () => void make(),
    () => make().init(key),
    () => {
      const built = make();
      using([built.init(key), inputsOf(built.inputShape)] as const, ([params, inputs]) => {
        for (const context of contexts) {
          for (const input of inputs) expectNoLeak(() => built.apply(params, input, context), "apply");
          const input = inputs[1] as tf.Tensor;
          const score = (): tf.Tensor => {
            const d = built.apply(params, input, context);
            return d.logProb("rsample" in d ? (d.rsample as Distribution["sample"])(key) : d.sample(key));
          };
          expectNoLeak(() => gradient({ params, input }, score), "gradient of the density");
        }
      });
    },
  ];
}

const image = [4, 4, 2];
const initializer =
  (init: amortized.Initializer): Call =>
  () =>
    init(key, [3, 4]);
const head = (make: (features: readonly number[]) => Conditional): readonly Call[] => distribution(() => make([3]));

const dense = () =>
  layers.sequential({
    layers: [layers.layers.dense({ inputShape: [3], units: 4, activation: "tanh" }), layers.layers.dense({ units: 2 })],
  });

/** A model of tfjs-layers, whose weights are its own, once built and called. */
function layersModel(fn: (model: Module) => unknown): Call {
  return () => {
    const model = dense();
    try {
      return fn(amortized.fromLayersModel(model));
    } finally {
      model.dispose();
    }
  };
}

export const table: Table = {
  // Containers of modules
  childContexts: () =>
    using(
      { a: { mean: tf.scalar(1) } },
      (state) => void amortized.childContexts({ key, training: true, state }, ["a", "b"]),
    ),
  conditional: distribution(() =>
    conditional(mlp({ inputs: 3, hidden: [4], dropout: 0.5 }), amortized.normalHead([2])),
  ),
  sequential: [
    ...module(() => sequential(linear({ inputs: 3, outputs: 4 }), activation("relu"), linear({ outputs: 2 }))),
    ...module(() => sequential(activation("identity"), amortized.dropout(0))([3])),
  ],

  // Heads
  bernoulliHead: [
    ...head(amortized.bernoulliHead([2])),
    ...head(amortized.bernoulliHead([3], { projection: amortized.noProjection })),
  ],
  categoricalHead: head(amortized.categoricalHead([2], 3)),
  oneHotCategoricalHead: head(amortized.oneHotCategoricalHead([2], 3)),
  laplaceHead: [...head(amortized.laplaceHead([2])), ...head(amortized.laplaceHead([2], { scale: 0.5 }))],
  multivariateNormalHead: head(amortized.multivariateNormalHead(2)),
  normalHead: [
    ...head(amortized.normalHead([2], { parameterization: "softplus" })),
    ...head(amortized.normalHead([2], { parameterization: "logScale", floor: 0 })),
    ...head(amortized.normalHead([2], { scale: "shared" })),
    ...head(amortized.normalHead([2, 2], { scale: 0.1 })),
    ...head(amortized.normalHead([3], { scale: 1, projection: amortized.noProjection })),
  ],
  linearProjection: module(() => amortized.linearProjection([2])([3])),
  noProjection: module(() => amortized.noProjection([3])([3])),

  // Networks
  mlp: [
    ...module(() => mlp({ inputs: 3, hidden: [4, 4], outputs: 2 })),
    ...module(() =>
      mlp({
        inputs: [2, 2],
        hidden: [4],
        activation: "gelu",
        layerNorm: true,
        dropout: 0.5,
        outputs: [2, 3],
        outputActivation: "sigmoid",
      }),
    ),
  ],
  residual: [
    ...module(() => amortized.residual(linear({ inputs: 3, outputs: 3 }))),
    ...module(() => amortized.residual(linear({ inputs: 3, outputs: 2 }), { shortcut: linear({ outputs: 2 }) })),
    ...module(() => amortized.residual(activation("identity"))([3])),
  ],
  residualConv2d: [
    ...module(() => amortized.residualConv2d({ inputs: [4, 4, 2], layerNorm: true })),
    ...module(() => amortized.residualConv2d({ filters: 3, strides: 2 })(image)),
  ],
  residualDense: module(() => amortized.residualDense({ inputs: 3, hidden: 5, layerNorm: true })),

  // Layers
  linear: [...module(() => linear({ inputs: 3, outputs: 2 })), ...module(() => linear({ outputs: [2, 2] })([2, 2]))],
  conv2d: [
    ...module(() => amortized.conv2d({ inputs: [4, 4, 2], filters: 3, kernel: 3 })),
    ...module(() => amortized.conv2d({ filters: 3, kernel: 2, strides: 2, padding: "valid" })(image)),
  ],
  conv2dTranspose: [
    ...module(() => amortized.conv2dTranspose({ inputs: [4, 4, 2], filters: 3, kernel: 3, strides: 2 })),
    ...module(() => amortized.conv2dTranspose({ filters: 3, kernel: 2, padding: "valid" })(image)),
  ],
  layerNorm: [
    ...module(() => amortized.layerNorm({ inputs: 3 })),
    ...module(() => amortized.layerNorm({ axes: 2 })(image)),
  ],
  dropout: module(() => amortized.dropout(0.5)([3])),
  flatten: module(() => amortized.flatten()([2, 3])),
  reshape: module(() => amortized.reshape([3, 2])([2, 3])),
  averagePool2d: module(() => amortized.averagePool2d(2)(image)),
  maxPool2d: module(() => amortized.maxPool2d([2, 1])(image)),
  upsample2d: module(() => amortized.upsample2d(2)(image)),
  activate: (
    ["identity", "tanh", "sigmoid", "relu", "leakyRelu", "elu", "softplus", "silu", "swish", "gelu"] as const
  ).flatMap((name) => ofTensors((x: tf.Tensor) => amortized.activate(x, name), [-1, 0.5])),
  activation: [...module(() => activation("identity")([3])), ...module(() => activation((x) => tf.sin(x))([3]))],

  // Initializers
  computeFans: () => amortized.computeFans([3, 4]),
  constant: initializer(amortized.constant(2)),
  glorotNormal: initializer(amortized.glorotNormal),
  glorotUniform: initializer(amortized.glorotUniform),
  heNormal: initializer(amortized.heNormal),
  heUniform: initializer(amortized.heUniform),
  lecunNormal: initializer(amortized.lecunNormal),
  lecunUniform: initializer(amortized.lecunUniform),
  normalInitializer: initializer(amortized.normalInitializer({ stddev: 0.1 })),
  ones: initializer(amortized.ones),
  orthogonal: initializer(amortized.orthogonal({ gain: 2 })),
  varianceScaling: initializer(amortized.varianceScaling({ scale: 1, mode: "fanIn", distribution: "normal" })),
  zeros: initializer(amortized.zeros),

  // Models of other libraries
  fromLayersModel: [
    layersModel((model) => void model),
    layersModel((model) => model.init(key)),
    layersModel((model) =>
      using([model.init(key), normalDraws(key, [2, 3])] as const, ([params, input]) => {
        for (let i = 0; i < 2; i++) expectNoLeak(() => model.apply(params, input), "apply");
        expectNoLeak(() => gradient({ params, input }, () => model.apply(params, input)), "gradient of apply");
      }),
    ),
  ],
};
