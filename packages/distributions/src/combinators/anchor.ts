import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Shape } from "@variate/math";
import type { Constraint } from "../constraints.js";

type Bound = Tensor | number;

/** One element of `set`, well inside it, of the given shape: what stands in for a value that is to be masked out. */
export function anchor(set: Constraint, shape: Shape): Tensor {
  if ("base" in set) return anchor(set.base as Constraint, shape);
  const { low, high } = set as Constraint & { readonly low?: Bound; readonly high?: Bound };
  const n = shape.at(-1) ?? 1;
  if (low !== undefined && high !== undefined) return tf.add(tf.zeros([...shape]), tf.add(tf.mul(low, 0.5), tf.mul(high, 0.5)));
  if (low !== undefined) return tf.add(tf.ones([...shape]), low);
  if (high !== undefined) return tf.sub(high, tf.ones([...shape]));
  switch (set.name) {
    case "positive":
    case "nonNegative":
      return tf.ones([...shape]);
    case "unitInterval":
    case "openUnitInterval":
      return tf.fill([...shape], 0.5);
    case "simplex":
    case "openSimplex":
      return tf.fill([...shape], 1 / n);
    case "ordered":
      return tf.broadcastTo(tf.range(0, n, 1, "float32"), [...shape]);
    case "lowerCholesky":
    case "correlationCholesky":
    case "positiveDefinite":
      return tf.broadcastTo(tf.eye(n), [...shape]);
    default:
      return tf.zeros([...shape]);
  }
}
