import { bernoulliHead, conditional, mlp, normalHead, type ConditionalDistribution } from "@variate/amortized";
import { standardNormal, type Distribution, type HasMean } from "@variate/distributions";
import type { Params } from "@variate/math";
import { adagrad, adam, adamax, adamW, rmsprop, sgd, type Optimizer } from "@variate/training";
import { vae } from "@variate/vae";
import type { OptimizerName, RunConfiguration } from "./arguments.js";

/** 8-bit pixels do not tell apart what lies closer: a smaller scale would reward copying constant pixels. */
const PIXEL_RESOLUTION = 1 / 256;

/** p(x|z) of either likelihood: the report needs its mean. */
type Decoder = ConditionalDistribution<Params, Distribution & HasMean>;

/**
 * The model of Auto-Encoding Variational Bayes: a Gaussian encoder and the given likelihood, both with tanh layers of
 * the given sizes; the decoder has them in reverse.
 */
export function buildModel({ hidden, latent, likelihood }: RunConfiguration, pixels: number) {
  const network = decoderNetwork(hidden, latent);
  const decoder: Decoder =
    likelihood === "bernoulli"
      ? conditional(network, bernoulliHead([pixels]))
      : conditional(network, normalHead([pixels], { floor: PIXEL_RESOLUTION }));
  return vae({
    prior: standardNormal([latent]),
    encoder: conditional(mlp({ inputs: pixels, hidden, activation: "tanh" }), normalHead([latent])),
    decoder,
  });
}

function decoderNetwork(hidden: readonly number[], latent: number) {
  return mlp({ inputs: latent, hidden: [...hidden].reverse(), activation: "tanh" });
}

export function buildOptimizer(name: OptimizerName, learningRate: number): Optimizer {
  return { adam, adamW, adamax, rmsprop, adagrad, sgd }[name](learningRate);
}
