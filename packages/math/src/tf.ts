/**
 * What this package, `@variate/random` and `@variate/distributions` use of tfjs-core, under the same names, as
 * `import * as tf from "@variate/math/tf"`.
 */
// Bundlers leave tfjs-core outside, and esbuild then repeats its import in every file, and its name at every call. From
// here operations come as constants of one file, which bundlers shorten, and leave out where nothing calls them.
import * as tf from "@tensorflow/tfjs-core";

export type {
  GradSaveFunc,
  NamedAttrMap,
  NamedTensorMap,
  Scalar,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  TensorLike,
} from "@tensorflow/tfjs-core";

export const Tensor = tf.Tensor;
export type Tensor = tf.Tensor;

export const abs = tf.abs;
export const add = tf.add;
export const all = tf.all;
export const any = tf.any;
export const argMax = tf.argMax;
export const asin = tf.asin;
export const atan = tf.atan;
export const broadcastTo = tf.broadcastTo;
export const cast = tf.cast;
export const ceil = tf.ceil;
export const clone = tf.clone;
export const concat = tf.concat;
export const cumsum = tf.cumsum;
export const customGrad = tf.customGrad;
export const div = tf.div;
export const engine = tf.engine;
export const equal = tf.equal;
export const exp = tf.exp;
export const expandDims = tf.expandDims;
export const expm1 = tf.expm1;
export const eye = tf.eye;
export const fill = tf.fill;
export const floor = tf.floor;
export const gather = tf.gather;
export const getBackend = tf.getBackend;
export const getKernel = tf.getKernel;
export const grad = tf.grad;
export const grads = tf.grads;
export const greater = tf.greater;
export const greaterEqual = tf.greaterEqual;
export const isFinite = tf.isFinite;
export const isNaN = tf.isNaN;
export const keep = tf.keep;
export const less = tf.less;
export const lessEqual = tf.lessEqual;
export const log = tf.log;
export const log1p = tf.log1p;
export const logSumExp = tf.logSumExp;
export const logicalAnd = tf.logicalAnd;
export const logicalNot = tf.logicalNot;
export const logicalOr = tf.logicalOr;
export const logicalXor = tf.logicalXor;
export const matMul = tf.matMul;
export const max = tf.max;
export const maximum = tf.maximum;
export const mean = tf.mean;
export const min = tf.min;
export const minimum = tf.minimum;
export const mul = tf.mul;
export const neg = tf.neg;
export const notEqual = tf.notEqual;
export const oneHot = tf.oneHot;
export const ones = tf.ones;
export const onesLike = tf.onesLike;
export const pad = tf.pad;
export const pad2d = tf.pad2d;
export const pow = tf.pow;
export const range = tf.range;
export const relu = tf.relu;
export const reshape = tf.reshape;
export const reverse = tf.reverse;
export const round = tf.round;
export const scalar = tf.scalar;
export const sigmoid = tf.sigmoid;
export const sign = tf.sign;
export const sin = tf.sin;
export const slice = tf.slice;
export const softmax = tf.softmax;
export const softplus = tf.softplus;
export const sqrt = tf.sqrt;
export const square = tf.square;
export const squeeze = tf.squeeze;
export const stack = tf.stack;
export const sub = tf.sub;
export const sum = tf.sum;
export const tan = tf.tan;
export const tanh = tf.tanh;
export const tensor = tf.tensor;
export const tensor1d = tf.tensor1d;
export const tensor2d = tf.tensor2d;
export const topk = tf.topk;
export const transpose = tf.transpose;
export const unstack = tf.unstack;
export const util = tf.util;
export const where = tf.where;
export const zeros = tf.zeros;
export const zerosLike = tf.zerosLike;

/**
 * `tf.tidy` for results of any type: tensors reachable from the result through plain properties are kept,
 * everything else made inside is freed.
 *
 * tfjs's own types reject objects with methods, such as distributions. `fn` must be synchronous.
 */
export const tidy = tf.tidy as <T>(fn: () => T) => T;

/**
 * `tf.dispose` for values of any type: frees every tensor that is reachable through plain properties, such as those of
 * a distribution, a fit's result or a parameter tree. Tensors that are shared with something else are freed too.
 */
export const dispose = tf.dispose as (value: unknown) => void;
