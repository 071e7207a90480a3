import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { adam, fit, sgd, type Evaluate, type FitOptions, type Model, type StatefulObjective } from "@variate/training";
import { expect, it } from "vitest";

type Parameters = { readonly loc: tf.Tensor };
interface Bound {
  logProb(batch: tf.Tensor): tf.Tensor;
}

const model: Model<Parameters, Bound> = {
  init: () => ({ loc: tf.scalar(0) }),
  bind: ({ loc }) => ({ logProb: (batch) => tf.neg(tf.square(tf.sub(batch, loc))) }),
};
const likelihood: Evaluate<Bound, tf.Tensor> = (bound, batch) => ({ bound: bound.logProb(batch), terms: {} });
const options: FitOptions<Parameters, Bound, tf.Tensor> = { objective: likelihood, optimizer: adam(0.1), steps: 3, key: randomKey(0) };

it("the types follow from model, data and objective", async () => {
  const data = [tf.tensor([1, 2])];
  const { params } = await fit(model, data, options);
  const loc: tf.Tensor = params.loc;
  expect(loc.shape).toEqual([]);

  const mistakes = (): unknown[] => [
    // @ts-expect-error The objective scores tensors, the data has named parts.
    fit(model, [{ x: tf.scalar(1) }], options),
    // @ts-expect-error The objective asks for what the bound model lacks.
    fit({ init: model.init, bind: () => ({}) }, data, options),
    // @ts-expect-error An objective is required.
    fit(model, data, { optimizer: adam(), epochs: 1, key: randomKey(0) }),
    // @ts-expect-error The parameters have no such member.
    params.scale,
  ];
  expect(mistakes).toBeTypeOf("function");
});

/** A multiplier in the manner of GECO: its state has a form of its own, which its methods see. */
const multiplier: StatefulObjective<Bound, tf.Tensor, { readonly slope: tf.Tensor }, { readonly lambda: tf.Tensor }> = {
  init: () => ({ params: { slope: tf.scalar(1) }, state: { lambda: tf.scalar(2) } }),
  evaluate: (bound, batch, { params, state }) => ({
    bound: tf.mul(bound.logProb(batch), tf.add(state.lambda, tf.mul(params.slope, 0))),
    terms: {},
    state: { lambda: tf.mul(state.lambda, 2) },
  }),
};

it("an objective's own parameters and state keep their form", async () => {
  const { objective } = await fit(model, [tf.tensor([1, 2])], { ...options, objective: multiplier, optimizer: sgd(0.01) });
  const lambda = objective?.state["lambda"] as tf.Tensor | undefined;
  expect(lambda?.dataSync()).toEqual(Float32Array.of(16));

  const mistakes = (): unknown[] => [
    // @ts-expect-error The state that init gives lacks lambda.
    { ...multiplier, init: () => ({ params: { slope: tf.scalar(1) }, state: {} }) } satisfies typeof multiplier,
    // @ts-expect-error There is no such state.
    multiplier.evaluate({} as Bound, tf.scalar(0), {} as never).state?.beta,
  ];
  expect(mistakes).toBeTypeOf("function");
});

it("plain functions are objectives, with an evaluation too", () => {
  const weighted: Evaluate<Bound, tf.Tensor> = Object.assign(
    (bound: Bound, batch: tf.Tensor) => ({ bound: bound.logProb(batch), terms: {} }),
    { evaluation: likelihood },
  );
  expect([likelihood.evaluation, weighted.evaluation]).toEqual([undefined, likelihood]);
});
