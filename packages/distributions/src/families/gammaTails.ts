import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  expm1,
  exponential,
  isLess,
  lgammaOfNext,
  log1mexp,
  logRegularizedGammaP,
  logRegularizedGammaQ,
  regularizedGammaP,
  regularizedGammaQ,
  select,
  type Rounded,
} from "@variate/math";

/** A value y under the gamma distribution with concentration a and rate 1, with what rounding took from it. */
export interface GammaVariable {
  readonly a: Tensor;
  readonly y: Rounded;
  /** log y, where y itself underflows. */
  readonly logY: Tensor;
}

/** P(a, y), or Q(a, y) = 1 − P, and its logarithm, for y = value + error; below 1e-36 from yᵃ / Γ(a + 1), by logarithms. */
export function gammaTails(upper: boolean): Record<"probability" | "logProbability", (v: GammaVariable) => Tensor> {
  const pieces = ({ a, y, logY }: GammaVariable) => {
    const tiny = isLess(logY, -83);
    return {
      tiny,
      value: select(tiny, 1, y.value),
      error: select(tiny, 0, y.error),
      logPower: select(tiny, tf.sub(tf.mul(a, logY), lgammaOfNext(a)), -1),
    };
  };
  return {
    probability: (v) => {
      const { tiny, value, error, logPower } = pieces(v);
      const power = upper ? tf.neg(expm1(logPower)) : exponential(logPower);
      return select(tiny, power, (upper ? regularizedGammaQ : regularizedGammaP)(v.a, value, error));
    },
    logProbability: (v) => {
      const { tiny, value, error, logPower } = pieces(v);
      const power = upper ? log1mexp(logPower) : logPower;
      return select(tiny, power, (upper ? logRegularizedGammaQ : logRegularizedGammaP)(v.a, value, error));
    },
  };
}
