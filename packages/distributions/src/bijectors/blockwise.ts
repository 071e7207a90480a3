import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, tidy, withoutGradient, type Shape } from "@variate/math";
import type { Constraint } from "../constraints.js";
import type { ParameterMap } from "../distribution.js";
import { broadcast } from "../parameters.js";
import { bijector, remapped, type AffineMap, type Bijector, type ValueAndLogDet } from "./bijector.js";
import { isWhole, raised } from "./image.js";
import { lastSlice } from "./vectors.js";

export interface BlockwiseParameters<B extends readonly Bijector[] = readonly Bijector[]> {
  readonly bijectors: B;
  /** Lengths of the blocks of the input, one for each bijector. */
  readonly sizes: readonly number[];
}

export type Blockwise<B extends readonly Bijector[] = readonly Bijector[]> = Bijector<"blockwise"> &
  BlockwiseParameters<B> & (B[number] extends AffineMap ? AffineMap : unknown);

/**
 * Splits vectors into blocks, applies a bijector to each and concatenates what comes out; log-determinants add up. The
 * bijectors are of numbers or of vectors, and may change the length of their block.
 *
 *     blockwise({ bijectors: [exp, stickBreaking], sizes: [1, 2] })   // [a, b, c] to [exp a, and three probabilities]
 *
 * @throws If there is not one size for each bijector, a bijector is not of numbers or vectors, or a vector's length is
 *   not the sum of the sizes.
 */
export function blockwise<const B extends readonly Bijector[]>(parameters: BlockwiseParameters<B>): Blockwise<B> {
  const { bijectors, sizes } = parameters;
  if (bijectors.length === 0 || bijectors.length !== sizes.length) {
    throw new Error(`blockwise: expected one size for each bijector; got ${bijectors.length} bijectors and ${sizes.length} sizes.`);
  }
  for (const { name, forwardEventRank, inverseEventRank } of bijectors) {
    if (forwardEventRank > 1 || forwardEventRank !== inverseEventRank) {
      throw new Error(`blockwise: expected bijectors of numbers or of vectors; got ${name}, from ${forwardEventRank} axes to ${inverseEventRank}.`);
    }
  }
  const images = bijectors.map((part, i) => part.forwardShape([sizes[i] as number])[0] as number);
  const batchShape = bijectors.reduce<Shape>((shape, part) => {
    const own = part.batchShape.slice(0, Math.max(0, part.batchShape.length - 1 + part.forwardEventRank));
    const common = broadcast(shape, own);
    if (common !== undefined) return common;
    throw new Error(`blockwise: expected bijectors whose batches broadcast together; got ${formatShape(shape)} and ${formatShape(own)}.`);
  }, []);
  const walk = (x: Tensor, lengths: readonly number[], go: (part: Bijector, block: Tensor) => ValueAndLogDet): ValueAndLogDet => {
    const results = split(x, lengths).map((block, i) => {
      const part = bijectors[i] as Bijector;
      const { value, logDet } = go(part, block);
      return { value, logDet: part.forwardEventRank === 0 ? tf.sum(logDet, -1) : logDet };
    });
    return { value: join(results.map(({ value }) => value)), logDet: results.map(({ logDet }) => logDet).reduce((a, b) => tf.add(a, b)) };
  };
  const sized = (from: readonly number[], to: readonly number[]) => (event: Shape, caller: string): Shape => {
    const [want, got] = [sum(from), event[0]];
    if (got !== want) throw new Error(`${caller}: expected vectors of length ${want}, blocks of ${formatShape(from)}; got ${formatShape(event)}.`);
    return [sum(to)];
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => walk(x, sizes, (part, block) => part.forwardWithLogDet(block));
  const inverseBoth = (y: Tensor): ValueAndLogDet => walk(y, images, (part, block) => part.inverseWithLogDet(block));
  const remake = (map: ParameterMap): Bijector =>
    blockwise({ bijectors: bijectors.map((part, i) => remapped(part, map, `bijectors.${i}.`, 1 - part.forwardEventRank)), sizes });
  const own = bijectors.some((part) => part.mapParameters !== undefined) ? { mapParameters: remake } : {};
  const affine = bijectors.every((part) => "affine" in part) ? { affine: true } : {};
  return bijector(
    {
      name: "blockwise", batchShape,
      domain: blocks(bijectors.map(({ domain }) => domain), sizes),
      codomain: blocks(bijectors.map(({ codomain }) => codomain), images),
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth, forwardShape: sized(sizes, images), inverseShape: sized(images, sizes),
    },
    { bijectors, sizes, ...affine, ...own },
  ) as unknown as Blockwise<B>;
}

/** Vectors whose blocks belong each to its own set. */
function blocks(sets: readonly Constraint[], sizes: readonly number[]): Constraint & { readonly parts?: readonly Constraint[] } {
  const parts = sets.map((set) => raised(set, 1));
  const [first] = parts as [Constraint];
  if (parts.every(isWhole)) return first;
  return {
    name: "blocks", description: parts.map(({ description }, i) => `${sizes[i]} ${description}`).join(", then "), eventRank: 1, parts,
    discrete: parts.some(({ discrete }) => discrete),
    contains: (value) =>
      tidy(() =>
        withoutGradient(() =>
          split(value, sizes)
            .map((block, i) => (parts[i] as Constraint).contains(block))
            .reduce((a, b) => tf.logicalAnd(a, b)),
        ),
      ),
  };
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

function split(x: Tensor, sizes: readonly number[]): Tensor[] {
  let from = 0;
  return sizes.map((size) => {
    const block = lastSlice(x, from, size);
    from += size;
    return block;
  });
}

/** Concatenates blocks whose batches broadcast. */
function join(parts: readonly Tensor[]): Tensor {
  const batch = parts.map((part) => part.shape.slice(0, -1) as Shape).reduce((a, b) => broadcast(a, b) as Shape);
  return tf.concat(parts.map((part) => tf.broadcastTo(part, [...batch, part.shape.at(-1) as number])), -1);
}
