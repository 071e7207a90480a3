import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, tidy, withoutGradient, type Shape } from "@variate/math";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import type { Constraint } from "../constraints.js";
import type { Distribution, HasEntropy, ParameterMap, Reparameterized, Value } from "../distribution.js";
import { broadcast } from "../parameters.js";
import { mapParametersOf, overBatch } from "./batch.js";

/** One part of a joint distribution: a distribution, or a function of the parts before it that returns one. */
// A function takes the values of earlier parts, whose names and types it states itself.
export type JointPart<V extends Value = Value> = Distribution<V> | ((earlier: never) => Distribution<V>);

type PartOf<P> = P extends (earlier: never) => infer D ? D : P;
type ValueOf<P> = PartOf<P> extends Distribution<infer V> ? V : never;

/** Named values, one for each part. */
export type JointValue<P extends Readonly<Record<string, unknown>>> = { readonly [N in keyof P]: ValueOf<P[N]> };

/** The same as a `Value`, which the compiler cannot conclude of a mapped type. */
type Named<P extends Readonly<Record<string, unknown>>> = JointValue<P> & { readonly [name: string]: Value };

type All<P extends Readonly<Record<string, unknown>>, C> = { readonly [N in keyof P]: PartOf<P[N]> extends C ? true : false }[keyof P] extends true
  ? true
  : false;
type Dependent<P extends Readonly<Record<string, unknown>>> = { readonly [N in keyof P]: P[N] extends (earlier: never) => unknown ? true : never }[keyof P];

/** Parts under their names; `rsample` where every part has it, `entropy` where no part depends on another and all have one. */
export type Joint<P extends Readonly<Record<string, unknown>>> = Distribution<Named<P>> & {
  readonly family: "joint";
  readonly parts: P;
  /** The shape of one draw of each part. */
  readonly eventShapes: { readonly [N in keyof P]: Shape };
  /** log p of each part given those before it. */
  logProbs(value: JointValue<P>): { readonly [N in keyof P]: Tensor };
} & (All<P, { readonly rsample: unknown }> extends true ? Reparameterized<Named<P>> : unknown) &
  ([Dependent<P>] extends [never] ? (All<P, HasEntropy> extends true ? HasEntropy : unknown) : unknown);

/**
 * Several random variables under names, each of which may depend on those before it: a directed graphical model.
 *
 *   log p(x₁, …, xₙ) = Σᵢ log p(xᵢ | x₁, …, xᵢ₋₁),   in nats
 *
 * ```ts
 * const model = joint({
 *   z: standardNormal([2]),
 *   x: ({ z }: { z: tf.Tensor }) => independent(normal({ loc: decode(z), scale: 1 }), 1),
 * });
 * ```
 *
 * Values are objects with the parts' names. Parts come in the order in which they are written; part i draws with
 * `splitKey(key, n)[i]`. A function is given the values of the parts before it, of whatever leading axes they have, and
 * returns a distribution whose batch shape holds those axes (or broadcasts against them). Gradients of `rsample` pass from part to part.
 *
 * The batch shape is that to which those of the parts broadcast. `eventShapes` has the shape of each part's draws;
 * `eventShape` is empty. To learn them, functions are called once, with draws, when the distribution is made.
 *
 * @param parts - Distributions and functions that return one, by name.
 * @throws If there is no part, a part is named like an integer (JavaScript would move it to the front), or batches do not
 *   broadcast.
 */
