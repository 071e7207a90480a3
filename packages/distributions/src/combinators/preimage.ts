import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select, stopGradient, withoutGradient } from "@variate/math";
import type { Bijector, Monotone } from "../bijectors/bijector.js";
import type { Constraint } from "../constraints.js";
import { anchor } from "./anchor.js";

/** Where numbers come from under a monotone bijector, whether or not it reaches them. */
export interface Preimage {
  readonly x: Tensor;
  /** 0 where x is the pre-image; elsewhere 1 or −1: above or below everything the domain holds. */
  readonly side: Tensor;
}

/** The pre-image of any numbers, part by part from the outermost, so that no inverse sees what its part does not reach. */
export function preimage(bijector: Bijector & Monotone, y: Tensor): Preimage {
  let x = y;
  let side: Tensor = tf.scalar(0);
  for (const part of partsOf(bijector)) {
    const beyond = sideOf(part.codomain, x);
    if (beyond !== undefined) {
      side = select(isEqual(side, 0), beyond, side);
      const safe = stopGradient(part.forward(anchor(part.domain, [])));
      x = select(isEqual(beyond, 0), x, safe);
    }
    const direction = part.direction();
    x = part.inverse(x);
    side = tf.mul(side, typeof direction === "number" ? Math.sign(direction) : stopGradient(tf.sign(direction)));
  }
  return { x, side };
}

/** 1 at or above the upper bound of an interval, −1 at or below the lower, 0 inside; undefined where it has none. */
function sideOf(set: Constraint, y: Tensor): Tensor | undefined {
  const { low, high } = boundsOf(set);
  if (low === undefined && high === undefined) return undefined;
  return withoutGradient(() => {
    const above = high === undefined ? tf.scalar(0) : tf.cast(tf.greaterEqual(y, high), "float32");
    return low === undefined ? above : tf.sub(above, tf.cast(tf.lessEqual(y, low), "float32"));
  });
}

function boundsOf(set: Constraint): { readonly low?: Tensor | number; readonly high?: Tensor | number } {
  if (set.name === "positive" || set.name === "nonNegative") return { low: 0 };
  if (set.name === "unitInterval" || set.name === "openUnitInterval") return { low: 0, high: 1 };
  return set as Constraint & { readonly low?: Tensor | number; readonly high?: Tensor | number };
}

/** The parts of a chain, nested or not, from the outermost; anything else by itself. */
function partsOf(bijector: Bijector & Monotone): readonly (Bijector & Monotone)[] {
  if (bijector.name !== "chain") return [bijector];
  return (bijector as Bijector & Monotone & { readonly bijectors: readonly (Bijector & Monotone)[] }).bijectors.flatMap(partsOf);
}
