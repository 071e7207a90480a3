import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy, toFloatTensor, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Constraint } from "./constraints.js";
import type { Distribution, ParameterMap, Reparameterized } from "./distribution.js";
import { broadcast, readParameters } from "./parameters.js";
import { readValue } from "./values.js";

/** What a family is made of before its formulas. */
export interface FamilySpecification<F extends string, K extends string, E extends Shape> {
  /** The factory's name. */
  readonly family: F;
  /** The legal values of each parameter, in the order of the factory's documentation. */
  readonly constraints: Readonly<Record<K, Constraint>>;
  /** What the caller gave. */
  readonly parameters: Readonly<Record<K, NumericInput>>;
  readonly support: Constraint | ((tensors: Readonly<Record<K, Tensor>>) => Constraint);
  /** A batch with which the parameters' own must broadcast, as that of the base of a combinator. */
  readonly batchShape?: Shape;
  /** `[]` unless told. */
  readonly eventShape?: E | ((tensors: Readonly<Record<K, Tensor>>) => E);
  /** What else must hold of the parameters' shapes; throws when it does not. */
  readonly check?: (tensors: Readonly<Record<K, Tensor>>) => void;
  /** Constraints that depend on the parameters, as a bound above another; `constraints` unless told. */
  readonly parameterConstraints?: (tensors: Readonly<Record<K, Tensor>>) => Readonly<Record<K, Constraint>>;
}

/**
 * A family's formulas. Each runs inside `tidy` on float32 tensors whose shapes have been checked; moments may be of any
 * shape that broadcasts to batchShape + eventShape.
 */
export interface Formulas {
  logProb(x: Tensor): Tensor;
  /** Draws of the given whole shape, sampleShape + batchShape + eventShape, with pathwise gradients. */
  rsample?(key: RandomKey, shape: number[]): Tensor;
  /** Draws without gradients, where there is no `rsample`, or cheaper ones of the same values. */
  sample?(key: RandomKey, shape: number[]): Tensor;
  mean?(): Tensor;
  variance?(): Tensor;
  /** Broadcasts to batchShape + eventShape + eventShape. */
  covariance?(): Tensor;
  mode?(): Tensor;
  /** Broadcasts to batchShape. */
  entropy?(): Tensor;
  cdf?(x: Tensor): Tensor;
  logCdf?(x: Tensor): Tensor;
  quantile?(p: Tensor): Tensor;
  /** All values, shape [count] + eventShape; they are repeated over the batch. */
  enumerateSupport?(): Tensor;
}

type OfValue = (value: NumericInput) => Tensor;
type OfNothing = () => Tensor;
type OfTensor = (x: Tensor) => Tensor;

/** The distribution that formulas make: those of its capabilities that they define, and whatever else they carry. */
export type FromFormulas<F extends string, K extends string, M, E extends Shape> = (M extends { rsample: unknown }
  ? Reparameterized<Tensor, E>
  : Distribution<Tensor, E>) & { readonly family: F } & Readonly<Record<K, Tensor>> &
  Omit<M, keyof Formulas> & {
    readonly [N in keyof M & ("mean" | "variance" | "covariance" | "mode" | "entropy" | "enumerateSupport")]: OfNothing;
  } & { readonly [N in keyof M & ("cdf" | "logCdf" | "quantile")]: OfValue };

/**
 * Makes a distribution of its parameters and formulas: reads and checks the parameters, reads values, frees what the
 * formulas make on the way, broadcasts moments to the whole batch, and stops the gradient of `sample`.
 *
 * @param build - The formulas, for the parameters as tensors. Properties beyond `Formulas` are copied to the
 *   distribution as they are; a combinator's `mapParameters` takes the place of the one made here.
 */
