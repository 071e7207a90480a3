import * as tf from "@tensorflow/tfjs-core";
import { select, withoutGradient } from "@variate/math";
import type { Uniform } from "../families/uniform.js";
import type { KlRule } from "./table.js";

/** KL(uniform‖uniform) = log((high_q − low_q) / (high_p − low_p)) where q's interval covers p's; Infinity elsewhere. */
export const klUniform: KlRule<Uniform, Uniform> = (p, q) => {
  const covered = withoutGradient(() => tf.logicalAnd(tf.lessEqual(q.low, p.low), tf.greaterEqual(q.high, p.high)));
  return select(covered, tf.log(tf.div(tf.sub(q.high, q.low), tf.sub(p.high, p.low))), Infinity);
};
