import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, type Shape } from "@variate/math";
import { sumLastAxes } from "../combinators/independent.js";
import type { ParameterMap } from "../distribution.js";
import { broadcast } from "../parameters.js";
import { bijector, remapped, type AffineMap, type Bijector, type Monotone, type ValueAndLogDet } from "./bijector.js";
import { image, raised } from "./image.js";
import { invert } from "./invert.js";

/** A chain is affine, or monotone, where each of its parts is. */
export type Chain<B extends readonly Bijector[] = readonly Bijector[]> = Bijector<"chain"> & {
  readonly bijectors: B;
} & (B[number] extends AffineMap ? AffineMap : unknown) &
  (B[number] extends Monotone ? Monotone : unknown);

/**
 * The composition of bijectors, the last one applied first:
 *
 *   chain([f, g]).forward(x) = f(g(x)),   log |det J| = log |det J_g|(x) + log |det J_f|(g(x))
 *
 * An element takes as many axes as the most demanding part needs; log-determinants of parts that need fewer are summed
 * over the rest.
 *
 * @throws If the list is empty or the parameters' batches do not broadcast together.
 */
export function chain<const B extends readonly Bijector[]>(bijectors: B): Chain<B> {
  const [outermost, innermost] = [bijectors[0], bijectors.at(-1)];
  if (outermost === undefined || innermost === undefined) throw new Error("chain: expected at least one bijector; got none.");
  // Walking back from the result: how many axes an element must have for every part to find its own.
  let rank = outermost.inverseEventRank;
  for (const part of bijectors) {
    rank = Math.max(rank, part.inverseEventRank) + part.forwardEventRank - part.inverseEventRank;
  }
  // In the order of application, each with the axes that it sees beyond its own.
  let codomain = raised(innermost.domain, rank);
  const steps = [...bijectors].reverse().map((part) => {
    const extra = rank - part.forwardEventRank;
    rank = part.inverseEventRank + extra;
    codomain = image(part, codomain);
    return { part, extra };
  });
  const backwards = [...steps].reverse();
  const domain = backwards.reduce((set, { part }) => image(invert(part), set), raised(outermost.codomain, rank));
  const batchShape = steps.reduce<Shape>((shape, { part, extra }) => {
    const own = part.batchShape.slice(0, Math.max(0, part.batchShape.length - extra));
    const common = broadcast(shape, own);
    if (common !== undefined) return common;
    throw new Error(`chain: expected bijectors whose batches broadcast together; got ${formatShape(shape)} and ${formatShape(own)}.`);
  }, []);

  const walk = (value: Tensor, order: typeof steps, go: (part: Bijector, at: Tensor) => ValueAndLogDet): ValueAndLogDet => {
    let at = value;
    let total: Tensor | undefined;
    for (const { part, extra } of order) {
      const { value: next, logDet } = go(part, at);
      const summed = sumLastAxes(logDet, extra);
      total = total === undefined ? summed : tf.add(total, summed);
      at = next;
    }
    return { value: at, logDet: total as Tensor };
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => walk(x, steps, (part, at) => part.forwardWithLogDet(at));
  const inverseBoth = (y: Tensor): ValueAndLogDet => walk(y, backwards, (part, at) => part.inverseWithLogDet(at));
  const properties: Record<string, unknown> = { bijectors };
  if (bijectors.some((part) => part.mapParameters !== undefined)) {
    properties["mapParameters"] = (map: ParameterMap) =>
      chain(bijectors.map((part, i) => remapped(part, map, `bijectors.${i}.`, (backwards[i] as (typeof steps)[number]).extra)));
  }
  if (bijectors.every((part) => "affine" in part)) properties["affine"] = true;
  const directions = bijectors.map((part) => ("direction" in part ? (part as Bijector & Monotone).direction : undefined));
  if (directions.every((direction) => direction !== undefined) && domain.eventRank === 0) {
    properties["direction"] = () => tf.tidy(() => directions.reduce<Tensor>((sign, direction) => tf.mul(sign, direction()), tf.scalar(1)));
  }
  return bijector(
    {
      name: "chain", domain, codomain, batchShape,
      forward: (x) => steps.reduce((at, { part }) => part.forward(at), x),
      inverse: (y) => backwards.reduce((at, { part }) => part.inverse(at), y),
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth,
      forwardShape: (event) => steps.reduce((shape, { part }) => part.forwardShape(shape), event),
      inverseShape: (event) => backwards.reduce((shape, { part }) => part.inverseShape(shape), event),
    },
    properties,
  ) as unknown as Chain<B>;
}