export function makeFamily<F extends string, K extends string, M extends Formulas, const E extends Shape = readonly []>(
  specification: FamilySpecification<F, K, E>,
  build: (tensors: Readonly<Record<K, Tensor>>, shapes: { readonly batchShape: number[]; readonly eventShape: E }) => M,
): FromFormulas<F, K, M, E> {
  const { family, constraints } = specification;
  const { tensors, batchShape } = readParameters(family, constraints, specification.parameters, specification.check, specification.batchShape);
  const given = <T>(value: T | ((own: typeof tensors) => T)): T =>
    typeof value === "function" ? (value as (own: typeof tensors) => T)(tensors) : value;
  const eventShape = given((specification.eventShape ?? []) as E | ((own: typeof tensors) => E));
  const shapes = { batchShape, eventShape };
  const whole = [...batchShape, ...eventShape];
  const formulas: Formulas = build(tensors, shapes);
  const { logProb, mean, variance, mode, entropy, covariance, cdf, logCdf, quantile, rsample, sample, enumerateSupport } = formulas;
  const draw = sample ?? rsample;
  if (draw === undefined) throw new Error(`${family}: expected a formula for sample or rsample; got neither.`);
  // One object, filled in place: a distribution is made at every step of training, and copying objects would cost more
  // than the rest of it.
  const d = formulas as unknown as Record<string, unknown>;
  d["family"] = family;
  d["batchShape"] = batchShape;
  d["eventShape"] = eventShape;
  d["support"] = given(specification.support);
  d["parameterConstraints"] = specification.parameterConstraints?.(tensors) ?? constraints;
  for (const name in tensors) d[name] = tensors[name];

  // On wasm some operations on matrices without elements corrupt memory, so no formula sees them.
  const matrices = eventShape.length > 1;
  const ofValue = (name: string, formula: OfTensor): OfValue => {
    const caller = `${family}.${name}`;
    return (value) =>
      tidy(() => {
        const x = readValue(caller, value, shapes);
        return matrices && x.size === 0 ? tf.zeros((broadcast(x.shape, whole) as number[]).slice(0, -eventShape.length)) : formula(x);
      });
  };
  const drawn = (formula: (key: RandomKey, shape: number[]) => Tensor): ((key: RandomKey, sampleShape?: Shape) => Tensor) =>
    (key, sampleShape = []) =>
      tidy(() => (matrices && sampleShape.includes(0) ? tf.zeros([...sampleShape, ...whole]) : formula(key, [...sampleShape, ...whole])));
  // tfjs broadcasts nothing to an axis of size 0.
  const moment = (formula: OfNothing, shape: number[]): OfNothing => () =>
    tidy(() => (shape.includes(0) ? tf.zeros(shape) : tf.broadcastTo(formula(), shape)));
  d["logProb"] = ofValue("logProb", logProb);
  if (rsample !== undefined) d["rsample"] = drawn(rsample);
  d["sample"] = drawn((key, shape) => withoutGradient(() => draw(key, shape)));
  if (mean !== undefined) d["mean"] = moment(mean, whole);
  if (variance !== undefined) d["variance"] = moment(variance, whole);
  if (mode !== undefined) d["mode"] = moment(mode, whole);
  if (entropy !== undefined) d["entropy"] = moment(entropy, batchShape);
  if (covariance !== undefined) d["covariance"] = moment(covariance, [...whole, ...eventShape]);
  if (cdf !== undefined) d["cdf"] = ofValue("cdf", cdf);
  if (logCdf !== undefined) d["logCdf"] = ofValue("logCdf", logCdf);
  if (quantile !== undefined) d["quantile"] = (p: NumericInput) => tidy(() => quantile(toFloatTensor(p)));
  if (enumerateSupport !== undefined) {
    d["enumerateSupport"] = () =>
      tidy(() => {
        const values = enumerateSupport();
        const [count, ...event] = values.shape as [number, ...number[]];
        return tf.broadcastTo(tf.reshape(values, [count, ...batchShape.map(() => 1), ...event]), [count, ...whole]);
      });
  }
  d["mapParameters"] ??= (map: ParameterMap) => {
    const names = Object.keys(tensors) as K[];
    const mapped = Object.fromEntries(names.map((name) => [name, map(tensors[name], name, constraints[name].eventRank)]));
    return makeFamily({ ...specification, parameters: mapped as Record<K, NumericInput> }, build);
  };
  return d as unknown as FromFormulas<F, K, M, E>;
}
