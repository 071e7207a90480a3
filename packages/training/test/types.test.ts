import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { adam, fit, type Evaluate, type FitOptions, type Model } from "@variate/training";
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
