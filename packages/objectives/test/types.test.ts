import type * as tf from "@tensorflow/tfjs-core";
import { bernoulli, independent, normal, standardNormal, type Distribution } from "@variate/distributions";
import { elbo, importanceWeightedBound, type Evaluate } from "@variate/objectives";
import { expectTypeOf, it, expect } from "vitest";

/** Never run: the compiler checks it (`npm run typecheck`). */
function mustNotCompile(): void {
  const latents = standardNormal([2]);
  const likelihood = (z: tf.Tensor) => independent(normal({ loc: z, scale: 1 }), 1);
  const good = { prior: latents, posterior: (x: tf.Tensor) => independent(normal({ loc: x, scale: 1 }), 1), likelihood };
  const discrete = { prior: latents, posterior: (x: tf.Tensor) => independent(bernoulli({ logits: x }), 1), likelihood };
  const context = undefined as never;
  const x = undefined as unknown as tf.Tensor;
  type Good = typeof good;
  type Discrete = typeof discrete;

  elbo({ kl: "analytic" })(good, x, context);
  elbo({ kl: "sampled" })(good, x, context);
  importanceWeightedBound({ samples: 5 })(good, x, context);
  expectTypeOf(elbo({ kl: "analytic" })).toExtend<Evaluate<Good>>();

  // A Bernoulli latent has no pathwise gradient.
  // @ts-expect-error posterior without rsample
  elbo({ kl: "sampled" })(discrete, x, context);
  // @ts-expect-error posterior without rsample
  importanceWeightedBound({ samples: 5 })(discrete, x, context);
  // @ts-expect-error posterior without rsample
  void (elbo({ kl: "sampled" }) satisfies Evaluate<Discrete>);

  // A normal posterior and a Bernoulli prior have no closed form.
  const noPair = { ...good, prior: independent(bernoulli({ logits: [0, 0] }), 1) };
  // @ts-expect-error no closed form
  elbo({ kl: "analytic" })(noPair, x, context);
  elbo({ kl: "sampled" })(noPair, x, context);

  // The analytic KL has no score to drop.
  // @ts-expect-error sticking the landing needs the sampled KL
  elbo({ kl: "analytic", gradient: "stickingTheLanding" });
  // @ts-expect-error the samples are not optional
  importanceWeightedBound({});

  // A family the compiler does not know is left to run time.
  const unknownPrior = { ...good, prior: latents as Distribution };
  elbo({ kl: "analytic" })(unknownPrior, x, context);
}

it("is checked by the compiler", () => expect(mustNotCompile).toBeTypeOf("function"));
