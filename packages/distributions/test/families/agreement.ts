import * as tf from "@tensorflow/tfjs-core";
import { expectClose, type Nested } from "@variate/testing";
import type { Distribution } from "../../src/index.js";
import type { ReferenceFile } from "./referenceFile.js";
import type { FamilyRow } from "./row.js";

type Tensors = Readonly<Record<string, tf.Tensor>>;
type Methods = Readonly<Record<string, ((...given: readonly unknown[]) => tf.Tensor) | undefined>>;

/** The tolerances of the golden file's README, by quantity. */
const TOLERANCES = {
  logProb: { relative: 1e-5 },
  logCdf: { relative: 1e-5 },
  cdf: { absolute: 2e-6 },
  quantile: { relative: 1e-5 },
  moment: { relative: 1e-5 },
  gradient: { relative: 2e-5 },
} as const;

export const tensorOf = (value: Nested): tf.Tensor => tf.tensor(numbers(value) as tf.TensorLike, undefined, "float32");

/** `"inf"` and `"-inf"` as numbers, and what float32 cannot hold as an infinity. */
function numbers(value: Nested): Nested {
  if (value === "inf") return Infinity;
  if (value === "-inf") return -Infinity;
  if (typeof value === "number") return Math.fround(value);
  return typeof value === "object" ? value.map(numbers) : value;
}

export const remake = (row: FamilyRow, parameters: object): Distribution => (row.make as (given: object) => Distribution)(parameters);

/** Parameters as tensors, but for those that are plain numbers. */
export const tensorsOf = (row: FamilyRow, parameters: Readonly<Record<string, Nested>>): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, x]) => [name, row.plain?.includes(name) ? (x as unknown as tf.Tensor) : tensorOf(x)]),
  );

/**
 * Compares every quantity of every case with the package; all that disagree are named in one error.
 *
 * @returns How many (parameters, quantity) cases were compared.
 */
export function compareWithReference(row: FamilyRow, file: ReferenceFile): number {
  const complaints: string[] = [];
  let compared = 0;
  for (const [i, reference] of file.cases.entries()) {
    tf.tidy(() => {
      const label = (quantity: string): string => `${row.family} ${i} ${JSON.stringify(reference.parameters)} ${quantity}`;
      const check = (quantity: string, kind: keyof typeof TOLERANCES, got: () => tf.Tensor, want: Nested): void => {
        compared++;
        const base = row.tolerances?.[quantity];
        const scale = reference.extreme ? { relative: 1e-4 } : TOLERANCES[kind];
        const tolerance = base === undefined ? scale : { relative: base };
        try {
          expectClose(got(), numbers(want), tolerance, label(quantity));
        } catch (error) {
          complaints.push(error instanceof Error ? error.message : String(error));
        }
      };
      const parameters = tensorsOf(row, reference.parameters);
      const value = tensorOf(reference.value);
      const d = remake(row, parameters);
      const methods = d as unknown as Methods;
      const method = (name: string) => (...given: readonly unknown[]): tf.Tensor => {
        const own = methods[name];
        if (own === undefined) throw new Error(`${label(name)}: expected a method ${name}.`);
        return own(...given);
      };
      check("logProb", "logProb", () => d.logProb(value), reference.logProb);
      if (reference.cdf !== undefined) check("cdf", "cdf", () => method("cdf")(value), reference.cdf);
      if (reference.logCdf !== undefined) check("logCdf", "logCdf", () => method("logCdf")(value), reference.logCdf);
      if (reference.quantile !== undefined) {
        const { p, x } = reference.quantile;
        check("quantile", "quantile", () => method("quantile")(p), x);
      }
      for (const name of ["mean", "variance", "covariance", "mode", "entropy"] as const) {
        const want = reference[name];
        if (want !== undefined) check(name, "moment", method(name), want);
      }
      for (const [quantity, score] of [["gradient", "logProb"], ["cdfGradient", "cdf"]] as const) {
        const wanted = reference[quantity];
        if (wanted === undefined) continue;
        const gradients = gradientsOf(row, score, parameters, value, Object.keys(wanted));
        const all = Object.entries(wanted);
        compared -= all.length - 1;
        for (const [name, want] of all) check(`${quantity} in ${name}`, "gradient", () => gradients[name] as tf.Tensor, want);
      }
    });
  }
  if (complaints.length > 0) throw new Error(`${complaints.length} of ${compared} disagree:\n${complaints.slice(0, 12).join("\n")}`);
  return compared;
}

/**
 * The gradient of one score at each value: the parameters are repeated along the values, so that each value has its own.
 */
export function gradientsOf(row: FamilyRow, score: string, parameters: Tensors, value: tf.Tensor, names: readonly string[]): Tensors {
  const count = value.shape[0] as number;
  const repeated = (x: tf.Tensor): tf.Tensor => tf.tile(tf.expandDims(x, 0), [count, ...x.shape.map(() => 1)]);
  const wide = Object.fromEntries(Object.entries(parameters).map(([name, x]) => [name, names.includes(name) ? repeated(x) : x]));
  const inputs = names.map((name) => (name === "value" ? value : (wide[name] as tf.Tensor)));
  const total = (...given: tf.Tensor[]): tf.Scalar => {
    const moved = Object.fromEntries(names.map((name, i) => [name, given[i] as tf.Tensor]));
    const { value: at = value, ...own } = moved;
    const method = (remake(row, { ...wide, ...own }) as unknown as Methods)[score];
    if (method === undefined) throw new Error(`${row.family}: expected a method ${score}.`);
    // tfjs refuses a function that does not depend on an input, as a uniform density on its value.
    return tf.addN([tf.sum(method(at)), ...given.map((x) => tf.sum(tf.mul(x, 0)))]) as tf.Scalar;
  };
  const gradients = tf.grads(total)(inputs);
  return Object.fromEntries(names.map((name, i) => [name, gradients[i] as tf.Tensor]));
}
