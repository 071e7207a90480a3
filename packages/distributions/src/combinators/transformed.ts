import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, formatShape, isEqual, isGreater, log1mexp, sameShape, select, stopGradient } from "@variate/math";
import { tidy, toFloatTensor, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { remapped, type AffineMap, type Bijector, type Monotone } from "../bijectors/bijector.js";
import { image, isWhole, raised } from "../bijectors/image.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, ParameterMap, Reparameterized } from "../distribution.js";
import { broadcast } from "../parameters.js";
import { readValue } from "../values.js";
import { anchor } from "./anchor.js";
import { mapParametersOf } from "./batch.js";
import { sumLastAxes } from "./independent.js";
import { preimage } from "./preimage.js";

/** A draw and its log probability, from the draw that it was made of: no inverse is taken. */
export interface ScoredDraw {
  readonly value: Tensor;
  readonly logProb: Tensor;
}

/** Bijectors under which every number's variance is known from that of one. */
type ByElement = Bijector<"affine" | "scale" | "shift" | "permute" | "reshape">;

/** What the base's capabilities become. */
type Lifted<D, B> = (D extends Reparameterized
  ? Pick<D, "rsample"> & {
      /** Draws and their log probabilities, with pathwise gradients. */
      rsampleWithLogProb(key: RandomKey, sampleShape?: Shape): ScoredDraw;
    }
  : unknown) &
  (B extends AffineMap ? Pick<D, Extract<keyof D, "mean" | "mode" | "entropy">> : unknown) &
  (B extends ByElement ? Pick<D, Extract<keyof D, "variance">> : unknown) &
  (B extends Monotone ? Pick<D, Extract<keyof D, "cdf" | "logCdf" | "quantile">> : unknown);

/** The distribution of the image of a draw; it has those of the base's capabilities that carry over. */
export type Transformed<D extends Distribution = Distribution, B extends Bijector = Bijector, E extends Shape = Shape> = Distribution<Tensor, E> &
  Lifted<D, B> & {
    readonly family: "transformed";
    readonly base: D;
    readonly bijector: B;
    /** Draws and their log probabilities, gradient stopped: exact where the inverse is numerical, or rounds. */
    sampleWithLogProb(key: RandomKey, sampleShape?: Shape): ScoredDraw;
  };

/**
 * The distribution of y = bijector.forward(x), x drawn from `base`.
 *
 *   log p(y) = log base(x) + log |det ∂x/∂y|,   x = inverse(y), in nats; −Infinity outside the bijector's codomain
 *
 * `sample` and `rsample` are `forward` of the base's with the same key. Where parameters of the bijector have batch axes
 * in front of the base's, the base is drawn that many times. The bijector takes the last axes of the base's event, and
 * acts alike along those in front.
 *
 * Beside them it has, where the base has it: `mean`, `mode` and `entropy` for affine bijectors; `variance` for `affine`,
 * `scale`, `shift`, `permute` and `reshape`; `cdf`, `logCdf` and `quantile` for monotone bijectors of numbers, rising or
 * falling (there P(Y ≤ y) = 1 − P(X ≤ x), from the base's logCdf, which tells tails down to 1e-38).
 *
 * A forward value may round to the end of the codomain, as `sigmoid` does above 16.6, and scores −Infinity there. To
 * score draws of such a distribution, or of a flow whose inverse is numerical, use `rsampleWithLogProb`.
 *
 * @throws If the base is discrete, its events have too few axes or another shape than the bijector takes, or the
 *   bijector's parameters widen the event or axes of size 1 in the base's batch.
 */
export function transformed<D extends Distribution, B extends Bijector, E extends Shape = Shape>(base: D, bijector: B): Transformed<D, B, E> {
  if (base.support.discrete) {
    throw new Error(`transformed: expected a continuous base; got ${base.family} over ${base.support.description}. Transform its draws instead.`);
  }
  const extra = base.eventShape.length - bijector.forwardEventRank;
  if (extra < 0) {
    throw new Error(
      `transformed: expected a base whose events have at least ${bijector.forwardEventRank} axes, as ${bijector.name} takes; got ` +
        `${base.family} with eventShape ${formatShape(base.eventShape)}. Read batch axes as event axes with independent.`,
    );
  }
  const eventShape = bijector.forwardShape(base.eventShape);
  const { batchShape, lead } = batchOf(base, bijector, eventShape.slice(0, extra));
  const shapes = { batchShape, eventShape };
  const codomain = raised(bijector.codomain, eventShape.length);
  // An affine image of −Infinity scores −Infinity by itself; elsewhere it may meet an infinite log-determinant.
  const masked = !isWhole(codomain) || !("affine" in bijector);

  const score = (y: Tensor): Tensor => {
    const { value: x, logDet } = bijector.inverseWithLogDet(y);
    return tf.add(base.logProb(x), sumLastAxes(logDet, extra));
  };
  const forward = (key: RandomKey, sampleShape: Shape, draw: Reparameterized["rsample"]): Tensor =>
    tidy(() => bijector.forward(draw(key, [...sampleShape, ...lead])));
  const forwardScored = (key: RandomKey, sampleShape: Shape, draw: Reparameterized["rsample"]): ScoredDraw =>
    tidy(() => {
      const x = draw(key, [...sampleShape, ...lead]);
      const { value, logDet } = bijector.forwardWithLogDet(x);
      return { value, logProb: tf.sub(base.logProb(x), sumLastAxes(logDet, extra)) };
    });

  return {
    family: "transformed", ...shapes, support: image(bijector, base.support), base, bijector,
    logProb: (value: NumericInput) =>
      tidy(() => {
        const y = readValue("transformed.logProb", value, shapes);
        if (!masked) return score(y);
        const inside = codomain.contains(y);
        const flags = tf.reshape(inside, [...inside.shape, ...eventShape.map(() => 1)]);
        const safe = stopGradient(bijector.forward(anchor(bijector.domain, base.eventShape)));
        return select(inside, score(select(flags, y, safe)), -Infinity);
      }),
    sample: (key: RandomKey, sampleShape: Shape = []) => withoutGradient(() => forward(key, sampleShape, base.sample)),
    sampleWithLogProb: (key: RandomKey, sampleShape: Shape = []) => withoutGradient(() => forwardScored(key, sampleShape, base.sample)),
    ...(base.mapParameters === undefined
      ? {}
      : {
          mapParameters: (map: ParameterMap) =>
            transformed(mapParametersOf("transformed", base, map, "base."), remapped(bijector, map, "bijector.", extra)),
        }),
    ...reparameterized(base, forward, forwardScored),
    ...moments(base, bijector, batchShape, extra),
    ...distributionFunctions(base, bijector, shapes),
  } as unknown as Transformed<D, B, E>;
}

/** The batch that base and bijector have together, and its axes in front of the base's own. */
function batchOf(base: Distribution, bijector: Bijector, outer: Shape): { readonly batchShape: Shape; readonly lead: Shape } {
  const full = broadcast([...base.batchShape, ...outer], bijector.batchShape);
  const batchShape = full?.slice(0, full.length - outer.length);
  const lead = batchShape?.slice(0, batchShape.length - base.batchShape.length);
  if (full !== undefined && batchShape !== undefined && lead !== undefined) {
    if (sameShape(full, [...lead, ...base.batchShape, ...outer])) return { batchShape, lead };
  }
  throw new Error(
    `transformed: expected a bijector whose parameters fit the base, or add batch axes in front; got parameters of batch ` +
      `${formatShape(bijector.batchShape)} for ${base.family} with batchShape ${formatShape(base.batchShape)} and eventShape ` +
      `${formatShape(base.eventShape)}. Widen the base's parameters.`,
  );
}

type Draw<T> = (key: RandomKey, sampleShape: Shape, draw: Reparameterized["rsample"]) => T;

function reparameterized(base: Distribution, forward: Draw<Tensor>, forwardScored: Draw<ScoredDraw>): object {
  if (!("rsample" in base)) return {};
  const { rsample } = base as Reparameterized;
  return {
    rsample: (key: RandomKey, sampleShape: Shape = []) => forward(key, sampleShape, rsample),
    rsampleWithLogProb: (key: RandomKey, sampleShape: Shape = []) => forwardScored(key, sampleShape, rsample),
  };
}

/** What an affine map keeps of the base's summaries. */
function moments(base: Distribution, bijector: Bijector, batchShape: Shape, extra: number): object {
  if (!("affine" in bijector)) return {};
  const { mean, mode, entropy, variance } = base as Distribution & Partial<HasMean & HasMode & HasEntropy & HasVariance>;
  const lifted: Record<string, () => Tensor> = {};
  if (mean !== undefined) lifted["mean"] = () => tidy(() => bijector.forward(mean()));
  if (mode !== undefined) lifted["mode"] = () => tidy(() => bijector.forward(mode()));
  if (entropy !== undefined) {
    lifted["entropy"] = () =>
      tidy(() => {
        const logDet = sumLastAxes(bijector.forwardLogDet(tf.zeros([...base.eventShape])), extra);
        return tf.broadcastTo(tf.add(entropy(), logDet), [...batchShape]);
      });
  }
  if (variance !== undefined && ["affine", "scale", "shift", "permute", "reshape"].includes(bijector.name)) {
    const { scale } = bijector as Bijector & { readonly scale?: Tensor };
    const moves = bijector.forwardEventRank > 0;
    lifted["variance"] = () =>
      tidy(() => {
        if (moves) return bijector.forward(variance());
        const shape = [...batchShape, ...base.eventShape];
        // Twice by the scale, whose square may leave float32 where the result does not.
        return tf.broadcastTo(scale === undefined ? variance() : tf.mul(tf.mul(variance(), scale), scale), shape);
      });
  }
  return lifted;
}

/** Distribution functions where the bijector is a monotone function of numbers. */
function distributionFunctions(base: Distribution, bijector: Bijector, shapes: { readonly batchShape: Shape; readonly eventShape: Shape }): object {
  if (!("direction" in bijector) || base.eventShape.length > 0) return {};
  const monotone = bijector as Bijector & Monotone;
  const { cdf, logCdf, quantile } = base as Distribution & Partial<HasCdf & HasQuantile>;
  /** What holds where the bijector rises, or what holds where it falls; only what is needed is computed. */
  const byDirection = (rising: () => Tensor, falling: () => Tensor): Tensor => {
    const direction = monotone.direction();
    if (typeof direction === "number") return direction > 0 ? rising() : falling();
    return select(isGreater(direction, 0), rising(), falling());
  };
  const lifted: Record<string, (input: NumericInput) => Tensor> = {};
  if (cdf !== undefined && logCdf !== undefined) {
    lifted["cdf"] = (value) =>
      tidy(() => {
        const { x, side } = preimage(monotone, readValue("transformed.cdf", value, shapes));
        const below = select(isEqual(side, 0), cdf(x), tf.mul(0.5, tf.add(1, side)));
        return byDirection(() => below, () => select(isEqual(side, 0), tf.neg(expm1(logCdf(x))), tf.mul(0.5, tf.sub(1, side))));
      });
    lifted["logCdf"] = (value) =>
      tidy(() => {
        const { x, side } = preimage(monotone, readValue("transformed.logCdf", value, shapes));
        const inside = isEqual(side, 0);
        const logs = logCdf(x);
        const beyond = (certain: 1 | -1): Tensor => select(isEqual(side, certain), tf.zerosLike(side), -Infinity);
        return byDirection(() => select(inside, logs, beyond(1)), () => select(inside, log1mexp(logs), beyond(-1)));
      });
  }
  if (quantile !== undefined) {
    lifted["quantile"] = (p) =>
      tidy(() => {
        const level = toFloatTensor(p);
        return bijector.forward(quantile(byDirection(() => level, () => tf.sub(1, level))));
      });
  }
  return lifted;
}
