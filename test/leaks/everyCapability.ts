import * as tf from "@tensorflow/tfjs-core";
import * as distributions from "@variate/distributions";
import type { Params } from "@variate/math";
import { expectNoLeak } from "@variate/testing";
import { everyMethod, gradient, key, using, type Call } from "./harness.js";

type Numbers = Readonly<Record<string, tf.TensorLike>>;
export type AnyDistribution = distributions.Distribution;

/** Arguments of the methods that distributions may have, for a value given as numbers and as a tensor. */
export function argumentsFor(
  value: tf.TensorLike,
  tensor: tf.Tensor,
): Readonly<Record<string, readonly (readonly unknown[])[]>> {
  const values = [[value], [tensor]];
  const draws = [[key], [key, [3]]];
  return {
    logProb: values,
    cdf: values,
    logCdf: values,
    quantile: [[0.3], [[0.1, 0.9]]],
    sample: draws,
    rsample: draws,
    logSample: draws,
    rsampleLog: draws,
    sampleWithLogProb: draws,
    rsampleWithLogProb: draws,
    logitSample: draws,
    rsampleLogit: draws,
    circularVariance: [[]],
    mean: [[]],
    variance: [[]],
    covariance: [[]],
    mode: [[]],
    entropy: [[]],
    enumerateSupport: [[]],
    mapParameters: [[(x: tf.Tensor) => tf.clone(x)]],
  };
}

/** The parameters that a distribution holds, those of its base included. */
export function parametersOf(d: object): Params {
  const held = Object.entries(d).filter(([, part]) => part instanceof tf.Tensor) as [string, tf.Tensor][];
  return { ...("base" in d ? parametersOf(d.base as object) : {}), ...Object.fromEntries(held) };
}

/** The tensor that a method gives, or the scores of its draws. */
const scalarsOf = (result: tf.Tensor | distributions.ScoredDraw): tf.Tensor => (result instanceof tf.Tensor ? result : result.logProb);

/** Every method of a distribution with its gradient, its support and its checks: each leaves its result alone. */
export function everyCapability(d: AnyDistribution, value: tf.TensorLike): void {
  using(tf.tensor(value, undefined, "float32"), (tensor) => {
    const lists = argumentsFor(value, tensor);
    const parameters = parametersOf(d);
    everyMethod(d.family, d, lists);
    for (const [name, method] of Object.entries(d) as [
      string,
      (...list: unknown[]) => tf.Tensor | distributions.ScoredDraw,
    ][]) {
      if (typeof method !== "function" || name === "mapParameters") continue;
      expectNoLeak(
        () => gradient(parameters, () => scalarsOf(method(...(lists[name]?.at(-1) ?? [])))),
        `gradient of ${d.family}.${name}`,
      );
    }
    expectNoLeak(() => d.support.contains(tensor), `${d.family}.support.contains`);
    expectNoLeak(() => distributions.checkParameters(d), `checkParameters of ${d.family}`);
    expectNoLeak(() => distributions.checkValue(d, value), `checkValue of ${d.family}`);
    expectNoLeak(() => distributions.checkValue(d, tensor), `checkValue of ${d.family}`);
  });
}

/** A family made of numbers, which owns its tensors, and of tensors, which stay the caller's; with all its methods. */
export function family(make: (parameters: never) => AnyDistribution, numbers: Numbers, value: tf.TensorLike): readonly Call[] {
  const built = make as (parameters: object) => AnyDistribution;
  const tensors = () =>
    Object.fromEntries(Object.entries(numbers).map(([name, x]) => [name, tf.tensor(x, undefined, "float32")]));
  return [
    () => {
      const d = built(numbers);
      everyCapability(d, value);
      return d;
    },
    () => using(tensors(), (parameters) => void built(parameters)),
  ];
}
