import { randomKey } from "@variate/random";
import * as tf from "@tensorflow/tfjs-core";
import { expectTypeOf, test } from "vitest";
import {
  bernoulli,
  categorical,
  gamma,
  independent,
  klDivergence,
  laplace,
  multivariateNormal,
  normal,
  standardNormal,
  transformed,
  uniform,
  type Bernoulli,
  type Beta,
  type Cauchy,
  type Distribution,
  type HasKl,
  type Independent,
  type Joint,
  type Kumaraswamy,
  type LowRankMultivariateNormal,
  type Masked,
  type MultivariateNormalDiag,
  type Normal,
  type Reparameterized,
  type Transformed,
} from "../src/index.js";

import { chain, cumulativeSum, exp, log, shift, stickBreaking } from "../src/bijectors/index.js";

declare module "../src/index.js" {
  interface KlTable {
    "mine|normal": true;
  }
}

/** A family of someone else's. */
interface Mine extends Distribution {
  readonly family: "mine";
}

/** Compiled, never run: what must not compile is marked, and the type check fails if it does. */
export function refusals(): void {
  // @ts-expect-error both of an equivalent pair
  bernoulli({ probs: 0.5, logits: 0 });
  // @ts-expect-error none of an equivalent pair
  categorical({});
  // @ts-expect-error two matrices
  multivariateNormal({ loc: [0], scaleTril: [[1]], covarianceMatrix: [[1]] });
  // @ts-expect-error a missing parameter
  normal({ loc: 0 });
  // @ts-expect-error an unknown parameter
  normal({ loc: 0, scale: 1, rate: 2 });
  // @ts-expect-error discrete draws have no pathwise gradient
  bernoulli({ probs: 0.5 }).rsample(randomKey(0));
  // @ts-expect-error nor have independent ones
  independent(bernoulli({ probs: [0.5] }), 1).rsample(randomKey(0));
  // @ts-expect-error a class index has no mean
  categorical({ probs: [1, 1] }).mean();
  // @ts-expect-error the uniform distribution has no single mode
  uniform({ low: 0, high: 1 }).mode();
  // @ts-expect-error a joint cdf is not what independent lifts
  standardNormal([2]).cdf([0, 0]);
  // @ts-expect-error no closed form
  klDivergence(gamma({ concentration: 1, rate: 1 }), laplace({ loc: 0, scale: 1 }));
  // @ts-expect-error nor through independent
  klDivergence(independent(bernoulli({ probs: [0.5] }), 1), standardNormal([1]));
  // @ts-expect-error the mean of an image is the image of the mean for affine maps only
  transformed(normal({ loc: 0, scale: 1 }), exp).mean();
  // @ts-expect-error nor the entropy, through a chain
  transformed(normal({ loc: 0, scale: 1 }), chain([shift(1), exp])).entropy();
  // @ts-expect-error vectors have no distribution function
  transformed(standardNormal([2]), stickBreaking).cdf([0.5, 0.25, 0.25]);
  // @ts-expect-error a mixture has no entropy to carry over
  transformed(mixtureSameFamily({ probs: [1, 1], component: normal({ loc: [0, 1], scale: 1 }) }), shift(1)).entropy();
  // @ts-expect-error a chain is no monotone function where a part is none
  chain([exp, cumulativeSum]).direction();
  // @ts-expect-error a transformed normal is no normal
  klDivergence(transformed(normal({ loc: 0, scale: 1 }), exp), normal({ loc: 0, scale: 1 }));
  // @ts-expect-error the bases have no closed form
  klDivergence(transformed(gamma({ concentration: 1, rate: 1 }), log), transformed(laplace({ loc: 0, scale: 1 }), log));
  // @ts-expect-error a Bernoulli is not reparameterized
  const latent: Reparameterized = bernoulli({ probs: 0.5 });
  latent.rsample(randomKey(0));
}

test("what the compiler knows about a pair", () => {
  expectTypeOf<HasKl<Normal, Normal>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Independent<Normal>, Independent<Independent<Normal>>>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Mine, Normal>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Normal, Mine>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Bernoulli, Normal>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Kumaraswamy, Beta>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Beta, Kumaraswamy>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<MultivariateNormalDiag, LowRankMultivariateNormal>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Cauchy, Normal>>().toEqualTypeOf<false>();
  // Infinite, as in torch.
  expectTypeOf<HasKl<Cauchy, Kumaraswamy>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Normal | Bernoulli, Normal>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Distribution, Normal>>().toEqualTypeOf<boolean>();
  expectTypeOf<HasKl<Independent, Normal>>().toEqualTypeOf<boolean>();
  expectTypeOf<HasKl<Transformed<Normal, typeof exp>, Transformed<Normal, typeof exp>>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Independent<Transformed<Normal, typeof exp>>, Independent<Transformed<Normal, typeof exp>>>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Transformed<Normal, typeof exp>, Transformed<Normal, typeof log>>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Masked<Normal>, Masked<Independent<Normal>>>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Masked<Normal>, Normal>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Joint<{ a: Normal; b: Beta }>, Joint<{ a: Normal; b: Beta }>>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Joint<{ a: Normal; b: Normal }>, Joint<{ a: Normal; b: Beta }>>>().toEqualTypeOf<true>();
  expectTypeOf<HasKl<Joint<{ a: Normal; b: Cauchy }>, Joint<{ a: Normal; b: Normal }>>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Joint<{ a: Normal }>, Joint<{ a: Normal; b: Normal }>>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Joint<{ a: Normal; b: (earlier: never) => Normal }>, Joint<{ a: Normal; b: Normal }>>>().toEqualTypeOf<false>();
  expectTypeOf<HasKl<Joint<{ a: Normal; b: Distribution }>, Joint<{ a: Normal; b: Normal }>>>().toEqualTypeOf<boolean>();
  expectTypeOf<HasKl<Transformed<Bernoulli, typeof exp>, Transformed<Normal, typeof exp>>>().toEqualTypeOf<false>();
});

test("shapes and capabilities are in the types", () => {
  tf.tidy(() => {
    const prior = standardNormal([20]);
    expectTypeOf(prior.eventShape).toEqualTypeOf<readonly [20]>();
    expectTypeOf(normal({ loc: 0, scale: 1 }).eventShape).toEqualTypeOf<readonly []>();
    expectTypeOf(prior).toExtend<Reparameterized>();
    expectTypeOf(prior).toExtend<Distribution>();
    expectTypeOf(transformed(prior, exp)).toExtend<Reparameterized>();
    expectTypeOf(transformed(normal({ loc: 0, scale: 1 }), chain([shift(1), exp])).cdf).toBeFunction();
    expectTypeOf(transformed(prior, shift(1)).mean).toBeFunction();
    expectTypeOf(independent(normal({ loc: [0], scale: 1 }), 1).base.loc).toEqualTypeOf<tf.Tensor>();
  });
});
