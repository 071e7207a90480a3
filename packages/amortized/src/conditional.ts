import type { Distribution, Value } from "@variate/distributions";
import { tidy, type Params } from "@variate/math";
import { splitKey } from "@variate/random";
import { childContexts } from "./context.js";
import type { ConditionalDistribution, Head, Module } from "./module.js";

/** The parameters of a conditional distribution, under the names of its two stages. */
export type ConditionalParams<P extends Params, H extends Params> = { readonly network: P; readonly head: H };

/**
 * A conditional distribution p(y | x): a network from x to features, and a head from features to a distribution.
 * An encoder q(z | x) is one, a decoder p(x | z) another.
 *
 * `init` and `context.key` use `[network, head] = splitKey(key, 2)`. For an input [...any, ...inputShape] the
 * distribution has batch shape [...any].
 *
 * @throws If the head does not take features of the network's output shape.
 */
export function conditional<P extends Params, H extends Params, D extends Distribution<Value>>(
  network: Module<P>,
  head: Head<H, D>,
): ConditionalDistribution<ConditionalParams<P, H>, D> {
  const last = head(network.outputShape);
  return {
    inputShape: network.inputShape,
    eventShape: last.eventShape,
    init: (key) =>
      tidy(() => {
        const [networkKey, headKey] = splitKey(key, 2) as [typeof key, typeof key];
        return { network: network.init(networkKey), head: last.init(headKey) };
      }),
    apply: (params, input, context) =>
      tidy(() => {
        const [networkContext, headContext] = childContexts(context, ["network", "head"]);
        return last.apply(params.head, network.apply(params.network, input, networkContext), headContext);
      }),
  };
}
