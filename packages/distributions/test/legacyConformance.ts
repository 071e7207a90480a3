import * as tf from "@tensorflow/tfjs-core";
import { sameShape, type NumericInput } from "@variate/math";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak, type Nested, type Tolerance } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { checkParameters, checkValue, hasKl, klDivergence, type Distribution } from "../src/index.js";

/** One family at one setting of its parameters, and what is known about it. */
export interface DistributionRow<P extends Readonly<Record<string, NumericInput>> = Readonly<Record<string, NumericInput>>> {
  readonly name: string;
  /** The factory. */
  readonly make: (parameters: P) => Distribution;
  /** Plain numbers and arrays, exactly representable in float32. */
  readonly parameters: P & Readonly<Record<string, Nested>>;
  /** Values and their log probabilities from an independent source; the values' shapes include the batch. */
  readonly logProb: { readonly value: Nested; readonly expected: Nested };
  readonly cdf?: { readonly value: Nested; readonly expected: Nested };
  readonly mean?: Nested;
  readonly variance?: Nested;
  readonly covariance?: Nested;
  readonly mode?: Nested;
  readonly entropy?: Nested;
  /** The definition of `sample` by its base draw, for one key and the shape of all draws; parameters are tensors. */
  readonly draws?: (key: RandomKey, shape: number[], parameters: Readonly<Record<keyof P, tf.Tensor>>) => tf.Tensor;
  /** False where gradients of `rsample` are not those of its formula with noise held fixed, but implicit. */
  readonly pathwiseByDifferences?: boolean;
  readonly tolerance?: Tolerance;
}

/** The optional capabilities, looked up by name. */
type Capabilities = Partial<
  Record<"mean" | "variance" | "covariance" | "mode" | "entropy" | "enumerateSupport", () => tf.Tensor> &
    Record<"cdf" | "logCdf" | "quantile", (value: NumericInput) => tf.Tensor> &
    Record<"rsample", (key: RandomKey, shape?: readonly number[]) => tf.Tensor>
>;

const capabilities = (d: Distribution): Capabilities => d as unknown as Capabilities;
const KEY = randomKey(20);
const tensorOf = (value: NumericInput): tf.Tensor => tf.tensor(value as tf.TensorLike, undefined, "float32");
const without = (d: Distribution, message: string): never => {
  throw new Error(`${d.family}: ${message}`);
};

/** The parameters of `d` repeated along new leading batch axes. */
function expanded(d: Distribution, parameters: Readonly<Record<string, tf.Tensor>>, batch: readonly number[]): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      const rank = d.parameterConstraints?.[name]?.eventRank ?? 0;
      const event = parameter.shape.slice(parameter.rank - rank);
      return [name, tf.broadcastTo(parameter, [...batch, ...d.batchShape, ...event])];
    }),
  );
}

/**
 * Declares the checks that every family must pass: values against the reference, shapes, broadcasting, keys, draws by
 * their definition, gradients, moments of draws, inputs of every kind, errors and leaks. Adding a family is one more row.
 *
 * @param origin - Where the rows' numbers come from.
 */
