import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, isGreater, sameShape, select, tidy, toFloatTensor, withoutGradient, type NumericInput } from "@variate/math";
import { randomKey } from "@variate/random";
import type { Constraint } from "../constraints.js";
import type { Distribution, ParameterMap } from "../distribution.js";
import { broadcast } from "../parameters.js";
import { readValue } from "../values.js";
import { mapParametersOf } from "./batch.js";

type Kept = "rsample" | "mean" | "variance" | "covariance" | "mode" | "enumerateSupport";

/** `base` of which some elements of the batch do not count; it draws and has moments as `base` does. */
export type Masked<D extends Distribution = Distribution> = Distribution<Tensor, D["eventShape"]> &
  Pick<D, Extract<keyof D, Kept>> & {
    readonly family: "masked";
    readonly base: D;
    /** 1 where an element counts, 0 where not; broadcasts to the batch shape. */
    readonly mask: Tensor;
  };

/**
 * `base` with the elements of its batch that `mask` leaves out: their log probability is 0, whatever their value, NaN
 * included, and no gradient reaches them. The way to train on data of which some are missing.
 *
 *   log p(x) = base.logProb(x) where mask is true, 0 elsewhere
 *
 * Keys are passed through, and draws are the base's own everywhere, so that missing values are imputed by `sample`.
 *
 * @param mask - Truth values, or numbers of which those above 0 count; broadcasts with the batch shape of `base`.
 * @throws If it does not broadcast with the batch shape, or would widen it (use `expanded` first).
 */
export function masked<D extends Distribution>(base: D, mask: NumericInput): Masked<D> {
  const { batchShape, eventShape } = base;
  const given = toFloatTensor(mask);
  const common = broadcast(given.shape, batchShape);
  if (common === undefined || !sameShape(common, batchShape)) {
    const { shape } = given;
    if (given !== mask) given.dispose();
    throw new Error(`masked: expected a mask that broadcasts to the batch shape ${formatShape(batchShape)}; got ${formatShape(shape)}. Widen the distribution with expanded.`);
  }
  const kept: Record<string, unknown> = {};
  for (const name of ["rsample", "mean", "variance", "covariance", "mode", "enumerateSupport"] as const) if (name in base) kept[name] = base[name as unknown as keyof D];
  return {
    family: "masked", batchShape, eventShape, support: orNotCounted(base.support, given), base, mask: given,
    logProb: (value: NumericInput) =>
      tidy(() => {
        const x = readValue("masked.logProb", value, base);
        const counts = isGreater(given, 0);
        const overEvent = tf.reshape(counts, [...counts.shape, ...eventShape.map(() => 1)]);
        // A value that does not count may be NaN or outside the support, whose gradients would turn into NaN: a legal one takes its place.
        const legal = withoutGradient(() => tf.cast(base.sample(randomKey(0)), "float32"));
        return select(counts, base.logProb(select(overEvent, x, legal)), 0);
      }),
    sample: base.sample,
    ...kept,
    mapParameters: (map: ParameterMap) => masked(mapParametersOf("masked", base, map, "base."), map(given, "mask", 0)),
  } as unknown as Masked<D>;
}

/** What does not count may have any value. */
function orNotCounted(support: Constraint, mask: Tensor): Constraint {
  return {
    ...support,
    contains: (value) => tidy(() => withoutGradient(() => tf.logicalOr(support.contains(value), tf.logicalNot(tf.greater(mask, 0))))),
  };
}
