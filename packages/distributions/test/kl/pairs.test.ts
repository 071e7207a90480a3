import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import * as distributions from "../../src/index.js";
import { klDivergence, type Distribution } from "../../src/index.js";

type Parameters = Readonly<Record<string, Nested>>;
interface Sides {
  readonly p: Parameters;
  readonly q: Parameters;
}
interface Group {
  readonly p: string;
  readonly q: string;
  readonly kl: number[];
  readonly parameters: Sides;
  readonly gradient: Sides;
}
type Factory = (parameters: object) => Distribution;

const read = (file: string): { origin: string; groups: Group[] } => JSON.parse(readFileSync(new URL(`../reference/${file}`, import.meta.url), "utf8"));
const files = [read("klPairs.json"), read("klVectors.json")];
const factories = distributions as unknown as Record<string, Factory | undefined>;
const here = files.flatMap(({ groups }) => groups).filter(({ p, q }) => factories[p] !== undefined && factories[q] !== undefined);

const make = (family: string, parameters: object): Distribution =>
  (factories[family] as Factory)({ ...parameters, ...CONSTANTS[family] });
/** Parameters that are plain numbers. */
const CONSTANTS: Readonly<Record<string, object>> = { lkjCholesky: { dim: 4 }, sphericalUniform: { dim: 3 } };
const tensors = (parameters: Parameters): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, tf.tensor(x as tf.TensorLike, undefined, "float32")]));
const general = (p: Distribution, q: Distribution): tf.Tensor => klDivergence(p, q);

describeOnBackends(`divergences, from ${files.map(({ origin }) => origin).join(", ")}`, () => {
  test.each(here.map((group) => [`${group.p}‖${group.q}`, group] as const))("%s", (_, { p, q, kl, parameters }) => {
    tf.tidy(() => expectClose(general(make(p, tensors(parameters.p)), make(q, tensors(parameters.q))), kl));
  });

  test.each(here.map((group) => [`${group.p}‖${group.q}`, group] as const))("%s, gradients in all parameters of both", (_, { p, q, parameters, gradient }) => {
    tf.tidy(() => {
      const sides = { p: tensors(parameters.p), q: tensors(parameters.q) };
      const wanted = (["p", "q"] as const).flatMap((side) => Object.entries(gradient[side]).map(([name, want]) => ({ side, name, want })));
      const total = (...given: tf.Tensor[]): tf.Scalar => {
        const own = { p: { ...sides.p }, q: { ...sides.q } };
        wanted.forEach(({ side, name }, i) => (own[side][name] = given[i] as tf.Tensor));
        return tf.sum(general(make(p, own.p), make(q, own.q)));
      };
      const gradients = tf.grads(total)(wanted.map(({ side, name }) => sides[side][name] as tf.Tensor));
      wanted.forEach(({ side, name, want }, i) => expectClose(gradients[i] as tf.Tensor, want, { relative: 2e-5 }, `in ${name} of ${side}`));
    });
  });

  test.each(here.filter(({ p, q }) => p === q).map((group) => [group.p, group] as const))("%s from itself is 0", (_, { p, parameters }) => {
    tf.tidy(() => {
      for (const side of [parameters.p, parameters.q]) {
        const divergence = general(make(p, tensors(side)), make(p, tensors(side)));
        expect(Math.max(...Array.from(divergence.dataSync(), Math.abs))).toBeLessThanOrEqual(2e-6);
      }
    });
  });
});
