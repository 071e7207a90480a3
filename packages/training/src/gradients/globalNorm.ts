import * as tf from "@tensorflow/tfjs-core";
import { tidy, treeLeaves, type Params } from "@variate/math";

/** The Euclidean norm of all leaves taken as one vector, a scalar tensor; 0 for an empty tree. */
export function globalNorm(tree: Params): tf.Scalar {
  return tidy(() => {
    const squares = treeLeaves(tree).map(sumOfSquares);
    return squares.length === 0 ? tf.scalar(0) : (tf.sqrt(tf.sum(tf.stack(squares))) as tf.Scalar);
  });
}

/** Row by row first: the wasm backend adds in one float32 accumulator, which a long vector would drown. */
function sumOfSquares(leaf: tf.Tensor): tf.Tensor {
  const squares = tf.square(leaf);
  return leaf.rank > 1 ? tf.sum(tf.sum(squares, -1)) : tf.sum(squares);
}
