import * as tf from "@tensorflow/tfjs-core";
import { sameShape, type NumericInput } from "@variate/math";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import { checkGradients, expectClose, expectNoLeak, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import { checkParameters, checkValue, hasKl, klDivergence, type Distribution } from "../../src/index.js";
import { remake, tensorOf, tensorsOf } from "./agreement.js";
import type { ReferenceFile } from "./referenceFile.js";
import type { FamilyRow } from "./row.js";

/** The optional capabilities, looked up by name. */
export type Capabilities = Partial<
  Record<"mean" | "variance" | "covariance" | "mode" | "entropy" | "enumerateSupport", () => tf.Tensor> &
    Record<"cdf" | "logCdf" | "quantile", (value: NumericInput) => tf.Tensor> &
    Record<"rsample", (key: RandomKey, shape?: readonly number[]) => tf.Tensor>
>;

export const capabilities = (d: Distribution): Capabilities => d as unknown as Capabilities;
type Settings = Readonly<Record<string, Nested>>;
const KEY = randomKey(20);

const shapeOf = (x: Nested): number[] => (Array.isArray(x) ? [x.length, ...shapeOf(x[0] as Nested)] : []);

/** One setting without a batch and one with a batch of up to three, from the first cases of the reference file. */
export function settingsOf(row: FamilyRow, file: ReferenceFile): readonly Settings[] {
  if (row.settings !== undefined) return row.settings;
  const plain = file.cases.filter((each) => !each.extreme).map((each) => each.parameters);
  const first = plain[0] as Settings;
  const shapes = (settings: Settings): string => JSON.stringify(Object.values(settings).map(shapeOf));
  const fixed = (settings: Settings): string => JSON.stringify((row.plain ?? []).map((name) => settings[name]));
  // Without a parameter of its own a family has no batch to be given.
  if (Object.keys(first).every((name) => row.plain?.includes(name))) return [first];
  const alike = plain.filter((each) => shapes(each) === shapes(first) && fixed(each) === fixed(first)).slice(0, 3);
  const batch = Object.fromEntries(
    Object.keys(first).map((name) => [name, row.plain?.includes(name) ? (first[name] as Nested) : alike.map((each) => each[name] as Nested)]),
  );
  return [first, batch];
}

/** The parameters of `d` repeated along new leading batch axes. */
function expanded(row: FamilyRow, d: Distribution, parameters: Readonly<Record<string, tf.Tensor>>, batch: readonly number[]): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => {
      if (row.plain?.includes(name)) return [name, parameter];
      const rank = d.parameterConstraints?.[name]?.eventRank ?? 0;
      const event = parameter.shape.slice(parameter.rank - rank);
      return [name, tf.broadcastTo(parameter, [...batch, ...d.batchShape, ...event])];
    }),
  );
}

/**
 * Declares the checks of structure that every family must pass: shapes, broadcasting, keys, draws by their definition,
 * gradients that pass and stop, inputs of every kind, errors and leaks.
 */
