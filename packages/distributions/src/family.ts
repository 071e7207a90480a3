import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcast, tidy, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Constraint } from "./constraints.js";
import type { Distribution, ParameterMap, Reparameterized } from "./distribution.js";
import { readParameters } from "./parameters.js";
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
  /** Outside [0, 1] it becomes NaN, whatever this gives. */
  quantile?(p: Tensor): Tensor;
  /** All values, shape [count] + eventShape; they are repeated over the batch. */
  enumerateSupport?(): Tensor;
}

/** Formulas with a way to draw. */
export type Drawable = Formulas & ({ rsample: Draw } | { sample: Draw });

type OfValue = (value: NumericInput) => Tensor;
type OfNothing = () => Tensor;
type Draw = (key: RandomKey, shape: number[]) => Tensor;

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
export function makeFamily<F extends string, K extends string, M extends Drawable, const E extends Shape = readonly []>(
  specification: FamilySpecification<F, K, E>,
  build: (tensors: Readonly<Record<K, Tensor>>, shapes: { readonly batchShape: number[]; readonly eventShape: E }) => M,
): FromFormulas<F, K, M, E> {
  const { family, constraints, parameterConstraints } = specification;
  const { tensors, batchShape } = readParameters(family, constraints, specification.parameters, specification.check, specification.batchShape);
  const given = <T>(value: T | ((own: typeof tensors) => T)): T =>
    typeof value === "function" ? (value as (own: typeof tensors) => T)(tensors) : value;
  const eventShape = given((specification.eventShape ?? []) as E | ((own: typeof tensors) => E));
  const support = given(specification.support);
  const shapes = { batchShape, eventShape };
  const whole = [...batchShape, ...eventShape];
  const formulas: Formulas = build(tensors, shapes);
  formulas.sample ??= formulas.rsample as Draw;
  // One object, filled in place: a distribution is made at every step of training, and copying objects would cost more
  // than the rest of it.
  const known = { family, ...shapes, support, parameterConstraints: parameterConstraints?.(tensors) ?? constraints };
  const d = Object.assign(formulas, known, tensors) as unknown as Record<string, unknown>;

  /** Puts a method in the place of a formula, where there is one. */
  const method = <N extends keyof Formulas, A extends readonly unknown[]>(
    name: N,
    body: (formula: NonNullable<Formulas[N]>, ...args: A) => Tensor,
  ): void => {
    const formula = formulas[name];
    if (formula) d[name] = (...args: A) => tidy(() => body(formula, ...args));
  };

  // On wasm some operations without elements corrupt memory, and tfjs broadcasts nothing to an axis of size 0: no formula
  // sees values without elements, nor makes moments, or draws of vectors and matrices, without.
  const draw = (formula: Draw, key: RandomKey, sampleShape: Shape = []): Tensor => {
    const shape = [...sampleShape, ...whole];
    const empty = eventShape.length > 0 && !support.discrete && shape.includes(0);
    return empty ? tf.zeros(shape) : formula(key, shape);
  };
  method("rsample", draw);
  method("sample", (...args: Parameters<typeof draw>) => withoutGradient(() => draw(...args)));
  for (const name of ["logProb", "cdf", "logCdf", "quantile"] as const) {
    method(name, (formula, value: NumericInput) => {
      const x = readValue(`${family}.${name}`, value, shapes);
      const shape = broadcast(x.shape, whole) as number[];
      if (shape.includes(0)) return tf.zeros(shape.slice(0, shape.length - eventShape.length));
      const legal = (): Tensor => tf.greaterEqual(tf.mul(x, tf.sub(1, x)), 0);
      return name === "quantile" ? tf.where(withoutGradient(legal), formula(x), NaN) : formula(x);
    });
  }
  const filling = (shape: number[]) => (formula: OfNothing): Tensor =>
    shape.includes(0) ? tf.zeros(shape) : tf.broadcastTo(formula(), shape);
  method("mean", filling(whole));
  method("variance", filling(whole));
  method("mode", filling(whole));
  method("entropy", filling(batchShape));
  method("covariance", filling([...whole, ...eventShape]));
  method("enumerateSupport", (formula) => {
    const values = formula();
    const [count, ...event] = values.shape as [number, ...number[]];
    return tf.broadcastTo(tf.reshape(values, [count, ...batchShape.map(() => 1), ...event]), [count, ...whole]);
  });
  d["mapParameters"] ??= (map: ParameterMap) => {
    const mapped = {} as Record<K, NumericInput>;
    for (const name in tensors) mapped[name] = map(tensors[name], name, constraints[name].eventRank);
    return makeFamily({ ...specification, parameters: mapped }, build);
  };
  return d as unknown as FromFormulas<F, K, M, E>;
}
