import * as tf from "@tensorflow/tfjs-core";
import { broadcastShapes, type Shape } from "@variate/math";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak, type Nested } from "@variate/testing";
import { describe, expect, test } from "vitest";
import type { Bijector } from "../../src/bijectors/index.js";
import { rows, type BijectorRow, type Tensors } from "./rows.js";

const tensorOf = (value: Nested): tf.Tensor => tf.tensor(value as tf.TensorLike, undefined, "float32");
const parametersOf = (row: BijectorRow): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(row.parameters).map(([name, value]) => [name, tensorOf(value)]));

/** log |det| of a square matrix by elimination with pivots, in float64. */
function logAbsDet(matrix: number[][]): number {
  const a = matrix.map((row) => [...row]);
  let total = 0;
  for (let k = 0; k < a.length; k++) {
    const pivot = a.slice(k).reduce((best, row, i) => (Math.abs(row[k] as number) > Math.abs((a[best] as number[])[k] as number) ? k + i : best), k);
    [a[k], a[pivot]] = [a[pivot] as number[], a[k] as number[]];
    const row = a[k] as number[];
    total += Math.log(Math.abs(row[k] as number));
    for (const other of a.slice(k + 1)) {
      const share = (other[k] as number) / (row[k] as number);
      for (let j = k; j < a.length; j++) other[j] = (other[j] as number) - share * (row[j] as number);
    }
  }
  return total;
}

/** The Jacobian of `f` at one element, by tfjs's gradients: rows by coordinates of the result, columns by those of `x`. */
function jacobian(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor, inputs: readonly number[], outputs: readonly number[]): number[][] {
  return outputs.map((output) => {
    const gradient = tf.grad((at: tf.Tensor) => tf.gather(tf.reshape(f(at), [-1]), output))(x).dataSync();
    return inputs.map((input) => gradient[input] as number);
  });
}

const allOf = (x: tf.Tensor): number[] => Array.from({ length: x.size }, (_, i) => i);

