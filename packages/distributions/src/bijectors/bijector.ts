import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy, toFloatTensor, type NumericInput, type Shape } from "@variate/math";
import type { Constraint } from "../constraints.js";
import type { ParameterMap } from "../distribution.js";
import { broadcast } from "../parameters.js";

/** The image of a value, and log |det J| of the map that made it. */
export interface ValueAndLogDet {
  readonly value: Tensor;
  readonly logDet: Tensor;
}

/**
 * A differentiable function with a differentiable inverse: a plain object whose parameters are its properties.
 *
 * An element of the input takes the last `forwardEventRank` axes, one of the output the last `inverseEventRank`; all
 * axes in front are a batch, against which the parameters broadcast. A log-determinant is log |det J| in nats, with one
 * entry for each element of that common batch. Gradients reach both the value and the parameters.
 */
export interface Bijector<N extends string = string> {
  /** The factory's name: a literal in each bijector, `"affine"`. */
  readonly name: N;
  /** The shape to which the parameters broadcast, in front of the axes that one element takes. */
  readonly batchShape: Shape;
  /** Trailing axes of one element of the input. */
  readonly forwardEventRank: number;
  /** Trailing axes of one element of the output. */
  readonly inverseEventRank: number;
  readonly domain: Constraint;
  readonly codomain: Constraint;
  forward(x: NumericInput): Tensor;
  inverse(y: NumericInput): Tensor;
  /** log |det ∂forward(x)/∂x|. */
  forwardLogDet(x: NumericInput): Tensor;
  /** log |det ∂inverse(y)/∂y| = −forwardLogDet(inverse(y)). */
  inverseLogDet(y: NumericInput): Tensor;
  /** `forward` and `forwardLogDet` at once, which shares their work. */
  forwardWithLogDet(x: NumericInput): ValueAndLogDet;
  /** `inverse` and `inverseLogDet` at once. */
  inverseWithLogDet(y: NumericInput): ValueAndLogDet;
  /** Shape of the image of a value; axes in front of an element's own are kept. */
  forwardShape(shape: Shape): Shape;
  inverseShape(shape: Shape): Shape;
  /** Legal values of the parameters that `checkParameters` looks at, by their name on this object. */
  readonly parameterConstraints?: Readonly<Record<string, Constraint>>;
  /** The same bijector with other parameters, those that `map` makes of its own; absent where it has none. */
  mapParameters?(map: ParameterMap): Bijector<N>;
}

/** A bijector between intervals of numbers, which rises or falls throughout. */
export interface Monotone {
  /** Positive where the function rises, negative where it falls; a tensor where that hangs on parameters. */
  direction(): Tensor | number;
}

/** A bijector x ↦ A x + b: its log-determinant is the same everywhere, means map to means and modes to modes. */
export interface AffineMap {
  readonly affine: true;
}

/** What a bijector is made of: the same functions of float32 tensors whose shapes have been checked. */
export interface Definition<N extends string> {
  readonly name: N;
  readonly domain: Constraint;
  readonly codomain: Constraint;
  readonly batchShape?: Shape;
  /** Legal values of the parameters, which are among the bijector's own properties. */
  readonly constraints?: Readonly<Record<string, Constraint>>;
  /** The bijector with these parameters. */
  readonly remake?: (parameters: never) => Bijector<N>;
  readonly forward: (x: Tensor) => Tensor;
  readonly inverse: (y: Tensor) => Tensor;
  /** Of any shape that broadcasts to the batch. */
  readonly forwardLogDet: (x: Tensor) => Tensor;
  /** From y and x = inverse(y); −forwardLogDet(x) where it is absent. */
  readonly inverseLogDet?: (y: Tensor, x: () => Tensor) => Tensor;
  /** Where value and log-determinant share work. */
  readonly forwardBoth?: (x: Tensor) => ValueAndLogDet;
  readonly inverseBoth?: (y: Tensor) => ValueAndLogDet;
  /** Shape of one element's image from the shape of one element; the same where absent. Throws where there is none. */
  readonly forwardShape?: (event: Shape, caller: string) => Shape;
  readonly inverseShape?: (event: Shape, caller: string) => Shape;
}

/**
 * A bijector by its definition: reads inputs, checks shapes, frees what is made on the way, and gives log-determinants
 * the full shape of the batch.
 *
 * @param parts - Its own properties: parameters, and what it is beside a bijector.
 */
