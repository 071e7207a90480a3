import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, log1p, smooth, stirlingRemainder } from "@variate/math";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log density of Student's t at deviation d = x − loc, in nats; elementwise, broadcasts.
 *
 *   = (ν/2) log(1 + 1/ν) − ½ + r((ν + 1)/2) − r(ν/2) − ½ log 2π − log s − (ν + 1)/2 log(1 + w²),   w = d / (s √ν)
 *
 * r the Stirling remainder. No difference of large terms, and no square that overflows: it holds for ν and d / s from
 * 1e-30 to 1e30. Gradients are closed forms.
 */
export function studentTLogProb(d: Tensor, s: Tensor, df: Tensor): Tensor {
  return smooth("variate.studentTLogProb", { d, s, df }, (own) => density(own.d, own.s, own.df), (own) => {
    const root = tf.sqrt(own.df);
    const w = tf.div(tf.div(own.d, own.s), root);
    const more = tf.add(own.df, 1);
    // w / (1 + w²) and w² / (1 + w²), by reciprocals that may be infinite.
    const slope = tf.div(1, tf.add(w, tf.div(1, w)));
    const share = tf.div(1, tf.add(1, tf.square(tf.div(1, w))));
    const ofDf = tf.add(
      tf.sub(tf.sub(log1p(tf.div(1, own.df)), tf.div(1, more)), tf.sub(digammaRemainder(tf.div(own.df, 2)), digammaRemainder(tf.div(more, 2)))),
      tf.sub(tf.mul(tf.add(1, tf.div(1, own.df)), share), logOnePlusSquare(own.d, own.s, own.df)),
    );
    return {
      d: tf.neg(tf.div(tf.mul(tf.div(more, root), slope), own.s)),
      s: tf.div(tf.sub(tf.mul(more, share), 1), own.s),
      df: tf.mul(0.5, ofDf),
    };
  });
}

/** What of the log density depends on df alone. */
export function studentTLogNormalizer(df: Tensor): Tensor {
  const entropyLike = tf.sub(tf.mul(tf.mul(0.5, df), log1p(tf.div(1, df))), 0.5 + HALF_LOG_TWO_PI);
  return tf.add(entropyLike, tf.sub(stirlingRemainder(tf.mul(0.5, tf.add(df, 1))), stirlingRemainder(tf.mul(0.5, df))));
}

function density(d: Tensor, s: Tensor, df: Tensor): Tensor {
  const penalty = tf.mul(tf.mul(0.5, tf.add(df, 1)), logOnePlusSquare(d, s, df));
  return tf.sub(tf.sub(studentTLogNormalizer(df), tf.log(s)), penalty);
}

/** log(1 + w²); not for the tape. */
function logOnePlusSquare(d: Tensor, s: Tensor, df: Tensor): Tensor {
  const w = tf.abs(tf.div(tf.div(d, s), tf.sqrt(df)));
  const logs = tf.sub(tf.mul(2, tf.sub(tf.log(tf.abs(d)), tf.log(s))), tf.log(df));
  const far = tf.add(logs, log1p(tf.square(tf.div(1, w))));
  return tf.where(tf.greater(w, 1), far, log1p(tf.square(tf.minimum(w, 1))));
}
