import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, tidy, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import { arrayOf } from "../constraints.js";
import type { Distribution, Reparameterized } from "../distribution.js";
import { broadcast } from "../parameters.js";
import { readValue } from "../values.js";
import { overBatch } from "./batch.js";

export interface MarkovChainParameters<D extends Distribution = Distribution, T extends Distribution = Distribution> {
  /** The first state. */
  readonly initial: D;
  /** The distribution of the state at `step` (1, 2, …) given the one before, whose leading axes it keeps. */
  readonly transition: (previous: Tensor, step: number) => T;
  /** The number of states, the first included; at least 1. */
  readonly steps: number;
}

/** A sequence of states, each given the one before. */
export type MarkovChain<D extends Distribution = Distribution, T extends Distribution = Distribution> = Distribution & {
  readonly family: "markovChain";
  readonly initial: D;
  readonly steps: number;
} & ([D, T] extends [Reparameterized, Reparameterized] ? Reparameterized : unknown);

/**
 * A sequence of states of which each depends on the one before: random walks, autoregressions, hidden states of a filter.
 *
 *   log p(x₀, …, xₙ₋₁) = log p(x₀) + Σₜ log p(xₜ | xₜ₋₁),   in nats
 *
 * Events have shape [steps, ...event]. State t draws with `splitKey(key, steps)[t]`; gradients of `rsample` pass along the
 * chain.
 *
 * @param parameters.initial - The distribution of the first state.
 * @param parameters.transition - A function of the state before, of shape [..., ...event], and of the step t = 1, 2, …, that
 *   returns a distribution with the same event shape; its batch holds the leading axes of that state.
 * @param parameters.steps - The number of states.
 * @throws If `steps` is no whole number of at least 1, or the transition changes the event shape.
 */
export function markovChain<D extends Distribution, T extends Distribution>(parameters: MarkovChainParameters<D, T>): MarkovChain<D, T> {
  const { initial, transition, steps } = parameters;
  if (!Number.isInteger(steps) || steps < 1) throw new Error(`markovChain: expected steps to be a whole number of at least 1; got ${steps}.`);
  const state = initial.eventShape;
  let batchShape: Shape = initial.batchShape;
  let pathwise = "rsample" in initial;
  if (steps > 1) {
    tf.tidy(() => {
      const next = withoutGradient(() => transition(initial.sample(randomKey(0)), 1));
      const common = broadcast(batchShape, next.batchShape);
      if (!sameShape(next.eventShape, state) || common === undefined) {
        throw new Error(
          `markovChain: expected a transition that keeps the event shape ${formatShape(state)} and the batch ${formatShape(batchShape)}; ` +
            `got ${formatShape(next.eventShape)} and ${formatShape(next.batchShape)}.`,
        );
      }
      batchShape = common;
      pathwise &&= "rsample" in next;
    });
  }
  const shapes = { batchShape, eventShape: [steps, ...state] };
  const draw = (method: "sample" | "rsample") => (key: RandomKey, sampleShape: Shape = []): Tensor =>
    tidy(() => {
      const drawn = (): Tensor => {
        const keys = splitKey(key, steps);
        const full = [...sampleShape, ...batchShape, ...state];
        const first = overBatch("markovChain", initial, batchShape) as unknown as Reparameterized;
        const states = [first[method](keys[0] as RandomKey, sampleShape)];
        for (let t = 1; t < steps; t++) {
          const next = transition(states[t - 1] as Tensor, t) as unknown as Reparameterized;
          // Its batch holds the leading axes of the state; those that it lost are drawn anew.
          const lead = full.slice(0, Math.max(0, full.length - state.length - next.batchShape.length));
          states.push(tf.broadcastTo(next[method](keys[t] as RandomKey, lead), full));
        }
        return tf.stack(states, sampleShape.length + batchShape.length);
      };
      return method === "sample" ? withoutGradient(drawn) : drawn();
    });
  return {
    family: "markovChain", ...shapes, support: arrayOf(initial.support, 1), initial, steps,
    logProb: (value: NumericInput) =>
      tidy(() => {
        const x = readValue("markovChain.logProb", value, shapes);
        const states = tf.unstack(x, x.rank - state.length - 1);
        let total = initial.logProb(states[0] as Tensor);
        for (let t = 1; t < steps; t++) total = tf.add(total, transition(states[t - 1] as Tensor, t).logProb(states[t] as Tensor));
        return total;
      }),
    sample: draw("sample"),
    ...(pathwise ? { rsample: draw("rsample") } : {}),
  } as unknown as MarkovChain<D, T>;
}
