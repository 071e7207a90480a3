import * as tf from "@tensorflow/tfjs-core";
import { normalDraws, randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { bernoulli, categorical, checkValue, independent, multivariateNormal, normal, standardNormal } from "../../src/index.js";

const KEY = randomKey(3);

describeOnBackends("independent", () => {
  test("batch axes become event axes, and log probabilities and entropies add up", () => {
    tf.tidy(() => {
      const base = normal({ loc: tf.zeros([4, 3, 2]), scale: [1, 2] });
      const d = independent(base, 2);
      expect([d.family, d.batchShape, d.eventShape, d.reinterpretedRank]).toEqual(["independent", [4], [3, 2], 2]);
      const x = d.sample(KEY, [5]);
      expect(x.shape).toEqual([5, 4, 3, 2]);
      expectClose(d.logProb(x), tf.sum(base.logProb(x), [2, 3]));
      expectClose(d.entropy(), tf.sum(base.entropy(), [1, 2]));
      expectClose(d.mean(), base.mean());
      expectClose(d.variance(), base.variance());
      expect(d.mode().shape).toEqual([4, 3, 2]);
    });
  });

  test("keys pass through: draws are the base's", () => {
    tf.tidy(() => {
      const base = normal({ loc: [1, 2], scale: 3 });
      const d = independent(base, 1);
      expect([...d.rsample(KEY, [7]).dataSync()]).toEqual([...base.rsample(KEY, [7]).dataSync()]);
      expect([...d.sample(KEY, [7]).dataSync()]).toEqual([...base.sample(KEY, [7]).dataSync()]);
    });
  });

  test("images [B, 784] are scored against a batch [S, B]", () => {
    tf.tidy(() => {
      const d = independent(bernoulli({ logits: tf.fill([5, 3, 784], 0.5) }), 1);
      const images = tf.ones([3, 784]);
      const score = d.logProb(images);
      expect(score.shape).toEqual([5, 3]);
      expectClose(score, tf.fill([5, 3], -784 * Math.log1p(Math.exp(-0.5))));
    });
  });

  test("a rank of 0 changes nothing but the family, and vectors can be gathered too", () => {
    tf.tidy(() => {
      const base = categorical({ probs: [[0.25, 0.75]] });
      expectClose(independent(base, 0).logProb([1]), [Math.log(0.75)]);
      const rows = multivariateNormal({ loc: [[0, 1], [2, 3]], scaleTril: [[1, 0], [0.5, 2]] });
      const d = independent(rows, 1);
      expect([d.batchShape, d.eventShape]).toEqual([[], [2, 2]]);
      expectClose(d.logProb([[0, 0], [1, 1]]), tf.sum(rows.logProb([[0, 0], [1, 1]])));
    });
  });

  test("a value that would widen the event is refused", () => {
    tf.tidy(() => {
      const d = independent(normal({ loc: [[0], [1]], scale: 1 }), 1);
      expect(() => d.logProb(tf.zeros([2, 5]))).toThrow(
        "independent.logProb: expected a value that broadcasts against batchShape [2] + eventShape [1]; got [2, 5].",
      );
    });
  });

  test("ranks outside the batch are refused", () => {
    tf.tidy(() => {
      const base = normal({ loc: [0, 1], scale: 1 });
      expect(() => independent(base, 2)).toThrow("independent: expected a rank from 0 to 1, the batch axes of normal [2]; got 2.");
      expect(() => independent(base, -1)).toThrow(/^independent: expected a rank/);
      expect(() => independent(base, 0.5)).toThrow(/^independent: expected a rank/);
    });
  });

  test("it owns what its base owns, and leaks nothing", () => {
    expectNoLeak(() => independent(normal({ loc: [0, 1], scale: 1 }), 1));
    const d = independent(normal({ loc: [0, 1], scale: 1 }), 1);
    const x = tf.tensor1d([1, 2]);
    for (const method of [() => d.logProb(x), () => d.sample(KEY), () => d.rsample(KEY, [2]), () => d.mean(), () => d.entropy()]) {
      expectNoLeak(method);
    }
    tf.dispose([d as never, x]);
    expect(d.base.loc.isDisposed).toBe(true);
  });
});

describeOnBackends("standardNormal", () => {
  test("draws are the normal draws of the key, and the density is the product of standard ones", () => {
    tf.tidy(() => {
      const prior = standardNormal([2, 3]);
      expect([prior.batchShape, prior.eventShape]).toEqual([[], [2, 3]]);
      expect([...prior.rsample(KEY, [4]).dataSync()]).toEqual([...normalDraws(KEY, [4, 2, 3]).dataSync()]);
      expectClose(prior.logProb(tf.ones([5, 2, 3])), tf.fill([5], -3 * (1 + Math.log(2 * Math.PI))));
      expectClose(prior.entropy(), 3 * (1 + Math.log(2 * Math.PI)));
      checkValue(prior, prior.sample(KEY));
      expect(standardNormal([]).logProb(0).shape).toEqual([]);
    });
  });

  test("disposing it frees its two tensors", () => {
    expectNoLeak(() => standardNormal([20]));
  });
});
