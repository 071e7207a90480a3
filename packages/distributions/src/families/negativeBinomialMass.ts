import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, isGreater, select, smooth, stirlingRemainder, type KernelInputs } from "@variate/math";
import { countDeviance, factorialRest, isCount, risingDigamma } from "../countMass.js";
import { expectedCounts, type ExpectedCounts } from "../odds.js";
import type { NegativeBinomialForm } from "./negativeBinomialForms.js";

/**
 * log of the negative binomial mass, log Γ(x + r) − log Γ(r) − log x! + x log p + r log(1 − p), in nats, r > 0 the number
 * of failures; −Infinity where x is no whole number. Broadcasts.
 *
 * Gradient: that of `form` in its parameter, and ψ(x + r) − ψ(r) + log(1 − p) in r, neither of which cancels; none in the
 * count.
 */
export function negativeBinomialLogProb(value: Tensor, totalCount: Tensor, form: NegativeBinomialForm): Tensor {
  const inputs = { value, totalCount, [form.name]: form.parameter } as Inputs;
  return smooth("variate.negativeBinomialLogProb", inputs, (own) => mass(own, form), ({ value: count, totalCount: r, [form.name]: given }) => {
    const parameter = given as Tensor;
    const legal = isCount(count);
    const x = select(legal, count, 0);
    const chance = form.chance(parameter, r);
    const rise = (): Tensor => form.slopeOfCount?.(parameter, x, r, chance) ?? risingDigamma(r, x);
    return {
      totalCount: () => select(legal, tf.add(rise(), chance.logOthers), 0),
      [form.name]: () => select(legal, form.slope(parameter, x, r, chance), 0),
    };
  });
}

interface Inputs extends KernelInputs {
  readonly value: Tensor;
  readonly totalCount: Tensor;
}

function mass({ value, totalCount: r, ...given }: Inputs, form: NegativeBinomialForm): Tensor {
  const legal = isCount(value);
  const x = select(legal, value, 0);
  const chance = form.chance(given[form.name] as Tensor, r);
  const counts = expectedCounts(exactSum(select(isGreater(x, 0), x, 1), r), chance);
  return select(legal, negativeBinomialMass(x, r, counts, chance.logOthers), -Infinity);
}

/**
 * The mass itself, for whole x ≥ 0; off the tape, inside `tidy`. With N = x + r, f(x) = log x! − (x log x − x), s the
 * Stirling remainder and D the deviance,
 *
 *   ½ log(r / N) + s(N) − s(r) − f(x) − D(r, N (1 − p)) − D(x, N p)   for x > 0,   r log(1 − p) at 0
 *
 * @param counts - N p and N (1 − p), where x > 0.
 * @param logOthers - log(1 − p), read at x = 0.
 *
 * Reference: Loader (2000).
 */
export function negativeBinomialMass(value: Tensor, r: Tensor, counts: ExpectedCounts, logOthers: Tensor): Tensor {
  const positive = isGreater(value, 0);
  const x = select(positive, value, 1);
  const n = tf.add(x, r);
  const ratio = tf.mul(0.5, tf.sub(tf.log(r), tf.log(n)));
  const remainders = tf.sub(tf.sub(stirlingRemainder(n), stirlingRemainder(r)), factorialRest(x));
  const { successes, failures, logSuccesses, logFailures } = counts;
  const deviances = tf.add(countDeviance(r, failures, logFailures), countDeviance(x, successes, logSuccesses));
  return select(positive, tf.sub(tf.add(ratio, remainders), deviances), tf.mul(r, logOthers));
}