describeOnBackends("bijectors", () => {
  describe.each(rows.map((row) => [row.name, row] as const))("%s", (_, row) => {
    const tolerance = row.tolerance ?? { relative: 1e-5 };
    const within = (body: (bijector: Bijector, x: tf.Tensor, parameters: Record<string, tf.Tensor>) => void): void => {
      tf.tidy(() => {
        const parameters = parametersOf(row);
        body(row.make(parameters), tensorOf(row.x), parameters);
      });
    };

    test("forward and inverse undo each other, between domain and codomain", () => {
      within((bijector, x) => {
        const y = bijector.forward(x);
        expectClose(bijector.inverse(y), x, tolerance, "inverse(forward(x))");
        expectClose(bijector.forward(bijector.inverse(y)), y, tolerance, "forward(inverse(y))");
        expect([...bijector.domain.contains(x).dataSync()].every(Boolean)).toBe(true);
        expect([...bijector.codomain.contains(y).dataSync()].every(Boolean)).toBe(true);
        expect([bijector.domain.eventRank, bijector.codomain.eventRank]).toEqual([bijector.forwardEventRank, bijector.inverseEventRank]);
        expect(bijector.forwardShape(x.shape)).toEqual(y.shape);
        expect(bijector.inverseShape(y.shape)).toEqual(x.shape);
      });
    });

    test("log-determinants are those of the Jacobian", () => {
      within((bijector, x) => {
        const element = (all: tf.Tensor, i: number): tf.Tensor => tf.squeeze(tf.slice(all, i, 1), [0]);
        const y = bijector.forward(x);
        const count = x.shape[0] as number;
        const want = Array.from({ length: count }, (__, i) => {
          const [from, to] = [element(x, i), element(y, i)];
          // Matrices that are symmetric or triangular have fewer coordinates than entries.
          return logAbsDet(jacobian((at) => bijector.forward(at), from, row.inputs ?? allOf(from), row.outputs ?? allOf(to)));
        });
        expectClose(bijector.forwardLogDet(x), want, tolerance);
      });
    });

    test("both log-determinants and the methods that share work agree", () => {
      within((bijector, x) => {
        const y = bijector.forward(x);
        const logDet = bijector.forwardLogDet(x);
        expect(logDet.shape).toEqual(x.shape.slice(0, x.rank - bijector.forwardEventRank));
        expectClose(tf.neg(bijector.inverseLogDet(y)), logDet, tolerance);
        const there = bijector.forwardWithLogDet(x);
        const back = bijector.inverseWithLogDet(y);
        expectClose(there.value, y, { relative: 1e-6 });
        expectClose(there.logDet, logDet, { relative: 1e-6 });
        expectClose(back.value, x, tolerance);
        expectClose(tf.neg(back.logDet), logDet, tolerance);
      });
    });

    test("gradients reach value and parameters", () => {
      within((bijector, x, parameters) => {
        const names = Object.keys(parameters);
        const y = bijector.forward(x);
        const check = (label: string, at: tf.Tensor, f: (bijector: Bijector, at: tf.Tensor) => tf.Tensor): void =>
          checkGradients(
            (moved, ...given) => {
              const result = f(row.make(Object.fromEntries(names.map((name, i) => [name, given[i] as tf.Tensor]))), moved);
              // tfjs refuses a function that does not depend on its input.
              return tf.addN([result, ...[moved, ...given].map((input) => tf.mul(tf.sum(input), tf.zerosLike(result)))]);
            },
            [at, ...Object.values(parameters)],
            { step: 2e-3, tolerance: { relative: 1e-2 }, label },
          );
        check("forward", x, (bijected, at) => bijected.forward(at));
        check("forwardLogDet", x, (bijected, at) => bijected.forwardLogDet(at));
        // Off its manifold a simplex or a symmetric matrix has no inverse to differentiate by differences.
        if (row.outputs !== undefined) return;
        check("inverse", y, (bijected, at) => bijected.inverse(at));
        check("inverseLogDet", y, (bijected, at) => bijected.inverseLogDet(at));
      });
    });

    test("parameters and values broadcast, in front of what one element takes", () => {
      within((bijector, x, parameters) => {
        const y = bijector.forward(x);
        const logDet = bijector.forwardLogDet(x);
        const element = x.shape.slice(x.rank - bijector.forwardEventRank);
        const batch = [3, 2, x.shape[0] as number];
        const tall = tf.broadcastTo(x, [2, ...x.shape]);
        const wide: Tensors = Object.fromEntries(
          Object.entries(parameters).map(([name, parameter]) => {
            const own = row.eventRanks?.[name] ?? 0;
            // Axes that the bijector sums or maps over stand between batch and parameter.
            const axes = bijector.name === "independent" ? 2 : bijector.name === "blockwise" ? 1 : 0;
            const ones = Array.from({ length: axes }, () => 1);
            return [name, tf.broadcastTo(parameter, [3, 1, 1, ...ones, ...parameter.shape.slice(parameter.rank - own)])];
          }),
        );
        const widened = row.make(wide);
        const plain = Object.keys(wide).length === 0;
        const to = (shape: Shape, lead: Shape): number[] => [...(plain ? lead.slice(1) : lead), ...shape];
        const event = y.shape.slice(1);
        const result = widened.forward(tall);
        expect(result.shape).toEqual(to(event, batch));
        expectClose(result, tf.broadcastTo(y, result.shape), { relative: 1e-6 });
        const dets = widened.forwardLogDet(tall);
        expect(dets.shape).toEqual(to([], batch));
        expectClose(dets, tf.broadcastTo(logDet, dets.shape), { relative: 1e-6 });
        const back = widened.inverseWithLogDet(y);
        expect(back.value.shape).toEqual([...broadcastShapes("test", { a: plain ? [] : [3, 1, 1], b: [x.shape[0] as number] }), ...element]);
        expect(back.logDet.shape).toEqual(back.value.shape.slice(0, back.value.rank - element.length));
      });
    });

    test("other parameters make the same bijector", () => {
      within((bijector, x) => {
        const names: string[] = [];
        const same = bijector.mapParameters?.((parameter, name, rank) => {
          names.push(name);
          expect(parameter.rank).toBeGreaterThanOrEqual(rank);
          return parameter;
        });
        const known = Object.keys(row.parameters).length > 0 && !("conditioner" in bijector);
        expect(same !== undefined).toBe(known || names.length > 0);
        if (same === undefined) return;
        expect(same.name).toBe(bijector.name);
        expectClose(same.forward(x), bijector.forward(x), { relative: 1e-6 });
      });
    });

    test("a value with too few axes is refused", () => {
      within((bijector) => {
        if (bijector.forwardEventRank === 0) return;
        expect(() => bijector.forward(1)).toThrow(/(forward|inverse): expected at least \d axes?, those of one element; got \[\]\.$/);
      });
    });

    test("no method leaks", () => {
      within((bijector, x) => {
        const y = bijector.forward(x);
        for (const input of [x, row.x as tf.TensorLike]) {
          expectNoLeak(() => bijector.forward(input), "forward");
          expectNoLeak(() => bijector.forwardLogDet(input), "forwardLogDet");
          expectNoLeak(() => bijector.forwardWithLogDet(input), "forwardWithLogDet");
        }
        expectNoLeak(() => bijector.inverse(y), "inverse");
        expectNoLeak(() => bijector.inverseLogDet(y), "inverseLogDet");
        expectNoLeak(() => bijector.inverseWithLogDet(y), "inverseWithLogDet");
        expectNoLeak(() => bijector.domain.contains(x), "domain");
        expectNoLeak(() => bijector.codomain.contains(y), "codomain");
      });
    });
  });
});
