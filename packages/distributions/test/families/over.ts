import * as tf from "@tensorflow/tfjs-core";

/** A parameter repeated to the draws' shape, as the samplers on the host take it. */
export const over = (shape: number[], x: tf.Tensor): Float32Array => tf.broadcastTo(x, shape).dataSync() as Float32Array;
