import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy, toFloatTensor, type NumericInput, type Shape } from "@variate/math";
import type { Distribution, ParameterMap } from "../distribution.js";
import { broadcast } from "../parameters.js";

/**
 * The same family with other parameters; those of `base` as a part of a combinator are seen under `prefix`, with
 * `extraRank` of its batch axes read as event axes.
 *
 * @throws If the distribution cannot be made again, as one written by hand without `mapParameters`.
 */
export function mapParametersOf<D extends Distribution>(caller: string, base: D, map: ParameterMap, prefix = "", extraRank = 0): D {
  if (base.mapParameters === undefined) {
    throw new Error(`${caller}: expected a distribution with mapParameters; got ${base.family}. Give it that method, or change its parameters.`);
  }
  const each: ParameterMap = (parameter, name, rank) => {
    if (extraRank === 0) return map(parameter, prefix + name, rank);
    // Axes that are about to belong to the event must all be there.
    const event = parameter.shape.slice(parameter.rank - rank);
    return tidy(() => map(tf.broadcastTo(parameter, [...base.batchShape, ...event]), prefix + name, rank + extraRank));
  };
  return base.mapParameters(each) as D;
}

/** `base` with each parameter first repeated over the whole batch, then changed along its batch axes. */
function mapBatch<D extends Distribution>(caller: string, base: D, change: (parameter: Tensor, batch: Shape, event: Shape) => Tensor): D {
  return tidy(() =>
    mapParametersOf(caller, base, (parameter, _, rank) => {
      const event = parameter.shape.slice(parameter.rank - rank);
      return change(tf.broadcastTo(parameter, [...base.batchShape, ...event]), base.batchShape, event);
    }),
  );
}

/**
 * `base` over a batch to which its own broadcasts, for draws that are independent in all of it; `base` itself where the batch
 * is the same. Call it inside `tidy`.
 */
export function overBatch<D extends Distribution>(caller: string, base: D, batchShape: Shape): D {
  if (sameShape(base.batchShape, batchShape)) return base;
  return mapBatch(caller, base, (parameter, _, event) => tf.broadcastTo(parameter, [...batchShape, ...event]));
}

/**
 * `base` with a larger batch: independent copies along new leading axes and along axes of size 1.
 *
 * It is of the same family, so everything known of that family holds, its divergences too; draws are those of the family
 * with its parameters repeated. The result owns the repeated parameters; gradients reach the parameters of `base`.
 *
 * @param batchShape - What the batch of `base` broadcasts to.
 * @throws If it does not broadcast to that shape.
 */
export function expanded<D extends Distribution>(base: D, batchShape: Shape): D {
  const common = broadcast(base.batchShape, batchShape);
  if (common === undefined || !sameShape(common, batchShape)) {
    throw new Error(`expanded: expected a batch to which ${formatShape(base.batchShape)} broadcasts; got ${formatShape(batchShape)}.`);
  }
  return mapBatch("expanded", base, (parameter, _, event) => tf.broadcastTo(parameter, [...batchShape, ...event]));
}

/** One axis of a batch: an index, which drops the axis (negative ones count from the end), a range [start, end), or all of it. */
export type BatchIndex = number | readonly [start: number, end: number] | null;

/**
 * A part of a batch of distributions, of the same family: `batchSlice(d, 0, [1, 3], null)` is `d[0, 1:3, :]`.
 *
 * Axes that are not named are kept whole. The result owns its parameters; gradients reach those of `base`.
 *
 * @throws If there are more indices than batch axes, or one lies outside its axis.
 */
export function batchSlice<D extends Distribution>(base: D, ...indices: readonly BatchIndex[]): D {
  const { batchShape } = base;
  if (indices.length > batchShape.length) {
    throw new Error(`batchSlice: expected at most ${batchShape.length} indices, one for each batch axis of ${formatShape(batchShape)}; got ${indices.length}.`);
  }
  const ranges = batchShape.map((size, axis) => rangeOf(size, axis, indices[axis] ?? null));
  return mapBatch("batchSlice", base, (parameter, _, event) => {
    const begin = [...ranges.map(({ start }) => start), ...event.map(() => 0)];
    const size = [...ranges.map(({ start, end }) => end - start), ...event];
    const kept = ranges.flatMap(({ start, end, drop }) => (drop ? [] : [end - start]));
    return tf.reshape(tf.slice(parameter, begin, size), [...kept, ...event]);
  });
}

function rangeOf(size: number, axis: number, index: BatchIndex): { start: number; end: number; drop: boolean } {
  const [start, end] = index === null ? [0, size] : typeof index === "number" ? [index, index + 1] : index;
  const drop = typeof index === "number";
  const [from, to] = drop && start < 0 ? [start + size, end + size] : [start, end];
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to > size || from > to) {
    throw new Error(`batchSlice: expected an index or a range inside batch axis ${axis} of size ${size}; got ${JSON.stringify(index)}.`);
  }
  return { start: from, end: to, drop };
}

/**
 * The distributions of a batch at the given places along one axis, in that order, with repetitions: `tf.gather` of every
 * parameter. The result is of the same family and owns its parameters; gradients reach those of `base`.
 *
 * @param indices - Whole numbers, one axis of them.
 * @param axis - Which batch axis; 0 unless told.
 * @throws If there is no such axis.
 */
export function batchGather<D extends Distribution>(base: D, indices: NumericInput, axis = 0): D {
  const { batchShape } = base;
  if (!Number.isInteger(axis) || axis < 0 || axis >= batchShape.length) {
    throw new Error(`batchGather: expected one of the batch axes of ${formatShape(batchShape)}; got axis ${axis}.`);
  }
  return mapBatch("batchGather", base, (parameter) => tf.gather(parameter, tf.cast(toFloatTensor(indices), "int32"), axis));
}
