import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { bernoulli, checkParameters, checkValue, gamma, independent, laplace, mixture, mixtureSameFamily, multivariateNormal, normal, poisson, uniform, type Distribution } from "../../src/index.js";

const KEY = randomKey(3);
const phi = (x: number, m: number, s: number): number => Math.exp(-0.5 * ((x - m) / s) ** 2) / (s * Math.sqrt(2 * Math.PI));

describeOnBackends("mixtures", () => {
  test("the density is the weighted sum of the components'", () => {
    tf.tidy(() => {
      const logits = [[0, Math.log(3)], [1, -1]];
      const d = mixtureSameFamily({ logits, component: normal({ loc: [[0, 2], [1, 5]], scale: [1, 0.5] }) });
      const w = 1 / (1 + Math.exp(-2));
      const want = [0.25 * phi(0.7, 0, 1) + 0.75 * phi(0.7, 2, 0.5), w * phi(-1, 1, 1) + (1 - w) * phi(-1, 5, 0.5)].map(Math.log);
      expect(d.batchShape).toEqual([2]);
      expectClose(d.logProb([0.7, -1]), want);
      expectClose(d.mean(), [1.5, w + 5 * (1 - w)]);
      expectClose(d.variance(), [0.25 * 1 + 0.75 * 0.25 + 0.25 * 2.25 + 0.75 * 0.25, w * 1 + (1 - w) * 0.25 + w * (1 - w) * 16]);
      const parts = mixture({ logits, components: [normal({ loc: [0, 1], scale: 1 }), normal({ loc: [2, 5], scale: 0.5 })] });
      expectClose(parts.logProb([0.7, -1]), want);
      expectClose(parts.mean(), d.mean());
      expectClose(parts.variance(), d.variance());
      expectClose(parts.cdf([0.7, -1]), d.cdf([0.7, -1]));
      expectClose(parts.logCdf([[-30], [3]]), d.logCdf([[-30], [3]]));
      // mpmath: log(1 − ¼ Q(x) − ¾ Q((x − 1)/2)), whose small probabilities are lost in a sum next to 1.
      const x = [6, 9, 15];
      const tails = [-0.004668128016, -2.375371349e-5, -9.598594079e-13].map((y) => Math.log(-y));
      const two = [normal({ loc: 0, scale: 1 }), normal({ loc: 1, scale: 2 })];
      const logTails = (y: tf.Tensor): tf.Tensor => tf.log(tf.neg(y));
      expectClose(logTails(mixture({ probs: [1, 3], components: two }).logCdf(x)), tails);
      expectClose(logTails(mixtureSameFamily({ probs: [1, 3], component: normal({ loc: [0, 1], scale: [1, 2] }) }).logCdf(x)), tails);
      // A value of fewer axes than the batch does not meet the axis of the components.
      expectClose(d.logProb(0.7), tf.gather(d.logProb([[0.7], [0.7]]), 0));
    });
  });

  test("components of different families, one of which does not reach the value", () => {
    tf.tidy(() => {
      const d = mixture({ probs: [0.25, 0.5, 0.25], components: [uniform({ low: 0, high: 1 }), gamma({ concentration: 2, rate: 1 }), laplace({ loc: 0, scale: 1 })] });
      const tail = (x: number): number => 0.25 * 0.5 * Math.exp(-Math.abs(x));
      expectClose(d.logProb([-2, 0.5, 3]), [tail(-2), 0.25 + 0.5 * 0.5 * Math.exp(-0.5) + tail(0.5), 0.5 * 3 * Math.exp(-3) + tail(3)].map(Math.log));
      const slope = tf.grad((x: tf.Tensor) => d.logProb(x))(tf.tensor1d([-2]));
      expectClose(slope, [1]);
      checkValue(d, d.sample(KEY, [100]));
      checkParameters(d);
    });
  });

  test("a component of weight 0 has no say, whatever its moments", () => {
    tf.tidy(() => {
      const d = mixtureSameFamily({ probs: [1, 0], component: normal({ loc: [1, Infinity], scale: 1 }) });
      expectClose(d.mean(), 1);
      expectClose(d.logProb(1), -0.5 * Math.log(2 * Math.PI));
      const far = mixtureSameFamily({ logits: [0, 0], component: normal({ loc: [0, 1000], scale: 1 }) });
      expectClose(far.logProb([0, 1000]), [-0.5 * Math.log(2 * Math.PI) - Math.LN2, -0.5 * Math.log(2 * Math.PI) - Math.LN2]);
    });
  });

  test("vector events have means and covariances", () => {
    tf.tidy(() => {
      const component = multivariateNormal({ loc: [[0, 0], [2, 4]], scaleTril: [[[1, 0], [0, 1]], [[1, 0], [1, 1]]] });
      const d = mixtureSameFamily({ probs: [0.5, 0.5], component });
      expectClose(d.mean(), [1, 2]);
      expectClose(d.covariance(), [[1 + 1, 0.5 + 2], [0.5 + 2, 1.5 + 4]]);
      const rows = mixtureSameFamily({ probs: [1, 3], component: independent(normal({ loc: [[0, 1], [2, 3]], scale: 1 }), 1) });
      expectClose(rows.logProb([0, 1]), Math.log(0.25 * phi(0, 0, 1) ** 2 + 0.75 * phi(2, 0, 1) ** 2));
      expectClose(rows.variance(), [1 + 0.75, 1 + 0.75]);
      expect(rows.sample(KEY, [5]).shape).toEqual([5, 2]);
    });
  });

  test("draws have the distribution: the largest distance to the cdf over 20,000 of them", () => {
    tf.tidy(() => {
      const d = mixtureSameFamily({ probs: [0.3, 0.7], component: normal({ loc: [-2, 1], scale: [0.5, 2] }) });
      const x = tf.topk(tf.neg(d.sample(KEY, [20_000])), 20_000).values;
      const cdf = d.cdf(tf.neg(x)).dataSync();
      const worst = Math.max(...Array.from(cdf, (p, i) => Math.max(Math.abs(p - i / 20_000), Math.abs(p - (i + 1) / 20_000))));
      // Dvoretzky, Kiefer and Wolfowitz: exceeded once in a million.
      expect(worst).toBeLessThan(Math.sqrt(Math.log(2e6) / (2 * 20_000)));
      const discrete = mixture({ probs: [1, 1], components: [bernoulli({ probs: 0.25 }), bernoulli({ probs: 0.75 })] });
      expectClose(tf.mean(discrete.sample(KEY, [20_000])), 0.5, { absolute: 6 * 0.5 / Math.sqrt(20_000) });
    });
  });

  test("rsample moves draws at fixed rank: −(∂F/∂θ)/p for weights and components", () => {
    tf.tidy(() => {
      const make = (logits: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor) => mixtureSameFamily({ logits, component: normal({ loc, scale }) });
      const inputs = [tf.tensor1d([0.2, -0.3]), tf.tensor1d([-1, 1.5]), tf.tensor1d([0.7, 1.2])] as const;
      const d = make(...inputs);
      expectClose(d.rsample(KEY, [40]), d.sample(KEY, [40]));
      const x = d.sample(KEY, [40]);
      // F(x(θ); θ) is constant, so the derivative of its sum along the path is 0 in every parameter.
      const along = tf.grads((l: tf.Tensor, m: tf.Tensor, s: tf.Tensor) => tf.mul(make(l, m, s).cdf(make(l, m, s).rsample(KEY, [40])), tf.range(1, 41)))([...inputs]);
      const still = tf.grads((l: tf.Tensor, m: tf.Tensor, s: tf.Tensor) => tf.mul(make(l, m, s).cdf(x), tf.range(1, 41)))([...inputs]);
      along.forEach((slope, i) => {
        const scale = Math.max(...tf.abs(still[i] as tf.Tensor).dataSync());
        expectClose(tf.div(slope, scale), tf.zerosLike(slope), { absolute: 1e-4 });
      });
    });
  });

  test("quantiles invert the cdf", () => {
    tf.tidy(() => {
      const p = [1e-4, 0.25, 0.5, 0.9, 0.99];
      const d = mixtureSameFamily({ probs: [0.3, 0.7], component: normal({ loc: [-2, 1], scale: [0.5, 2] }) });
      // SciPy 1.17.1: brentq of the weighted sums of norm.cdf, of uniform, gamma(2) and laplace.cdf, of poisson.cdf.
      const want = [-6.255839055, -1.811512331, -0.1316625405, 3.135140746, 5.378700261];
      expectClose(d.quantile(p), want);
      expectClose(d.quantile([0, 1, 1.5]), [-Infinity, Infinity, NaN]);
      const parts = mixture({ probs: [0.25, 0.5, 0.25], components: [uniform({ low: 0, high: 1 }), gamma({ concentration: 2, rate: 1 }), laplace({ loc: 0, scale: 1 })] });
      expectClose(parts.quantile(p), [-7.130898856, 0.298090951, 0.8217436822, 3.073503816, 5.875737138]);
      const counts = mixtureSameFamily({ probs: [0.3, 0.7], component: poisson({ rate: [1, 20] }) });
      expectClose(counts.quantile(p), [0, 2, 17, 25, 30]);
      expectClose(mixture({ probs: [0.3, 0.7], components: [poisson({ rate: 1 }), poisson({ rate: 20 })] }).quantile(p), [0, 2, 17, 25, 30]);
      // Batches, a component without weight, and components far apart or of very different widths.
      const wide = mixtureSameFamily({
        probs: [[1, 0], [0.5, 0.5], [0.5, 0.5]],
        component: normal({ loc: [[0, 1e30], [-100, 100], [0, 0]], scale: [[1, 1], [1, 1], [1e-6, 1e6]] }),
      });
      const q = wide.quantile([[0.1], [0.4], [0.9]]);
      expect(q.shape).toEqual([3, 3]);
      expectClose(wide.cdf(q), [[0.1, 0.1, 0.1], [0.4, 0.4, 0.4], [0.9, 0.9, 0.9]], { absolute: 5e-6 });
      checkGradients(
        (level, logits, loc) => mixtureSameFamily({ logits: logits!, component: normal({ loc: loc!, scale: 1 }) }).quantile(level!),
        [tf.tensor1d([0.2, 0.7]), tf.tensor1d([0.5, -0.25]), tf.tensor1d([-1, 2])],
      );
    });
  });

  test("gradients of logProb agree with differences", () => {
    tf.tidy(() => {
      checkGradients(
        (logits, loc, scale, x) => mixtureSameFamily({ logits: logits!, component: laplace({ loc: loc!, scale: scale! }) }).logProb(x!),
        [tf.tensor1d([0.5, -0.25, 0]), tf.tensor1d([-1, 0, 2]), tf.tensor1d([1, 0.5, 2]), tf.tensor1d([0.3, -2, 5])],
      );
    });
  });

  test("weights and components that do not go together are refused, without a leak", () => {
    tf.tidy(() => {
      const three = normal({ loc: [0, 1, 2], scale: 1 });
      expectNoLeak(() => {
        expect(() => mixtureSameFamily({ probs: [1, 1], component: three })).toThrow(
          "mixtureSameFamily: expected weights [..., K] and a component of batch shape [..., K]; got weights [2] and normal [3].",
        );
        expect(() => mixture({ probs: [1, 1], components: [three] })).toThrow("mixture: expected one component for each of 2 weights; got 1.");
        expect(() => mixture<Distribution>({ probs: [1, 1], components: [three, independent(three, 1)] })).toThrow(/mixture: expected components with one event shape/);
      });
    });
  });

  test("no method leaks", () => {
    const d = mixtureSameFamily({ logits: [0, 1], component: normal({ loc: [0, 1], scale: 1 }) });
    for (const call of [() => d.logProb([0, 1]), () => d.sample(KEY, [2]), () => d.rsample(KEY, [2]), () => d.mean(), () => d.variance(), () => d.cdf(0), () => d.logCdf(0), () => d.quantile(0.5)]) expectNoLeak(call);
    tf.dispose(d as never);
  });
});
