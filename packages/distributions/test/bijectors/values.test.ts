import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { describeOnBackends, expectClose, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import * as b from "../../src/bijectors/index.js";

interface Reference {
  readonly origin: string;
  readonly transforms: readonly { readonly name: string; readonly x: Nested; readonly y: Nested; readonly logDet: Nested }[];
}

const reference = JSON.parse(readFileSync(new URL("../reference/bijectors.json", import.meta.url), "utf8")) as Reference;
const peers: Readonly<Record<string, () => b.Bijector>> = {
  exp: () => b.exp,
  affine: () => b.affine({ shift: 1.5, scale: -2 }),
  power: () => b.power(-1.5),
  sigmoid: () => b.sigmoid,
  softplus: () => b.softplus,
  tanh: () => b.tanh,
  stickBreaking: () => b.stickBreaking,
  correlationCholesky: () => b.correlationCholesky,
  normalCdf: () => b.normalCdf,
  gumbelCdf: () => b.gumbelCdf({ loc: 0.5, scale: 2 }),
  kumaraswamyCdf: () => b.kumaraswamyCdf({ concentration1: 1.5, concentration0: 2.5 }),
  weibullCdf: () => b.weibullCdf({ scale: 2, concentration: 1.5 }),
};

type Method = "forward" | "inverse" | "forwardLogDet" | "inverseLogDet";
const [inf, tiny] = [Infinity, 1e-30];

/** Ends of the domains, and values so far out that a plain formula overflows, cancels or turns into NaN. */
const extremes: [string, () => b.Bijector, Method, number[], number[]][] = [
  ["exp", () => b.exp, "forward", [-inf, -100, 80, 100, inf], [0, Math.exp(-100), Math.exp(80), inf, inf]],
  ["exp", () => b.exp, "inverse", [0, tiny, 1e30, inf], [-inf, Math.log(tiny), Math.log(1e30), inf]],
  ["exp", () => b.exp, "inverseLogDet", [0, tiny, inf], [inf, -Math.log(tiny), -inf]],
  ["log", () => b.log, "forwardLogDet", [0, tiny, inf], [inf, -Math.log(tiny), -inf]],
  ["log", () => b.log, "inverseLogDet", [-1000, 1000], [-1000, 1000]],
  ["sigmoid", () => b.sigmoid, "inverse", [0, tiny, 1], [-inf, Math.log(tiny), inf]],
  ["sigmoid", () => b.sigmoid, "forwardLogDet", [-inf, -1e30, -80, 80, 1e30, inf], [-inf, -1e30, -80, -80, -1e30, -inf]],
  ["sigmoid", () => b.sigmoid, "inverseLogDet", [0, tiny, 1], [inf, -Math.log(tiny), inf]],
  ["softplus", () => b.softplus, "inverse", [0, tiny, 1e30, inf], [-inf, Math.log(tiny), 1e30, inf]],
  ["softplus", () => b.softplus, "forwardLogDet", [-inf, -1e30, -90, 90, inf], [-inf, -1e30, -90, 0, 0]],
  ["softplus", () => b.softplus, "inverseLogDet", [0, tiny, 1e30], [inf, -Math.log(tiny), 0]],
  ["tanh", () => b.tanh, "inverse", [-1, 0, 1], [-inf, 0, inf]],
  ["tanh", () => b.tanh, "forwardLogDet", [-inf, -1e30, -50, 50, 1e30, inf], [-inf, -2e30, 2 * Math.LN2 - 100, 2 * Math.LN2 - 100, -2e30, -inf]],
  ["tanh", () => b.tanh, "inverseLogDet", [-1, 1], [inf, inf]],
  ["softsign", () => b.softsign, "forward", [-inf, -1e30, tiny, inf], [-1, -1, tiny, 1]],
  ["softsign", () => b.softsign, "inverse", [-1, 1], [-inf, inf]],
  ["softsign", () => b.softsign, "forwardLogDet", [-inf, 1e30], [-inf, -2 * Math.log(1e30)]],
  ["softsign", () => b.softsign, "inverseLogDet", [-1, 1], [inf, inf]],
  ["normalCdf", () => b.normalCdf, "inverse", [0, 1], [-inf, inf]],
  ["normalCdf", () => b.normalCdf, "forwardLogDet", [-1e15, 1e15], [-5e29, -5e29]],
  ["normalCdf", () => b.normalCdf, "inverseLogDet", [0, 1], [inf, inf]],
  ["power", () => b.power(0.1), "forward", [0, tiny, inf], [0, 1e-3, inf]],
  ["power", () => b.power(-2), "inverse", [0, tiny, inf], [inf, 1e15, 0]],
  ["affine", () => b.affine({ shift: 0, scale: tiny }), "forwardLogDet", [0], [Math.log(tiny)]],
  ["affine", () => b.affine({ shift: 0, scale: tiny }), "inverse", [tiny, 1], [1, 1e30]],
  ["affine", () => b.affine({ shift: 1, scale: -1e30 }), "forwardLogDet", [0], [Math.log(1e30)]],
  ["ontoInterval", () => b.ontoInterval({ low: 0, high: 1 }), "forward", [-80, -inf, inf], [Math.exp(-80), 0, 1]],
  ["ontoInterval", () => b.ontoInterval({ low: -1, high: 0 }), "forward", [80, inf, -inf], [-Math.exp(-80), 0, -1]],
  ["ontoInterval", () => b.ontoInterval({ low: -1, high: 3 }), "inverse", [-1, 3], [-inf, inf]],
  ["ontoInterval", () => b.ontoInterval({ low: -1, high: 3 }), "inverseLogDet", [-1, 3], [inf, inf]],
  ["gumbelCdf", () => b.gumbelCdf({ loc: 0, scale: 1 }), "inverse", [0, 1], [-inf, inf]],
  ["kumaraswamyCdf", () => b.kumaraswamyCdf({ concentration1: 2, concentration0: 3 }), "forward", [0, tiny, 1], [0, 0, 1]],
  ["kumaraswamyCdf", () => b.kumaraswamyCdf({ concentration1: 0.5, concentration0: 3 }), "forward", [1e-20], [3e-10]],
  ["kumaraswamyCdf", () => b.kumaraswamyCdf({ concentration1: 0.5, concentration0: 3 }), "inverse", [0, 3e-10, 1], [0, 1e-20, 1]],
  ["weibullCdf", () => b.weibullCdf({ scale: tiny, concentration: 2 }), "forward", [0, tiny, 1e-32, inf], [0, 1 - Math.exp(-1), -Math.expm1(-1e-4), 1]],
  ["weibullCdf", () => b.weibullCdf({ scale: tiny, concentration: 2 }), "inverse", [0, 1], [0, inf]],
  ["identity", () => b.identity, "forward", [-inf, inf], [-inf, inf]],
];

describeOnBackends(`values of bijectors: ${reference.origin}`, () => {
  test.each(reference.transforms.map((row) => [row.name, row] as const))("%s", (name, { x, y, logDet }) => {
    tf.tidy(() => {
      const bijector = (peers[name] as () => b.Bijector)();
      const [from, to] = [tf.tensor(x as tf.TensorLike), tf.tensor(y as tf.TensorLike)];
      expectClose(bijector.forward(from), y);
      expectClose(bijector.forwardLogDet(from), logDet);
      // An inverse magnifies the rounding of y, which the log-determinant tells; where it does so beyond 1e3, skip.
      const steep = tf.less(bijector.forwardLogDet(from), -7);
      if ([...steep.dataSync()].some(Boolean)) return;
      expectClose(bijector.inverse(to), x, { relative: 2e-4 });
      expectClose(tf.neg(bijector.inverseLogDet(to)), logDet, { relative: 2e-4 });
    });
  });

  test.each(extremes)("%s far out: %s %s", (_, make, method, inputs, want) => {
    tf.tidy(() => {
      const got = make()[method](inputs as NumericInput).dataSync();
      want.forEach((expected, i) => {
        const close = got[i] === expected || Math.abs((got[i] as number) - expected) <= 1e-5 * Math.abs(expected) || Math.abs((got[i] as number) - expected) < 1e-38;
        expect(close, `${method}(${inputs[i]}) is ${got[i]}, not ${expected}`).toBe(true);
      });
    });
  });

  test("no end of a domain or codomain turns into NaN", () => {
    const ends: Readonly<Record<string, number[]>> = { real: [-inf, 0.5, inf], positive: [0, 0.5, inf], openUnitInterval: [0, 0.5, 1], openInterval: [-1, 0.5, 1] };
    const plain = { loc: 0, scale: 1, concentration: 1, concentration1: 1, concentration0: 1 };
    const all: b.Bijector[] = [b.identity, b.exp, b.log, b.sigmoid, b.logit, b.softplus, b.tanh, b.softsign, b.normalCdf, b.power(1), b.power(-0.5)];
    all.push(b.gumbelCdf(plain), b.kumaraswamyCdf(plain), b.kumaraswamyCdf({ concentration1: 2, concentration0: 0.5 }), b.weibullCdf(plain));
    all.push(b.weibullCdf({ scale: 2, concentration: 3 }), b.weibullCdf({ scale: 2, concentration: 0.5 }), b.affine({ shift: 1, scale: -2 }));
    all.push(b.rationalQuadraticSpline({ widths: [0, 1], heights: [1, 0], slopes: [1] }), b.ontoInterval({ low: -1, high: 1 }), b.invert(b.exp));
    tf.tidy(() => {
      for (const bijector of all) {
        for (const [set, methods] of [[bijector.domain, ["forward", "forwardLogDet"]], [bijector.codomain, ["inverse", "inverseLogDet"]]] as const) {
          const at = ends[set.name] as number[];
          for (const method of methods) {
            const values = [...bijector[method](at).dataSync()];
            expect(values.some(Number.isNaN), `${bijector.name}.${method}(${at}) is ${values}`).toBe(false);
          }
        }
      }
      for (const bijector of [b.stickBreaking, b.softmaxCentered]) {
        expect([...bijector.inverse([1, 0, 0]).dataSync()]).toEqual([inf, -inf]);
        expect([...bijector.inverseLogDet([1, 0, 0]).dataSync()]).toEqual([inf]);
      }
    });
  });

  test("probability vectors keep their smallest entries, and the log-determinant its digits", () => {
    tf.tidy(() => {
      for (const bijector of [b.stickBreaking, b.softmaxCentered]) {
        const y = bijector.forward([-80, 0.5]).dataSync();
        expect(Math.abs(Math.log(y[0] as number) + 80) < 2).toBe(true);
        expectClose(bijector.inverse(y as Float32Array), [-80, 0.5], { relative: 1e-5 });
        expect([...bijector.forwardLogDet([-1000, 1000]).dataSync()].every(Number.isFinite)).toBe(true);
      }
    });
  });

  test("ontoInterval has its slope at 0 too, where parameters begin", () => {
    tf.tidy(() => {
      const slope = tf.grad((x: tf.Tensor) => tf.sum(b.ontoInterval({ low: -1, high: 3 }).forward(x)))(tf.tensor1d([-1e-3, 0, 1e-3]));
      expectClose(slope, [1, 1, 1]);
    });
  });

  test("correlations near ±1 come back, where 1 − r² would round to 0", () => {
    tf.tidy(() => {
      for (const x of [[8, -0.5, 12], [-30, 20, -15]]) {
        const factor = b.correlationCholesky.forward(x);
        expectClose(b.correlationCholesky.inverse(factor), x);
        expectClose(tf.neg(b.correlationCholesky.inverseLogDet(factor)), b.correlationCholesky.forwardLogDet(x));
      }
    });
  });

  test("numerical inverses keep to their tolerance, near the flat point too", () => {
    tf.tidy(() => {
      const x = tf.reshape(tf.linspace(-6, 6, 241), [-1, 1]);
      for (const u of [-30, -8, -1, 0, 0.5, 3, 1e3, 1e6]) {
        const flow = b.planar({ u: [u], w: [1], bias: 0.25 });
        const y = flow.forward(x);
        const back = flow.forward(flow.inverse(y));
        const worst = tf.max(tf.div(tf.abs(tf.sub(back, y)), tf.maximum(Math.max(1, u), tf.abs(y)))).dataSync()[0] as number;
        expect(worst, `u = ${u}`).toBeLessThan(2e-6);
      }
    });
  });

  test("radial flows and reflections neither overflow nor lose what is small", () => {
    tf.tidy(() => {
      const flow = b.radial({ center: [0, 0], alpha: 2, beta: 1 });
      for (const size of [1e-30, 1e30]) {
        const x = [3 * size, -4 * size];
        expectClose(tf.div(flow.inverse(flow.forward(x)), size), [3, -4]);
        expectClose(tf.div(b.householder([size, 0]).forward(x), size), [-3, -4]);
      }
      expectClose(flow.forward([0, 0]), [0, 0]);
      expectClose(flow.inverse([0, 0]), [0, 0]);
      const gradient = tf.grad((x: tf.Tensor) => tf.sum(flow.inverse(x)))(tf.tensor1d([0, 0]));
      expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    });
  });

  test("a spline of zeros is the identity, outside its interval every spline is", () => {
    tf.tidy(() => {
      const x = [-1.5, -1, -0.3, 0, 0.6, 1, 1.5];
      const plain = b.rationalQuadraticSpline({ widths: [0, 0, 0], heights: [0, 0, 0], slopes: [0, 0] });
      expectClose(plain.forward(x), x);
      expectClose(plain.forwardLogDet(x), x.map(() => 0));
      const bent = b.rationalQuadraticSpline({ widths: [1, 0, -1], heights: [-1, 0, 1], slopes: [2, -1] });
      const y = bent.forward(x).dataSync();
      expect([y[0], y[1], y[5], y[6]]).toEqual([-1.5, -1, 1, 1.5]);
      expectClose(bent.inverse(y as Float32Array), x);
    });
  });
});