export function checkStructure(row: FamilyRow, file: ReferenceFile): void {
  const each = (title: string, body: (d: Distribution, parameters: Record<string, tf.Tensor>, settings: Settings) => void): void => {
    test(title, () => {
      for (const settings of settingsOf(row, file)) {
        tf.tidy(() => {
          const parameters = tensorsOf(row, settings);
          body(remake(row, parameters), parameters, settings);
        });
      }
    });
  };
  const { constants = [], plain = [] } = row;
  const isTensor = (name: string): boolean => !plain.includes(name);

  each("methods give results of their shapes", (d) => {
    const { rsample: _, quantile, ...methods } = capabilities(d);
    expect(d.family).toBe(row.family);
    for (const name of ["mean", "variance", "mode", "entropy", "covariance"] as const) {
      const event = name === "entropy" ? [] : name === "covariance" ? [...d.eventShape, ...d.eventShape] : d.eventShape;
      if (methods[name] !== undefined) expect(methods[name]().shape, name).toEqual([...d.batchShape, ...event]);
    }
    if (methods.cdf !== undefined) expect(methods.logCdf, "logCdf beside cdf").toBeDefined();
    if (quantile !== undefined && methods.cdf !== undefined && !d.support.discrete) {
      const p = tf.reshape(tensorOf([0.001, 0.25, 0.5, 0.75, 0.999]), [5, ...d.batchShape.map(() => 1)]);
      const back = methods.cdf(quantile(p));
      expect(back.shape).toEqual([5, ...d.batchShape]);
      expectClose(back, tf.broadcastTo(p, [5, ...d.batchShape]), { absolute: 2e-6 }, "cdf of quantile");
    }
  });

  each("draws have shape sampleShape + batchShape + eventShape, lie in the support and can be scored", (d) => {
    for (const sampleShape of [[], [1], [4], [2, 3], [0]]) {
      const x = d.sample(KEY, sampleShape);
      expect(x.shape).toEqual([...sampleShape, ...d.batchShape, ...d.eventShape]);
      expect(d.logProb(x).shape).toEqual([...sampleShape, ...d.batchShape]);
      checkValue(d, x);
    }
    expect(d.sample(KEY).shape).toEqual([...d.batchShape, ...d.eventShape]);
  });

  each("a key fixes the draws, rsample gives those of sample, and they are those of the definition", (d, parameters) => {
    const [first, second] = splitKey(KEY, 2) as [RandomKey, RandomKey];
    const draws = [...d.sample(first, [50]).dataSync()];
    expect([...d.sample(first, [50]).dataSync()]).toEqual(draws);
    if (new Set(draws).size > 1) expect([...d.sample(second, [50]).dataSync()]).not.toEqual(draws);
    const { rsample } = capabilities(d);
    if (rsample !== undefined) expect([...rsample(first, [50]).dataSync()]).toEqual(draws);
    if (row.draws === undefined) return;
    const want = row.draws(KEY, [5, ...d.batchShape, ...d.eventShape], parameters);
    expectClose(d.sample(KEY, [5]), want, { relative: 2e-6 }, "draws by their definition");
  });

  each("a value of shape [B] is scored against a batch [S, B]", (d, parameters) => {
    const batch = [2, 3];
    if (!Object.keys(parameters).some(isTensor)) return;
    const wide = remake(row, expanded(row, d, parameters, batch));
    expect(wide.batchShape).toEqual([...batch, ...d.batchShape]);
    expect(wide.eventShape).toEqual(d.eventShape);
    const x = d.sample(KEY, [3]);
    const scores = wide.logProb(x);
    expect(scores.shape).toEqual([...batch, ...d.batchShape]);
    expectClose(scores, tf.broadcastTo(d.logProb(x), scores.shape), { relative: 1e-6 });
  });

  each("gradients pass through rsample and stop at sample", (d, parameters) => {
    const names = Object.keys(parameters).filter((name) => isTensor(name) && !constants.includes(name));
    const inputs = names.map((name) => parameters[name] as tf.Tensor);
    if (inputs.length === 0) return;
    const moved = (given: tf.Tensor[]): Distribution =>
      remake(row, { ...parameters, ...Object.fromEntries(names.map((name, i) => [name, given[i] as tf.Tensor])) });
    if ("rsample" in d && row.pathwise !== "implicit") {
      checkGradients((...given) => {
        const draws = (capabilities(moved(given)).rsample as NonNullable<Capabilities["rsample"]>)(KEY, [4]);
        // tfjs refuses a function that does not depend on an input.
        return tf.addN([draws, ...given.map((x) => tf.mul(tf.sum(x), tf.zerosLike(draws)))]);
      }, inputs);
    }
    const total = (...given: tf.Tensor[]): tf.Scalar =>
      tf.addN([tf.sum(tf.cast(moved(given).sample(KEY, [4]), "float32")), ...given.map((x) => tf.sum(x))]) as tf.Scalar;
    for (const gradient of tf.grads(total)(inputs)) expectClose(gradient, tf.onesLike(gradient));
  });

  each("the probabilities of an enumerable support add up to 1", (d) => {
    const { enumerateSupport } = capabilities(d);
    if (enumerateSupport === undefined) return;
    const values = enumerateSupport();
    expect(values.shape).toEqual([values.shape[0], ...d.batchShape, ...d.eventShape]);
    expectClose(tf.sum(tf.exp(d.logProb(values)), 0), tf.ones([...d.batchShape]));
  });

  each("numbers, arrays and tensors of any numeric dtype are taken alike", (d, parameters, settings) => {
    const value = d.sample(KEY, [2]);
    const want = d.logProb(value);
    const near = { relative: 2e-7 };
    expectClose(remake(row, settings).logProb(value.arraySync() as NumericInput), want, near);
    const wholeNumbers = (x: tf.Tensor): boolean => [...x.dataSync()].every(Number.isInteger);
    const integers = Object.fromEntries(
      Object.entries(parameters).map(([name, x]) => [name, isTensor(name) && wholeNumbers(x) ? tf.cast(x, "int32") : x]),
    );
    expectClose(remake(row, integers).logProb(d.support.discrete ? tf.cast(value, "int32") : value), want, near);
  });

  each("parameters are legal, and KL(p‖p) is 0", (d) => {
    checkParameters(d);
    if (hasKl(d, d)) expectClose(klDivergence(d, d), tf.zeros([...d.batchShape]), { absolute: 2e-6 });
  });

  each("mapParameters makes the same family of other parameters", (d) => {
    const mapped = d.mapParameters?.((x) => tf.tile(tf.expandDims(x, 0), [2, ...x.shape.map(() => 1)]));
    expect(mapped, "mapParameters").toBeDefined();
    const x = d.sample(KEY);
    if (d.batchShape.length > 0 || mapped === undefined) return;
    expect(mapped.batchShape).toEqual([2]);
    expectClose(mapped.logProb(x), tf.stack([d.logProb(x), d.logProb(x)]), { relative: 1e-6 });
  });

  each("a missing parameter, shapes that do not broadcast and a value of the wrong shape are refused, without a leak", (d, parameters, settings) => {
    expectNoLeak(() => {
      expect(() => remake(row, {})).toThrow(new RegExp(`^${d.family}: expected `));
    });
    const [name, other] = Object.keys(parameters).filter(isTensor) as [string?, string?];
    if (name !== undefined && other !== undefined && sameShape((parameters[name] as tf.Tensor).shape, (parameters[other] as tf.Tensor).shape)) {
      const grown = (key: string, size: number): NumericInput =>
        tf.stack(Array.from({ length: size }, () => parameters[key] as tf.Tensor)).arraySync() as NumericInput;
      // Given as arrays, so that the factory converts them before it finds the mistake.
      const bad = { ...settings, [name]: grown(name, 2), [other]: grown(other, 3) };
      expectNoLeak(() => {
        expect(() => remake(row, bad)).toThrow(/expected .* broadcast together; got .*\[2.*\[3/);
      });
    }
    const wide = name !== undefined ? remake(row, expanded(row, d, parameters, [2])) : d;
    const wrong = tf.zeros([7, 11, 13]);
    expect(() => wide.logProb(wrong)).toThrow(new RegExp(`^${d.family}.logProb: expected a value that broadcasts`));
  });

  each("no method leaks, and disposing a distribution frees what the factory made", (d, _, settings) => {
    expectNoLeak(() => remake(row, settings), "factory");
    const x = d.sample(KEY, [2]);
    const { quantile, rsample, ...extra } = capabilities(d);
    const methods: Record<string, () => tf.Tensor> = { logProb: () => d.logProb(x), sample: () => d.sample(KEY, [3]) };
    for (const name of ["mean", "variance", "covariance", "mode", "entropy", "enumerateSupport"] as const) {
      const method = extra[name];
      if (method !== undefined) methods[name] = () => method();
    }
    for (const name of ["cdf", "logCdf"] as const) {
      const method = extra[name];
      if (method !== undefined) methods[name] = () => method(x);
    }
    if (quantile !== undefined) methods["quantile"] = () => quantile(0.3);
    if (rsample !== undefined) methods["rsample"] = () => rsample(KEY, [3]);
    for (const [name, method] of Object.entries(methods)) expectNoLeak(method, name);
    expectNoLeak(() => checkValue(d, x), "checkValue");
    expectNoLeak(() => checkParameters(d), "checkParameters");
    // Methods leave the distribution usable: nothing of its own was freed.
    d.logProb(x).dataSync();
  });
}
