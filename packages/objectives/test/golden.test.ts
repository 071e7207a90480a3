import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { bernoulli, independent, klDivergence, normal, standardNormal } from "@variate/distributions";
import { tidy, valueAndGradient } from "@variate/math";
import { elbo, importanceWeightedBound, type ObjectiveValue } from "@variate/objectives";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";

interface Row {
  value: number | number[];
  grad: Record<"A" | "a" | "B" | "b" | "C" | "c", number[]>;
}
const golden = JSON.parse(readFileSync(new URL("./reference/objectives.json", import.meta.url), "utf8")) as {
  seed: number;
  params: Record<"A" | "a" | "B" | "b" | "C" | "c", number[]>;
  x: number[][];
  rows: Record<string, Row>;
};
const value = { relative: 1e-5 };
const gradient = { relative: 2e-5 };

/** q(z|x) = Normal(x A + a, exp(x B + b)), p(x|z) = Bernoulli(logits = z C + c), p(z) = N(0, I). */
function bind({ A, a, B, b, C, c }: Record<"A" | "a" | "B" | "b" | "C" | "c", tf.Tensor>) {
  return {
    prior: standardNormal([2]),
    posterior: (x: tf.Tensor) =>
      independent(
        normal({
          loc: tf.add(tf.matMul(x as tf.Tensor2D, A as tf.Tensor2D), a),
          scale: tf.exp(tf.add(tf.matMul(x as tf.Tensor2D, B as tf.Tensor2D), b)),
        }),
        1,
      ),
    likelihood: (z: tf.Tensor) => {
      const flat = tf.matMul(tf.reshape(z, [-1, 2]) as tf.Tensor2D, C as tf.Tensor2D);
      return independent(bernoulli({ logits: tf.add(tf.reshape(flat, [...z.shape.slice(0, -1), 4]), c) }), 1);
    },
  };
}

const cases: Record<string, (model: ReturnType<typeof bind>, x: tf.Tensor, key: ReturnType<typeof randomKey>) => ObjectiveValue> = {
  "elbo, kl sampled, 1 draw": (m, x, key) => elbo({ kl: "sampled" })(m, x, context(key)),
  "elbo, kl analytic, 1 draw": (m, x, key) => elbo({ kl: "analytic" })(m, x, context(key)),
  "elbo, kl sampled, 5 draws": (m, x, key) => elbo({ kl: "sampled", samples: 5 })(m, x, context(key)),
  "elbo, kl analytic, 5 draws, kl weight 4": (m, x, key) =>
    elbo({ kl: "analytic", samples: 5, klWeight: 4 })(m, x, context(key)),
  "importance weighted, 5 draws": (m, x, key) => importanceWeightedBound({ samples: 5 })(m, x, context(key)),
  "elbo, sticking the landing, 1 draw": (m, x, key) =>
    elbo({ kl: "sampled", gradient: "stickingTheLanding" })(m, x, context(key)),
  "elbo, kl analytic, 1 draw, free bits 0.3 nats per latent, batch mean": (m, x, key) =>
    elbo({ kl: "analytic", freeBits: 0.3 })(m, x, context(key)),
  "kl analytic": (m, x) => {
    const kl = klDivergence(m.posterior(x), m.prior);
    return { bound: kl, terms: {} };
  },
};
const context = (key: ReturnType<typeof randomKey>) => ({ key, step: 0, datasetSize: 3 });

describeOnBackends("objectives.json, JAX 0.10 in float64", () => {
  for (const [name, evaluate] of Object.entries(cases)) {
    it(`${name}: value and gradients`, () => {
      const row = golden.rows[name] as Row;
      expect(row, `a row named ${name}`).toBeDefined();
      tidy(() => {
        const x = tf.tensor(golden.x);
        const params = Object.fromEntries(
          Object.entries(golden.params).map(([key, values]) => [key, tf.tensor(values)]),
        ) as Record<"A" | "a" | "B" | "b" | "C" | "c", tf.Tensor>;
        const result = valueAndGradient((p) => {
          const { bound } = evaluate(bind(p), x, randomKey(golden.seed));
          return { value: tf.mean(bound) as tf.Scalar, auxiliary: { bound } };
        }, params);
        const got = typeof row.value === "number" ? result.value : result.auxiliary.bound;
        expectClose(got, row.value, value, name);
        for (const [key, want] of Object.entries(row.grad)) {
          expectClose(result.gradient[key as "A"], want, gradient, `${name}, gradient of ${key}`);
        }
      });
    });
  }

  it("leaks nothing but its result", () => {
    const x = tf.tensor(golden.x);
    const model = bind(
      Object.fromEntries(Object.entries(golden.params).map(([key, values]) => [key, tf.tensor(values)])) as never,
    );
    for (const evaluate of Object.values(cases)) {
      expectNoLeak(() => tidy(() => evaluate(model, x, randomKey(0))));
    }
  });
});
