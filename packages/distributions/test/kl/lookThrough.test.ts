import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, test } from "vitest";
import {
  bernoulli,
  cauchy,
  deterministic,
  expanded,
  exponential,
  gamma,
  hasKl,
  independent,
  joint,
  klDivergence,
  masked,
  mixtureSameFamily,
  normal,
  poisson,
  transformed,
  zeroInflated,
  type Distribution,
} from "../../src/index.js";
import { exp } from "../../src/bijectors/index.js";

const general = (p: Distribution, q: Distribution): tf.Tensor => klDivergence(p, q);

describeOnBackends("klDivergence through combinators", () => {
  test("expanded keeps the family, and with it the divergence", () => {
    tf.tidy(() => {
      const p = normal({ loc: [0, 1], scale: 1 });
      const q = normal({ loc: 0, scale: 2 });
      expectClose(klDivergence(expanded(p, [3, 2]), q), tf.tile(tf.expandDims(klDivergence(p, q), 0), [3, 1]));
    });
  });

  test("what either mask leaves out adds nothing, whatever its parameters", () => {
    tf.tidy(() => {
      const q = normal({ loc: [0, 0, 0], scale: 2 });
      const each = klDivergence(normal({ loc: [1, 2, 3], scale: 1 }), q).dataSync();
      const p = masked(normal({ loc: [1, NaN, 3], scale: 1 }), [1, 0, 1]);
      expectClose(klDivergence(p, masked(q, [1, 1, 1])), [each[0]!, 0, each[2]!]);
      expectClose(klDivergence(p, masked(q, [1, 1, 0])), [each[0]!, 0, 0]);
      expect(hasKl(p, q)).toBe(false);
    });
  });

  test("parts of joint distributions add up, if they do not depend on each other", () => {
    tf.tidy(() => {
      const p = joint({ a: normal({ loc: [0, 1], scale: 1 }), b: gamma({ concentration: 2, rate: 1 }) });
      const q = joint({ a: normal({ loc: 0, scale: 2 }), b: exponential({ rate: 1 }) });
      const want = tf.add(
        klDivergence(normal({ loc: [0, 1], scale: 1 }), normal({ loc: 0, scale: 2 })),
        klDivergence(gamma({ concentration: 2, rate: 1 }), exponential({ rate: 1 })),
      );
      expectClose(general(p as never, q as never), want);
      const dependent = joint({ a: normal({ loc: 0, scale: 1 }), b: ({ a }: { a: tf.Tensor }) => normal({ loc: a, scale: 1 }) });
      expect(hasKl(dependent as never, dependent as never)).toBe(false);
      const other = joint({ a: normal({ loc: 0, scale: 2 }), b: cauchy({ loc: 0, scale: 1 }) });
      expect(hasKl(p as never, other as never)).toBe(false);
      expect(hasKl(p as never, joint({ a: normal({ loc: 0, scale: 2 }) }) as never)).toBe(false);
    });
  });

  test("combinators nest", () => {
    tf.tidy(() => {
      const p = normal({ loc: [0, 1], scale: 1 });
      const q = normal({ loc: [0, 0], scale: 2 });
      const want = tf.sum(klDivergence(p, q));
      expectClose(klDivergence(independent(transformed(p, exp), 1), independent(transformed(q, exp), 1)), want);
      expectClose(klDivergence(masked(independent(p, 1), 1), masked(independent(q, 1), 1)), want);
    });
  });

  test("a mixture has divergence 0 from itself, and no closed form from another", () => {
    tf.tidy(() => {
      const logits = tf.tensor1d([0, 1]);
      const component = normal({ loc: [[0, 1], [2, 3]], scale: 1 });
      expectClose(general(mixtureSameFamily({ logits, component }), mixtureSameFamily({ logits, component })), [0, 0]);
      expect(hasKl(mixtureSameFamily({ logits, component }), mixtureSameFamily({ logits: [0, 1], component }))).toBe(false);
    });
  });

  test("zero-inflated counts of one base differ in whether they are 0", () => {
    tf.tidy(() => {
      const base = poisson({ rate: 1.5 });
      const [p, q] = [zeroInflated(base, { probs: [0.25, 0] }), zeroInflated(base, { probs: 0.5 })];
      const values = tf.reshape(tf.range(0, 30), [30, 1]);
      const [a, b] = [p.logProb(values), q.logProb(values)];
      expectClose(general(p, q), tf.sum(tf.mul(tf.exp(a), tf.sub(a, b)), 0));
      expect(hasKl(p, zeroInflated(poisson({ rate: 1.5 }), { probs: 0.5 }))).toBe(false);
    });
  });

  test("a point has the divergence −log q of its value", () => {
    tf.tidy(() => {
      expectClose(klDivergence(deterministic({ loc: [1, 0] }), bernoulli({ probs: 0.25 })), [Math.log(4), Math.log(4 / 3)]);
      expectClose(klDivergence(deterministic({ loc: [1, 0] }), deterministic({ loc: 1 })), [0, Infinity]);
    });
  });
});
