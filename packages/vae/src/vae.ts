import type * as tf from "@tensorflow/tfjs-core";
import { childContexts, type ConditionalDistribution, type Context } from "@variate/amortized";
import type { Distribution } from "@variate/distributions";
import { formatShape, sameShape, tidy, type Params, type Shape } from "@variate/math";
import { observationOf, type LatentVariableModel } from "@variate/objectives";
import { splitKey, type RandomKey } from "@variate/random";
import { isLearnedPrior, type LearnedPrior, type Prior } from "./prior.js";

/** Parameters that a prior carries: none for a fixed distribution. */
type PriorParams<P extends Prior> = P extends LearnedPrior<infer Own> ? Own : Record<string, never>;
/** The distribution that a prior is once its parameters are known. */
type PriorDistribution<P extends Prior> = P extends Distribution ? P : P extends LearnedPrior<Params, infer D> ? D : never;
type ParamsOf<C> = C extends ConditionalDistribution<infer P> ? P : never;
type ResultOf<C> = C extends ConditionalDistribution<infer _, infer D> ? D : never;

/** Parameters of the whole model, by part. */
export type VaeParams<P extends Prior, E extends ConditionalDistribution, D extends ConditionalDistribution> = {
  readonly prior: PriorParams<P>;
  readonly encoder: ParamsOf<E>;
  readonly decoder: ParamsOf<D>;
};

/** The model bound to parameters: p(z), q(z|x) and p(x|z). */
export type BoundVae<
  P extends Prior,
  E extends ConditionalDistribution,
  D extends ConditionalDistribution,
  B = tf.Tensor,
> = LatentVariableModel<B, PriorDistribution<P>, ResultOf<E>, ResultOf<D>>;

export interface VaeParts<
  P extends Prior,
  E extends ConditionalDistribution,
  D extends ConditionalDistribution,
  B = tf.Tensor,
> {
  /** p(z). */
  readonly prior: P;
  /** q(z|x). */
  readonly encoder: E;
  /** p(x|z). */
  readonly decoder: D;
  /** The observed part x of a batch that has other parts, such as labels. A batch that is a tensor is x itself. */
  readonly observation?: (batch: B) => tf.Tensor;
}

export interface Vae<P extends Prior, E extends ConditionalDistribution, D extends ConditionalDistribution, B = tf.Tensor>
  extends VaeParts<P, E, D, B> {
  /** Fresh parameters: `[prior, encoder, decoder] = splitKey(key, 3)`. */
  init(key: RandomKey): VaeParams<P, E, D>;
  /**
   * The three distributions at these parameters. Posterior and likelihood are computed when they are asked for, so a
   * bound model is cheap and is made anew in each step, inside the loss. A learned prior is computed at once: outside
   * of `tidy`, `dispose(bound.prior)` of `@variate/math` frees what it holds.
   *
   * @param context.key - For layers that draw: `[encoder, decoder] = splitKey(key, 2)`.
   */
  bind(params: VaeParams<P, E, D>, context?: Context): BoundVae<P, E, D, B>;
}

/**
 * The variational autoencoder of Kingma and Welling: p(x, z) = p(z) p(x|z) with an amortized posterior q(z|x).
 *
 * @param parts.prior - p(z): a distribution whose event is one latent, or a learned prior.
 * @param parts.encoder - q(z|x): maps a batch [batch, …data] to a distribution over latents.
 * @param parts.decoder - p(x|z): maps latents [...any, …latent] to a distribution over data.
 * @param parts.observation - x in a batch that has other parts: `({ image }) => image`.
 * @throws If prior, encoder and decoder are not of one latent shape, or the decoder's events are not of the shape that
 *   the encoder takes; a learned prior is checked when it is bound.
 *
 * Reference: Kingma and Welling (2014), Auto-Encoding Variational Bayes, arXiv:1312.6114.
 */
export function vae<
  const P extends Prior,
  E extends ConditionalDistribution,
  D extends ConditionalDistribution,
  B = tf.Tensor,
>(parts: VaeParts<P, E, D, B>): Vae<P, E, D, B> {
  const { prior, encoder, decoder, observation } = parts;
  const observed = observation === undefined ? {} : { observation };
  checkData(encoder.inputShape, decoder.eventShape);
  checkLatents("a decoder that takes", decoder.inputShape, encoder.eventShape);
  if (!isLearnedPrior(prior)) checkLatents("a prior of", prior.eventShape, encoder.eventShape);

  return {
    prior,
    encoder,
    decoder,
    ...observed,
    init: (key) =>
      tidy(() => {
        const [priorKey, encoderKey, decoderKey] = splitKey(key, 3) as [RandomKey, RandomKey, RandomKey];
        return {
          prior: isLearnedPrior(prior) ? prior.init(priorKey) : {},
          encoder: encoder.init(encoderKey),
          decoder: decoder.init(decoderKey),
        } as VaeParams<P, E, D>;
      }),
    bind: (params, context) => {
      const [encoderContext, decoderContext] = childContexts(context, ["encoder", "decoder"]);
      const boundPrior: Distribution = isLearnedPrior(prior)
        ? tidy(() => prior.apply(params.prior, { encoder: params.encoder }))
        : prior;
      if (isLearnedPrior(prior)) checkLatents("a prior of", boundPrior.eventShape, encoder.eventShape);
      return {
        prior: boundPrior as PriorDistribution<P>,
        posterior: (batch: B) =>
          encoder.apply(params.encoder, observationOf("vae", observed, batch), encoderContext) as ResultOf<E>,
        likelihood: (z: tf.Tensor) => decoder.apply(params.decoder, z, decoderContext) as ResultOf<D>,
        ...observed,
      };
    },
  };
}

function checkData(input: Shape, event: Shape): void {
  if (sameShape(input, event)) return;
  throw new Error(
    `vae: expected a decoder over data of shape ${formatShape(input)}, as the encoder takes; got ${formatShape(event)}. ` +
      "Give the decoder's head the shape of the encoder's input, or reshape inside the encoder's network.",
  );
}

function checkLatents(part: string, got: Shape, expected: Shape): void {
  if (sameShape(got, expected)) return;
  throw new Error(
    `vae: expected ${part} latents of shape ${formatShape(expected)}, as the encoder gives; got ${formatShape(got)}. ` +
      "Give prior, encoder head and decoder network the same latent shape.",
  );
}
