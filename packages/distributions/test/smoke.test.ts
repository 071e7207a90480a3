import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak, checkGradients } from "@variate/testing";
import { randomKey } from "@variate/random";
import { expect, test } from "vitest";
import { bernoulli, independent, klDivergence, normal, standardNormal } from "../src/index.js";

describeOnBackends("smoke", () => {
  test("normal", () => {
    expectNoLeak(() => {
      const q = independent(normal({ loc: tf.zeros([3, 20]), scale: 2 }), 1);
      const p = standardNormal([20]);
      const z = q.rsample(randomKey(0), [5]);
      expect(z.shape).toEqual([5, 3, 20]);
      const score = q.logProb(z);
      expect(score.shape).toEqual([5, 3]);
      const kl = klDivergence(q, p);
      expectClose(kl, [1, 1, 1].map(() => 20 * (0.5 * (4 - 1) - Math.log(2))));
      return [q, p, z, kl, score];
    }, "x");
  });
  test("grad", () => {
    checkGradients((a, b) => klDivergence(bernoulli({ probs: a! }), bernoulli({ logits: b! })), [tf.tensor1d([0.2, 0.5]), tf.tensor1d([1, -1])]);
  });
});
// @ts-expect-error no closed form
export const x = () => klDivergence(normal({ loc: 0, scale: 1 }), bernoulli({ probs: 0.5 }));