export function describeDistribution(origin: string, rows: readonly DistributionRow<any>[]): void {
  describeOnBackends(origin, () => {
    describe.each(rows.map((row) => [row.name, row as DistributionRow] as const))("%s", (_, row) => {
      const names = Object.keys(row.parameters);
      const tensors = (): Record<string, tf.Tensor> =>
        Object.fromEntries(names.map((name) => [name, tensorOf(row.parameters[name] as NumericInput)]));
      /** A fresh distribution whose tensors are freed when `body` ends. */
      const withDistribution = (body: (d: Distribution, parameters: Record<string, tf.Tensor>) => void): void => {
        tf.tidy(() => {
          const parameters = tensors();
          body(row.make(parameters), parameters);
        });
      };

      test("log probabilities agree with the reference", () => {
        withDistribution((d) => {
          const score = d.logProb(row.logProb.value as NumericInput);
          expectClose(score, row.logProb.expected, row.tolerance);
        });
      });

      test("moments, mode, entropy and cdf agree with the reference", () => {
        withDistribution((d) => {
          for (const name of ["mean", "variance", "covariance", "mode", "entropy"] as const) {
            const want = row[name];
            const method = capabilities(d)[name];
            if (want === undefined) continue;
            const got = (method ?? without(d, `expected ${name}()`))();
            const event = name === "entropy" ? [] : name === "covariance" ? [...d.eventShape, ...d.eventShape] : d.eventShape;
            expect(got.shape).toEqual([...d.batchShape, ...event]);
            expectClose(got, want, row.tolerance, name);
          }
          if (row.cdf === undefined) return;
          const { cdf, logCdf } = capabilities(d);
          expectClose((cdf ?? without(d, "expected cdf()"))(row.cdf.value as NumericInput), row.cdf.expected, { absolute: 2e-6 }, "cdf");
          const logs = (logCdf ?? without(d, "expected logCdf()"))(row.cdf.value as NumericInput);
          expectClose(tf.exp(logs), row.cdf.expected, { absolute: 4e-6 }, "logCdf");
        });
      });

      test("quantile inverts cdf", () => {
        withDistribution((d) => {
          const { cdf, quantile } = capabilities(d);
          if (cdf === undefined || quantile === undefined) return;
          const p = tensorOf([0.001, 0.25, 0.5, 0.75, 0.999]);
          const levels = tf.reshape(p, [5, ...d.batchShape.map(() => 1)]);
          const back = cdf(quantile(levels));
          expect(back.shape).toEqual([5, ...d.batchShape]);
          expectClose(back, tf.broadcastTo(levels, [5, ...d.batchShape]), { absolute: 2e-6 });
        });
      });

      test("draws have shape sampleShape + batchShape + eventShape, lie in the support and can be scored", () => {
        withDistribution((d) => {
          for (const sampleShape of [[], [1], [4], [2, 3], [0]]) {
            const x = d.sample(KEY, sampleShape);
            expect(x.shape).toEqual([...sampleShape, ...d.batchShape, ...d.eventShape]);
            expect(d.logProb(x).shape).toEqual([...sampleShape, ...d.batchShape]);
            checkValue(d, x);
          }
          expect(d.sample(KEY).shape).toEqual([...d.batchShape, ...d.eventShape]);
        });
      });

      test("a key fixes the draws, and rsample gives those of sample", () => {
        withDistribution((d) => {
          const [first, second] = splitKey(KEY, 2) as [RandomKey, RandomKey];
          const draws = [...d.sample(first, [200]).dataSync()];
          expect([...d.sample(first, [200]).dataSync()]).toEqual(draws);
          expect([...d.sample(second, [200]).dataSync()]).not.toEqual(draws);
          const { rsample } = capabilities(d);
          if (rsample !== undefined) expect([...rsample(first, [200]).dataSync()]).toEqual(draws);
        });
      });

      test("draws are those of the definition", () => {
        withDistribution((d, parameters) => {
          if (row.draws === undefined) return;
          const want = row.draws(KEY, [5, ...d.batchShape, ...d.eventShape], parameters as never);
          expectClose(d.sample(KEY, [5]), want, { relative: 1e-6 });
        });
      });

      test("a value of shape [B] is scored against a batch [S, B]", () => {
        withDistribution((d, parameters) => {
          const batch = [2, 3];
          const wide = row.make(expanded(d, parameters, batch));
          expect(wide.batchShape).toEqual([...batch, ...d.batchShape]);
          expect(wide.eventShape).toEqual(d.eventShape);
          const x = d.sample(KEY, [3]);
          const scores = wide.logProb(x);
          expect(scores.shape).toEqual([...batch, ...d.batchShape]);
          expectClose(scores, tf.broadcastTo(d.logProb(x), scores.shape), { relative: 1e-6 });
        });
      });

      test("gradients of logProb in every parameter and the value agree with differences", () => {
        withDistribution((d, parameters) => {
          const x = tensorOf(row.logProb.value as NumericInput);
          const inputs = [...names.map((name) => parameters[name] as tf.Tensor), ...(d.support.discrete ? [] : [x])];
          checkGradients((...given) => {
            const moved = Object.fromEntries(names.map((name, i) => [name, given[i] as tf.Tensor]));
            const score = row.make(moved).logProb(given[names.length] ?? x);
            // tfjs refuses a function that does not depend on its input, as the uniform density inside its bounds.
            return tf.addN([score, ...given.map((input) => tf.mul(tf.sum(input), tf.zerosLike(score)))]);
          }, inputs, { step: 1e-3, tolerance: { relative: 5e-3 } });
        });
      });

      test("gradients pass through rsample and stop at sample", () => {
        withDistribution((d, parameters) => {
          const inputs = names.map((name) => parameters[name] as tf.Tensor);
          const remake = (given: tf.Tensor[]): Distribution => row.make(Object.fromEntries(names.map((name, i) => [name, given[i] as tf.Tensor])));
          if ("rsample" in d && row.pathwiseByDifferences !== false) {
            checkGradients((...given) => (capabilities(remake(given)).rsample as NonNullable<Capabilities["rsample"]>)(KEY, [4]), inputs);
          }
          // tfjs refuses a function that does not depend on its input: the sum of inputs makes it depend, with gradient 1.
          const total = (...given: tf.Tensor[]): tf.Scalar =>
            tf.addN([tf.sum(tf.cast(remake(given).sample(KEY, [4]), "float32")), ...given.map((x) => tf.sum(x))]) as tf.Scalar;
          for (const gradient of tf.grads(total)(inputs)) expectClose(gradient, tf.onesLike(gradient));
        });
      });

      test("draws have the mean, the variance and the entropy of the distribution", () => {
        withDistribution((d) => {
          const n = 8000;
          const x = tf.cast(d.sample(KEY, [n]), "float32");
          const { mean, variance, entropy } = capabilities(d);
          // Five standard errors, with standard deviations taken from the draws; the rest is float32 summation.
          const within = (values: tf.Tensor, want: tf.Tensor): void => {
            const { mean: average, variance: spread } = tf.moments(values, 0);
            const excess = tf.sub(tf.abs(tf.sub(average, want)), tf.mul(5, tf.sqrt(tf.div(spread, n))));
            const slack = tf.mul(1e-5, tf.maximum(1, tf.abs(want)));
            expect(Math.max(...tf.sub(excess, slack).dataSync())).toBeLessThanOrEqual(0);
          };
          if (mean !== undefined) within(x, mean());
          if (mean !== undefined && variance !== undefined) within(tf.square(tf.sub(x, mean())), variance());
          if (entropy !== undefined) within(tf.neg(d.logProb(x)), entropy());
        });
      });

      test("the probabilities of an enumerable support add up to 1", () => {
        withDistribution((d) => {
          const { enumerateSupport } = capabilities(d);
          if (enumerateSupport === undefined) return;
          const values = enumerateSupport();
          expect(values.shape).toEqual([values.shape[0], ...d.batchShape, ...d.eventShape]);
          checkValue(d, values);
          expectClose(tf.sum(tf.exp(d.logProb(values)), 0), tf.ones([...d.batchShape]));
        });
      });

      test("numbers, arrays and tensors of any numeric dtype are taken alike", () => {
        withDistribution((d) => {
          const value = row.logProb.value as NumericInput;
          const want = d.logProb(tensorOf(value));
          expect([...row.make(row.parameters).logProb(value).dataSync()]).toEqual([...want.dataSync()]);
          const integers = Object.fromEntries(names.map((name) => [name, tf.ceil(tensorOf(row.parameters[name] as NumericInput))]));
          const asInt32 = Object.fromEntries(Object.entries(integers).map(([name, x]) => [name, tf.cast(x, "int32")]));
          const whole = tf.ceil(tensorOf(value));
          expectClose(row.make(asInt32).logProb(tf.cast(whole, "int32")), row.make(integers).logProb(whole), {});
        });
      });

      test("parameters are legal, and KL(p‖p) is 0", () => {
        withDistribution((d) => {
          checkParameters(d);
          if (hasKl(d, d)) expectClose(klDivergence(d, d), tf.zeros([...d.batchShape]), { absolute: 1e-6 });
        });
      });

      test("a missing parameter, shapes that do not broadcast and a value of the wrong shape are refused, without a leak", () => {
        withDistribution((d, parameters) => {
          expectNoLeak(() => {
            expect(() => row.make({})).toThrow(new RegExp(`^${d.family}: expected `));
          });
          const [name, other] = names as [string, string?];
          if (other !== undefined) {
            const grown = (key: string, size: number): tf.Tensor => tf.stack(Array.from({ length: size }, () => parameters[key] as tf.Tensor));
            // Given as arrays, so that the factory converts them before it finds the mistake.
            const bad = { ...row.parameters, [name]: grown(name, 2).arraySync(), [other]: grown(other, 3).arraySync() };
            if (sameShape((parameters[name] as tf.Tensor).shape, (parameters[other] as tf.Tensor).shape)) {
              expectNoLeak(() => {
                expect(() => row.make(bad)).toThrow(/expected .* broadcast together; got .*\[2.*\[3/);
              });
            }
          }
          const wrong = tf.zeros([7, 11, 13]);
          const misfit = row.make(expanded(d, parameters, [2]));
          expect(() => misfit.logProb(wrong)).toThrow(new RegExp(`^${d.family}.logProb: expected a value that broadcasts`));
        });
      });

      test("no method leaks, and disposing a distribution frees what the factory made", () => {
        expectNoLeak(() => row.make(row.parameters), "factory");
        withDistribution((d) => {
          const x = tensorOf(row.logProb.value as NumericInput);
          const methods: Record<string, () => tf.Tensor> = {
            logProb: () => d.logProb(x),
            "logProb of an array": () => d.logProb(row.logProb.value as NumericInput),
            sample: () => d.sample(KEY, [3]),
          };
          const extra = capabilities(d);
          for (const name of ["mean", "variance", "covariance", "mode", "entropy", "enumerateSupport"] as const) {
            const method = extra[name];
            if (method !== undefined) methods[name] = () => method();
          }
          for (const name of ["cdf", "logCdf"] as const) {
            const method = extra[name];
            if (method !== undefined) methods[name] = () => method(x);
          }
          const { quantile, rsample } = extra;
          if (quantile !== undefined) methods["quantile"] = () => quantile(0.3);
          if (rsample !== undefined) methods["rsample"] = () => rsample(KEY, [3]);
          for (const [name, method] of Object.entries(methods)) expectNoLeak(method, name);
          expectNoLeak(() => checkValue(d, x), "checkValue");
          expectNoLeak(() => checkParameters(d), "checkParameters");
          // Methods leave the distribution usable: nothing of its own was freed.
          d.logProb(x).dataSync();
        });
      });
    });
  });
}
