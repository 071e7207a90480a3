import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1Over, isBetween, isEqual, isGreater, isLess, log1pOver, select, withoutGradient, type NumericInput } from "@variate/math";
import { exponentialDraws } from "@variate/random";
import { positive, real, type Constraint } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { scalars } from "../constraints/constraint.js";
import { makeFamily } from "../family.js";
import { finite, LARGEST } from "../float32.js";
import { cdfOfHazard, hazardOfLevel, logCdfOfHazard } from "./hazard.js";

export interface GeneralizedParetoParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  readonly concentration: NumericInput;
}

export interface GeneralizedPareto
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "generalizedPareto";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly concentration: Tensor;
}

const constraints = { loc: real, scale: positive, concentration: real };

/**
 * Generalized Pareto distribution, of excesses over a threshold: over [loc, ∞) for ξ ≥ 0 and over [loc, loc − scale/ξ]
 * for ξ < 0, ξ = concentration. The exponential at ξ = 0, the uniform at ξ = −1.
 *
 *   log p(x) = −log scale − (1 + 1/ξ) log(1 + ξ z),   z = (x − loc) / scale;   −log scale − z at ξ = 0
 *   F(x) = 1 − (1 + ξ z)^(−1/ξ),   entropy = log scale + ξ + 1, in nats
 *   mean = loc + scale / (1 − ξ), Infinity for ξ ≥ 1
 *   variance = scale² / ((1 − ξ)² (1 − 2ξ)), Infinity for ξ ≥ ½
 *   mode = loc, for ξ < −1 the upper end
 *
 * by quotients that keep their digits and gradients around ξ = 0.
 *
 * `rsample(key, s)` is `loc + scale * expm1(ξ e) / ξ` with e = `exponentialDraws(key, [...s, ...batchShape])`; what float32
 * cannot hold becomes its largest number.
 *
 * @param parameters.loc - Threshold, in the units of `x`.
 * @param parameters.scale - Same units; positive.
 * @param parameters.concentration - ξ, the exponent of the tail: 1/alpha of `pareto`.
 *   All broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Coles (2001), §4.2.
 */
export function generalizedPareto(parameters: GeneralizedParetoParameters): GeneralizedPareto {
  const specification = { family: "generalizedPareto", constraints, parameters, support } as const;
  return makeFamily(specification, ({ loc, scale, concentration }) => {
    /** d = x − loc inside the support, 0 outside. By rounding 1 + ξ z may be negative at the upper end: that is outside. */
    const split = (x: Tensor): { d: Tensor; below: Tensor; above: Tensor } => {
      const below = isLess(x, loc);
      const beyond = isLess(tf.mul(concentration, tf.div(tf.sub(x, loc), scale)), -1);
      // Far below loc, 1 + ξ z is negative for ξ > 0 as well.
      const above = tf.logicalAnd(tf.logicalNot(below), tf.logicalOr(beyond, isGreater(x, upperEnd(loc, scale, concentration))));
      return { d: tf.sub(select(tf.logicalOr(below, above), loc, x), loc), below, above };
    };
    /** log(1 + ξ z) / ξ, also where z is beyond float32. */
    const hazardOf = (d: Tensor): Tensor => {
      const huge = isGreater(tf.div(d, scale), 1e38);
      const heavy = isGreater(concentration, 0);
      const own = select(heavy, concentration, 1);
      const logs = tf.sub(tf.add(tf.log(own), tf.log(select(huge, d, 1))), tf.log(scale));
      return select(huge, select(heavy, tf.div(logs, own), Infinity), log1pOver(concentration, tf.div(select(huge, 0, d), scale)));
    };
    /** 1 − n ξ where that is positive, 1 elsewhere. */
    const remaining = (n: number): Tensor => select(isLess(concentration, 1 / n), tf.sub(1, tf.mul(n, concentration)), 1);
    return {
      logProb: (x) => {
        const { d, below, above } = split(x);
        // At the end of a uniform the hazard is infinite and counts for nothing.
        const level = tf.logicalAnd(isEqual(concentration, -1), isEqual(d, scale));
        const steepness = tf.mul(tf.add(concentration, 1), hazardOf(select(level, 0, d)));
        return select(tf.logicalOr(below, above), -Infinity, tf.neg(tf.add(tf.log(scale), steepness)));
      },
      rsample: (key, shape) => {
        const x = tf.add(loc, tf.mul(scale, expm1Over(concentration, exponentialDraws(key, shape))));
        return finite(tf.minimum(x, withoutGradient(() => upperEnd(loc, scale, concentration))));
      },
      mean: () => select(isLess(concentration, 1), tf.add(loc, tf.div(scale, remaining(1))), Infinity),
      variance: () => select(isLess(concentration, 0.5), tf.div(tf.square(tf.div(scale, remaining(1))), remaining(2)), Infinity),
      mode: () => select(isLess(concentration, -1), upperEnd(loc, scale, concentration), loc),
      entropy: () => tf.add(tf.log(scale), tf.add(concentration, 1)),
      cdf: (x) => {
        const { d, above } = split(x);
        return select(above, 1, cdfOfHazard(hazardOf(d)));
      },
      logCdf: (x) => {
        const { d, above } = split(x);
        const inside = isGreater(d, 0);
        const hazard = hazardOf(select(inside, d, tf.mul(0.1, scale)));
        // The hazard is z where that underflows.
        const tiny = isLess(hazard, 1e-35);
        const logs = tf.sub(tf.log(select(inside, d, 1)), tf.log(scale));
        const logHazard = select(tiny, logs, tf.log(select(tiny, 1, hazard)));
        return select(above, 0, select(inside, logCdfOfHazard(hazard, logHazard), -Infinity));
      },
      quantile: (p) => {
        const top = isEqual(p, 1);
        const inside = tf.add(loc, tf.mul(scale, expm1Over(concentration, hazardOfLevel(select(top, 0.5, p)))));
        return select(top, upperEnd(loc, scale, concentration), inside);
      },
    };
  });
}

type Own = Readonly<Record<"loc" | "scale" | "concentration", Tensor>>;

function support({ loc, scale, concentration }: Own): Constraint {
  return scalars("generalizedPareto", "numbers from loc up to the end of the tail", false, (x) =>
    isBetween(x, loc, tf.minimum(upperEnd(loc, scale, concentration), LARGEST)),
  );
}

/** loc − scale / ξ for ξ < 0, Infinity elsewhere. */
function upperEnd(loc: Tensor, scale: Tensor, concentration: Tensor): Tensor {
  const bounded = isLess(concentration, 0);
  return select(bounded, tf.sub(loc, tf.div(scale, select(bounded, concentration, -1))), Infinity);
}