export function bijector<N extends string, P extends object = object>(definition: Definition<N>, parts: P): Bijector<N> & P {
  const { name, domain, codomain, batchShape = [], forward, inverse, forwardLogDet, inverseLogDet } = definition;
  const ends = {
    forward: { rank: domain.eventRank, map: definition.forwardShape },
    inverse: { rank: codomain.eventRank, map: definition.inverseShape },
  };
  const mapShape = (side: keyof typeof ends, shape: Shape, caller: string): Shape => {
    const { rank, map } = ends[side];
    if (shape.length < rank) {
      throw new Error(`${name}.${caller}: expected at least ${rank} axes, those of one element; got ${formatShape(shape)}.`);
    }
    const lead = shape.length - rank;
    return map === undefined ? shape : [...shape.slice(0, lead), ...map(shape.slice(lead), `${name}.${caller}`)];
  };
  /** Runs `body` on a checked float32 tensor; the shape of the batch goes with it. */
  const run = <T>(side: keyof typeof ends, method: string, input: NumericInput, body: (value: Tensor, batch: Shape) => T): T =>
    tidy(() => {
      const value = toFloatTensor(input);
      mapShape(side, value.shape, method);
      const batch = broadcast(value.shape.slice(0, value.rank - ends[side].rank), batchShape);
      if (batch === undefined) {
        throw new Error(
          `${name}.${method}: expected a value whose batch broadcasts against that of the parameters, ` +
            `${formatShape(batchShape)}; got ${formatShape(value.shape)}.`,
        );
      }
      return body(value, batch);
    });
  const full = (logDet: Tensor, batch: Shape): Tensor => {
    const shape = broadcast(logDet.shape, batch) as Shape;
    return sameShape(shape, logDet.shape) ? logDet : tf.broadcastTo(logDet, [...shape]);
  };
  const logDetBack = (y: Tensor, x: () => Tensor): Tensor =>
    inverseLogDet === undefined ? tf.neg(forwardLogDet(x())) : inverseLogDet(y, x);

  const { constraints, remake } = definition;
  const ofParameters =
    constraints === undefined || remake === undefined
      ? {}
      : {
          parameterConstraints: constraints,
          mapParameters: (map: ParameterMap) => {
            const own = parts as Readonly<Record<string, Tensor>>;
            const mapped = Object.entries(constraints).map(([key, { eventRank }]) => [key, map(own[key] as Tensor, key, eventRank)]);
            return remake(Object.fromEntries(mapped) as never);
          },
        };
  return {
    name, batchShape, domain, codomain, forwardEventRank: domain.eventRank, inverseEventRank: codomain.eventRank, ...ofParameters, ...parts,
    forward: (x) => run("forward", "forward", x, forward),
    inverse: (y) => run("inverse", "inverse", y, inverse),
    forwardLogDet: (x) => run("forward", "forwardLogDet", x, (value, batch) => full(forwardLogDet(value), batch)),
    inverseLogDet: (y) =>
      run("inverse", "inverseLogDet", y, (value, batch) =>
        full(definition.inverseBoth?.(value).logDet ?? logDetBack(value, () => inverse(value)), batch),
      ),
    forwardWithLogDet: (x) =>
      run("forward", "forwardWithLogDet", x, (value, batch) => {
        const both = definition.forwardBoth?.(value) ?? { value: forward(value), logDet: forwardLogDet(value) };
        return { value: both.value, logDet: full(both.logDet, batch) };
      }),
    inverseWithLogDet: (y) =>
      run("inverse", "inverseWithLogDet", y, (value, batch) => {
        if (definition.inverseBoth !== undefined) {
          const both = definition.inverseBoth(value);
          return { value: both.value, logDet: full(both.logDet, batch) };
        }
        const x = inverse(value);
        return { value: x, logDet: full(logDetBack(value, () => x), batch) };
      }),
    forwardShape: (shape) => mapShape("forward", shape, "forwardShape"),
    inverseShape: (shape) => mapShape("inverse", shape, "inverseShape"),
  };
}

/**
 * A bijector with the parameters of `part` changed, or `part` itself where it has none. They are seen under `prefix`, and
 * `extraRank` of the axes in front of their own as axes of one element, of size 1 where they are missing.
 */
export function remapped<B extends Bijector>(part: B, map: ParameterMap, prefix: string, extraRank: number): B {
  if (part.mapParameters === undefined) return part;
  return part.mapParameters((parameter, name, rank) => {
    const missing = Math.max(0, rank + extraRank - parameter.rank);
    const whole = missing === 0 ? parameter : tf.reshape(parameter, [...Array.from({ length: missing }, () => 1), ...parameter.shape]);
    return map(whole, prefix + name, rank + extraRank);
  }) as B;
}

/** A bijector that moves elements about, or shifts them: log-determinant 0 everywhere. */
export const zero = (): Tensor => tf.scalar(0);
