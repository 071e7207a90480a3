import * as tf from "@tensorflow/tfjs-core";
import { bernoulli, independent, normal, standardNormal } from "@variate/distributions";
import { tidy } from "@variate/math";
import { elbo, importanceWeightedBound } from "@variate/objectives";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, it } from "vitest";

const model = {
  prior: standardNormal([2]),
  posterior: (x: tf.Tensor) => independent(normal({ loc: tf.mul(x, 0.5), scale: tf.fill(x.shape, 0.8) }), 1),
  likelihood: (z: tf.Tensor) => independent(bernoulli({ logits: z }), 1),
};
const context = { key: randomKey(0), step: 0, datasetSize: 2 };

describeOnBackends("elbo", () => {
  const batch = () => tf.tensor([[0, 1], [1, 1]]);

  it("is reconstruction − weight · kl, term by term", () =>
    tidy(() => {
      for (const kl of ["analytic", "sampled"] as const) {
        const { bound, terms } = elbo({ kl: kl as "sampled", samples: 3, klWeight: 0.25 })(model, batch(), context);
        expectClose(bound, tf.sub(terms["reconstruction"] as tf.Tensor, tf.mul(0.25, terms["kl"] as tf.Tensor)));
        expect(bound.shape).toEqual([2]);
      }
    }));

  it("takes the weight from the step when it is a schedule", () =>
    tidy(() => {
      const warm = elbo({ klWeight: (step) => Math.min(1, step / 10) });
      for (const [step, weight] of [[0, 0], [5, 0.5], [20, 1]] as const) {
        const want = elbo({ klWeight: weight })(model, batch(), context).bound;
        expectClose(warm(model, batch(), { ...context, step }).bound, want, { absolute: 0 });
      }
    }));

  it("gives the same bound for one draw as the importance-weighted bound", () =>
    tidy(() => {
      const single = importanceWeightedBound({ samples: 1 })(model, batch(), context).bound;
      expectClose(single, elbo({ kl: "sampled" })(model, batch(), context).bound);
    }));

  it("carries the bound itself where weight or free bits make it something else", () =>
    tidy(() => {
      expect(elbo({ samples: 2 }).evaluation).toBeUndefined();
      const want = elbo({ samples: 2 })(model, batch(), context).bound;
      for (const options of [{ klWeight: 4 }, { klWeight: (step: number) => step }, { freeBits: 3 }]) {
        const { evaluation } = elbo({ ...options, samples: 2 });
        expectClose(evaluation?.(model, batch(), context).bound as tf.Tensor, want, { absolute: 0 });
      }
    }));

  it("refuses a schedule's weight where it is out of range", () => {
    expect(() => tidy(() => elbo({ klWeight: () => NaN })(model, batch(), context))).toThrow("elbo: expected klWeight(0) to be finite and not negative; got NaN.");
  });

  it("refuses options out of range", () => {
    expect(() => elbo({ samples: 0 })).toThrow("elbo: expected samples to be a whole number from 1 on; got 0.");
    expect(() => elbo({ klWeight: -1 })).toThrow("elbo: expected klWeight to be finite and not negative; got -1.");
    expect(() => elbo({ freeBits: NaN })).toThrow("elbo: expected freeBits in nats, finite and not negative; got NaN.");
    expect(() => elbo({ kl: "exact" as never })).toThrow('elbo: expected kl "analytic" or "sampled"; got "exact".');
    expect(() => elbo({ gradient: "stickingTheLanding", kl: "analytic" } as never)).toThrow('expected kl "sampled"');
    expect(() => importanceWeightedBound({ samples: 1.5 })).toThrow("importanceWeightedBound: expected samples");
  });

  it("says what to do when the likelihood has no events, or the batch is not a tensor", () => {
    const noEvents = { ...model, likelihood: (z: tf.Tensor) => bernoulli({ logits: z }) };
    expect(() => tidy(() => elbo()(noEvents, batch(), context))).toThrow(/expected one log-probability of the likelihood per draw and example, shape \[draws, batch\]; got \[1, 2, 2\].*independent/s);
    const noPrior = { ...model, prior: normal({ loc: [0, 0], scale: 1 }) };
    for (const objective of [elbo({ kl: "sampled" }), importanceWeightedBound({ samples: 3 })]) {
      expect(() => tidy(() => objective(noPrior, batch(), context))).toThrow(/expected one log-probability of the prior per draw and example/);
      expect(() => tidy(() => objective(noEvents, batch(), context))).toThrow(/expected one log-probability of the likelihood per draw and example/);
    }
    const labelled = { ...model, posterior: (b: { image: tf.Tensor }) => model.posterior(b.image) };
    expect(() => tidy(() => elbo()(labelled, { image: batch() }, context))).toThrow(/expected a batch that is a tensor; got an object with image.*observation\(batch\)/s);
    tidy(() => {
      const observed = { ...labelled, observation: (b: { image: tf.Tensor }) => b.image };
      expectClose(elbo()(observed, { image: batch() }, context).bound, elbo()(model, batch(), context).bound, { absolute: 0 });
    });
  });
});
