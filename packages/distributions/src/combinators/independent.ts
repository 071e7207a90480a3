import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, tidy, type NumericInput, type Shape } from "@variate/math";
import { arrayOf } from "../constraints.js";
import type { Distribution, ParameterMap } from "../distribution.js";
import { readValue } from "../values.js";
import { mapParametersOf } from "./batch.js";

/** What `independent` keeps of its base: what is defined elementwise, and the entropy, which adds up. */
type Lifted<D> = Pick<D, Extract<keyof D, "rsample" | "mean" | "variance" | "mode" | "entropy">>;

/** A batch of `base` read as one event; it has those of the base's capabilities that carry over. */
export type Independent<D extends Distribution = Distribution, E extends Shape = Shape> = Distribution<Tensor, E> &
  Lifted<D> & {
    readonly family: "independent";
    readonly base: D;
    /** How many of the base's batch axes belong to the event. */
    readonly reinterpretedRank: number;
  };

/**
 * The last `rank` batch axes of `base` read as axes of the event: independent components of one draw.
 *
 *   log p(x) = Σ log base(xᵢ),   batchShape + eventShape unchanged together
 *
 * Keys are passed through, so draws are the base's own.
 *
 * @param rank - How many batch axes; at least 0 and at most `base.batchShape.length`.
 * @throws If `rank` is not in that range.
 */
export function independent<D extends Distribution, E extends Shape = Shape>(base: D, rank: number): Independent<D, E> {
  const { length } = base.batchShape;
  if (!Number.isInteger(rank) || rank < 0 || rank > length) {
    throw new Error(
      `independent: expected a rank from 0 to ${length}, the batch axes of ${base.family} ` +
        `${formatShape(base.batchShape)}; got ${rank}.`,
    );
  }
  const batchShape = base.batchShape.slice(0, length - rank);
  const eventShape = [...base.batchShape.slice(length - rank), ...base.eventShape];
  const shapes = { batchShape, eventShape };
  const lifted: Record<string, unknown> = {};
  for (const name of ["rsample", "mean", "variance", "mode"]) {
    if (name in base) lifted[name] = base[name as keyof D];
  }
  if ("entropy" in base) {
    const { entropy } = base as unknown as { entropy(): Tensor };
    lifted["entropy"] = () => tidy(() => sumLastAxes(entropy(), rank));
  }
  return {
    family: "independent", ...shapes, support: arrayOf(base.support, rank), base, reinterpretedRank: rank,
    logProb: (value: NumericInput) => tidy(() => sumLastAxes(base.logProb(readValue("independent.logProb", value, shapes)), rank)),
    sample: base.sample,
    ...("mapParameters" in base
      ? { mapParameters: (map: ParameterMap) => independent(mapParametersOf("independent", base, map, "base.", rank), rank) }
      : {}),
    ...lifted,
  } as unknown as Independent<D, E>;
}

/** Sums out the last `count` axes. */
export function sumLastAxes(x: Tensor, count: number): Tensor {
  return count === 0 ? x : tf.sum(x, Array.from({ length: count }, (_, i) => x.rank - count + i));
}
