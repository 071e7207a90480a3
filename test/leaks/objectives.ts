import * as objectives from "@variate/objectives";
import { valueAndGradient } from "@variate/math";
import * as tf from "@tensorflow/tfjs-core";
import { withBatch, withBound, withModel, type TinyBound } from "./fixtures.js";
import { key, using, type Call, type Table } from "./harness.js";

const context = { key, step: 3, datasetSize: 20 };

/** An objective's value, bare, and the gradient of its mean. */
const objective = (make: () => objectives.Evaluate<TinyBound>): readonly Call[] => [
  () => void make(),
  () => withBound((bound) => withBatch((batch) => make()(bound, batch, context))),
  () =>
    withModel((model, params) =>
      withBatch((batch) =>
        valueAndGradient((at) => {
          const { bound, terms } = make()(model.bind(at), batch, context);
          return { value: tf.mean(bound) as tf.Scalar, auxiliary: terms };
        }, params),
      ),
    ),
];

export const table: Table = {
  elbo: [
    ...objective(() => objectives.elbo()),
    ...objective(() => objectives.elbo({ kl: "analytic", samples: 3, klWeight: (step) => step / 10, freeBits: 0.1 })),
    ...objective(() => objectives.elbo({ kl: "sampled", freeBits: 0.1 })),
    ...objective(() => objectives.elbo({ kl: "sampled", samples: 2, gradient: "stickingTheLanding" })),
  ],
  importanceWeightedBound: objective(() => objectives.importanceWeightedBound({ samples: 3 })),
  fixedPosterior: () => withBound((bound) => withBatch((batch) => objectives.fixedPosterior(bound, batch))),
  // The batch itself, or what the model makes of it.
  observationOf: [
    () => withBound((bound) => withBatch((batch) => void objectives.observationOf("leaks", bound, batch))),
    () =>
      using({ x: tf.scalar(1) }, (batch) =>
        objectives.observationOf("leaks", { observation: ({ x }) => tf.square(x) }, batch),
      ),
  ],
};