export function joint<const P extends Readonly<Record<string, JointPart>>>(parts: P): Joint<P> {
  const names = Object.keys(parts);
  const misplaced = names.find((name) => /^\d+$/.test(name));
  if (names.length === 0 || misplaced !== undefined) {
    throw new Error(`joint: expected parts under names in their order; got ${misplaced === undefined ? "none" : `the name ${misplaced}, which comes first in any object`}.`);
  }
  type Values = Record<string, Value>;
  /** Goes through the parts with the values so far: `visit` returns the value of each. */
  const walk = (visit: (d: Distribution<Value>, name: string, i: number) => Value): Values => {
    const values: Values = {};
    names.forEach((name, i) => {
      const part = parts[name] as JointPart;
      const d = typeof part === "function" ? part({ ...values } as never) : part;
      values[name] = visit(d, name, i);
    });
    return values;
  };
  const draw = (method: "sample" | "rsample") => (key: RandomKey, sampleShape: Shape = []): Value =>
    tidy(() => {
      const keys = splitKey(key, names.length);
      const drawn = (): Values =>
        walk((d, name, i) => {
          // A part that depends on draws has their leading axes in its batch already.
          const dependent = typeof parts[name] === "function";
          const lead = dependent ? sampleShape.slice(0, Math.max(0, sampleShape.length + batchShape.length - d.batchShape.length)) : sampleShape;
          const own = dependent ? d : overBatch("joint", d as unknown as Distribution, batchShape);
          return (own as unknown as Reparameterized<Value>)[method](keys[i] as RandomKey, lead);
        });
      return method === "sample" ? withoutGradient(drawn) : drawn();
    });

  const eventShapes: Record<string, Shape> = {};
  const supports: Record<string, Constraint> = {};
  let batchShape: Shape = [];
  let pathwise = true;
  tf.tidy(() => {
    walk((d, name) => {
      const common = broadcast(batchShape, d.batchShape);
      if (common === undefined) {
        throw new Error(`joint: expected parts whose batch shapes broadcast; got ${formatShape(batchShape)} and ${name} ${formatShape(d.batchShape)}.`);
      }
      batchShape = common;
      eventShapes[name] = d.eventShape;
      supports[name] = d.support;
      pathwise &&= "rsample" in d;
      return withoutGradient(() => d.sample(randomKey(0)));
    });
  });
  const logProbs = (value: Values): Record<string, Tensor> => {
    const scores: Record<string, Tensor> = {};
    walk((d, name) => {
      const given = value[name];
      if (given === undefined) throw new Error(`joint.logProb: expected a value for ${names.join(", ")}; got none for ${name}.`);
      scores[name] = d.logProb(given as never);
      return given;
    });
    return scores;
  };
  const methods: Record<string, unknown> = {};
  if (pathwise) methods["rsample"] = draw("rsample");
  if (names.every((name) => typeof parts[name] !== "function" && "entropy" in (parts[name] as object))) {
    methods["entropy"] = () => tidy(() => tf.broadcastTo(sum(names.map((name) => (parts[name] as unknown as HasEntropy).entropy())), [...batchShape]));
  }
  return {
    family: "joint", batchShape, eventShape: [], eventShapes, parts, support: productOf(supports),
    logProb: (value: Values) => tidy(() => sum(Object.values(logProbs(value)))),
    logProbs: (value: Values) => tidy(() => logProbs(value)),
    sample: draw("sample"),
    ...methods,
    mapParameters: (map: ParameterMap) =>
      joint(
        Object.fromEntries(
          names.map((name) => {
            const part = parts[name] as JointPart;
            if (typeof part === "function") {
              throw new Error(`joint.mapParameters: expected parts that are distributions; got the function ${name}. Map what it returns.`);
            }
            return [name, mapParametersOf("joint", part as Distribution, map, `${name}.`)];
          }),
        ),
      ),
  } as unknown as Joint<P>;
}

const sum = (terms: readonly Tensor[]): Tensor => terms.reduce((a, b) => tf.add(a, b));

/** Named values of which each part lies in its set. */
function productOf(supports: Readonly<Record<string, Constraint>>): Constraint {
  const parts = Object.entries(supports);
  return {
    name: "product", description: parts.map(([name, { description }]) => `${name}: ${description}`).join("; "),
    eventRank: 0, discrete: parts.every(([, { discrete }]) => discrete),
    contains: (value) =>
      tidy(() => {
        const values = value as unknown as Readonly<Record<string, Tensor>>;
        return parts.map(([name, support]) => support.contains(values[name] as Tensor)).reduce((a, b) => tf.logicalAnd(a, b));
      }),
  };
}
