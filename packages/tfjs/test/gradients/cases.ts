import * as tf from "@tensorflow/tfjs-core";

/** One differentiable operation at one point where it is smooth. */
export interface GradientCase {
  readonly name: string;
  /** Kernels whose gradients the case exercises. */
  readonly kernels: readonly string[];
  readonly inputs: () => tf.Tensor[];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** `false` where the second derivative is not defined, or is zero everywhere and so not worth a check. */
  readonly second?: false;
}

/** Values in (low, high), none alike and in no order: the fractional parts of multiples of the golden ratio. */
export function values(shape: readonly number[], low = -1, high = 1, offset = 0): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = Float32Array.from({ length: size }, (_, i) => low + (high - low) * (((i + 1 + offset) * 0.6180339887) % 1));
  return tf.tensor(data, [...shape], "float32");
}

const one = (name: string, kernel: string, f: (x: tf.Tensor) => tf.Tensor, low = -1, high = 1): GradientCase => ({
  name,
  kernels: [kernel],
  inputs: () => [values([2, 3], low, high)],
  f: (x) => f(x as tf.Tensor),
});

const two = (
  name: string,
  kernel: string,
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  a: () => tf.Tensor = () => values([2, 3], 0.5, 2),
  b: () => tf.Tensor = () => values([3], 0.6, 1.8, 7),
): GradientCase => ({ name, kernels: [kernel], inputs: () => [a(), b()], f: (x, y) => f(x as tf.Tensor, y as tf.Tensor) });

const elementwise: GradientCase[] = [
  one("abs", "Abs", tf.abs),
  { name: "abs with a zero", kernels: ["Abs"], inputs: () => [tf.tensor([0, 1, -2])], f: (x) => tf.abs(x as tf.Tensor), second: false },
  one("acos", "Acos", tf.acos, -0.7, 0.7),
  one("acosh", "Acosh", tf.acosh, 1.5, 3),
  one("asin", "Asin", tf.asin, -0.7, 0.7),
  one("asinh", "Asinh", tf.asinh),
  one("atan", "Atan", tf.atan),
  one("atanh", "Atanh", tf.atanh, -0.7, 0.7),
  one("ceil", "Ceil", tf.ceil, 0.1, 0.9),
  one("clipByValue", "ClipByValue", (x) => tf.clipByValue(x, -0.5, 0.5)),
  one("cos", "Cos", tf.cos),
  one("cosh", "Cosh", tf.cosh),
  { ...one("elu", "Elu", tf.elu), kernels: ["Elu", "EluGrad"] },
  one("erf", "Erf", tf.erf, 0.2, 1.2),
  one("exp", "Exp", tf.exp),
  one("expm1", "Expm1", tf.expm1),
  one("floor", "Floor", tf.floor, 0.1, 0.9),
  one("clone", "Identity", tf.clone),
  one("leakyRelu", "LeakyRelu", (x) => tf.leakyRelu(x, 0.3)),
  one("log", "Log", tf.log, 0.5, 2),
  one("log1p", "Log1p", tf.log1p, -0.4, 1),
  one("neg", "Neg", tf.neg),
  one("reciprocal", "Reciprocal", tf.reciprocal, 0.5, 2),
  one("relu", "Relu", tf.relu),
  one("relu6", "Relu6", tf.relu6, -2, 9),
  one("round", "Round", tf.round, 0.55, 1.4),
  one("rsqrt", "Rsqrt", tf.rsqrt, 0.5, 2),
  one("selu", "Selu", tf.selu),
  one("sigmoid", "Sigmoid", tf.sigmoid),
  one("sign", "Sign", tf.sign),
  one("sin", "Sin", tf.sin),
  one("sinh", "Sinh", tf.sinh),
  one("softplus", "Softplus", tf.softplus),
  one("sqrt", "Sqrt", tf.sqrt, 0.5, 2),
  one("square", "Square", tf.square),
  one("step", "Step", (x) => tf.step(x, 0.5)),
  one("tan", "Tan", tf.tan),
  one("tanh", "Tanh", tf.tanh),
  one("logSigmoid", "Softplus", tf.logSigmoid),
  one("zerosLike", "ZerosLike", (x) => tf.zerosLike(x)),
  one("onesLike", "OnesLike", (x) => tf.onesLike(x)),
  one("cast to int32 and back", "Cast", (x) => tf.add(tf.cast(tf.cast(tf.mul(x, 5.3), "int32"), "float32"), tf.square(x))),
  one("cast to bool and back", "Cast", (x) => tf.mul(tf.cast(tf.cast(x, "bool"), "float32"), x)),
];

const binary: GradientCase[] = [
  two("add", "Add", tf.add),
  two("atan2", "Atan2", tf.atan2),
  two("div", "RealDiv", tf.div),
  two("div, left broadcast", "RealDiv", (a, b) => tf.div(b, a)),
  two("divNoNan", "RealDiv", tf.divNoNan),
  two("maximum", "Maximum", tf.maximum),
  two("minimum", "Minimum", tf.minimum),
  two("mod", "Mod", tf.mod, () => values([2, 3], 2.1, 2.3), () => values([3], 0.8, 1)),
  two("mul", "Multiply", tf.mul),
  two("pow", "Pow", tf.pow),
  one("pow of a scalar exponent", "Pow", (a) => tf.pow(a, 3)),
  one("pow of a negative base", "Pow", (a) => tf.pow(a, 3), -2, -0.5),
  one("pow of a base of zero", "Pow", (a) => tf.add(a, tf.pow(tf.mul(a, 0), 0))),
  two("prelu", "Prelu", tf.prelu, () => values([2, 3])),
  two("squaredDifference", "SquaredDifference", tf.squaredDifference),
  two("sub", "Sub", tf.sub),
];

const comparison = (name: string, kernel: string, f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): GradientCase =>
  two(`where(${name})`, kernel, (a, b) => tf.where(f(a, b), tf.mul(a, tf.square(b)), tf.exp(a)));

const logical: GradientCase[] = [
  comparison("equal", "Equal", tf.equal),
  comparison("greater", "Greater", tf.greater),
  comparison("greaterEqual", "GreaterEqual", tf.greaterEqual),
  comparison("less", "Less", tf.less),
  comparison("lessEqual", "LessEqual", tf.lessEqual),
  comparison("notEqual", "NotEqual", tf.notEqual),
  comparison("logicalAnd", "LogicalAnd", (a, b) => tf.logicalAnd(tf.greater(a, b), tf.less(a, 1.7))),
  comparison("logicalOr", "LogicalOr", (a, b) => tf.logicalOr(tf.greater(a, b), tf.less(a, 0.7))),
  comparison("logicalXor", "LogicalNot", (a, b) => tf.logicalXor(tf.greater(a, b), tf.less(a, 1.2))),
  comparison("logicalNot", "LogicalNot", (a, b) => tf.logicalNot(tf.greater(a, b))),
  comparison("isNaN", "IsNan", tf.isNaN),
  comparison("isFinite", "IsFinite", tf.isFinite),
  comparison("isInf", "IsInf", tf.isInf),
  comparison("greaterEqual of int32", "GreaterEqual", (a) => tf.greaterEqual(tf.cast(a, "int32"), tf.scalar(1, "int32"))),
  comparison("argMax", "ArgMax", (a) => tf.equal(tf.expandDims(tf.argMax(a, 1), 1), tf.tensor([0, 1, 2], [3], "int32"))),
  comparison("argMin", "ArgMin", (a) => tf.equal(tf.expandDims(tf.argMin(a, 1), 1), tf.tensor([0, 1, 2], [3], "int32"))),
  comparison("argMax of int32", "ArgMax", (a) =>
    tf.equal(tf.expandDims(tf.argMax(tf.cast(tf.mul(a, 9), "int32"), 1), 1), tf.tensor([0, 1, 2], [3], "int32")),
  ),
  comparison("argMin of int32", "ArgMin", (a) =>
    tf.equal(tf.expandDims(tf.argMin(tf.cast(tf.mul(a, 9), "int32"), 1), 1), tf.tensor([0, 1, 2], [3], "int32")),
  ),
  comparison("bitwiseAnd", "BitwiseAnd", (a) =>
    tf.greater(tf.bitwiseAnd(tf.cast(tf.mul(a, 9.1), "int32"), tf.tensor([4, 4, 4, 4, 4, 4], [2, 3], "int32")), 0),
  ),
  comparison("all", "All", (a, b) => tf.all(tf.greater(a, b), 1, true)),
  comparison("any", "Any", (a, b) => tf.any(tf.greater(a, b), 1, true)),
  {
    name: "where under a square root, infinite on the side not taken",
    kernels: ["Select"],
    inputs: () => [tf.tensor([-0.5, 0.7, 1.3])],
    f: (x) => tf.sqrt(tf.where(tf.greater(x as tf.Tensor, 0), x as tf.Tensor, 0)),
    second: false,
  },
  two("where with one condition a row", "Select", (a, b) => tf.where(tf.tensor([true, false], [2, 1], "bool"), tf.mul(a, b), tf.exp(b))),
];

const reduce = (name: string, kernel: string, f: (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor): GradientCase[] =>
  (
    [
      ["all axes", undefined, false],
      ["axis 0", 0, false],
      ["axis -1, dimensions kept", -1, true],
      ["axes 0 and 2", [0, 2], false],
      ["axes 1 and 2, dimensions kept", [1, 2], true],
    ] as const
  ).map(([label, axis, keep]) => ({
    name: `${name}, ${label}`,
    kernels: [kernel],
    inputs: () => [values([2, 3, 2], 0.5, 2)],
    f: (x) => f(x as tf.Tensor, axis === undefined || typeof axis === "number" ? axis : [...axis], keep),
  }));

const reductions: GradientCase[] = [
  ...reduce("max", "Max", tf.max),
  ...reduce("mean", "Mean", tf.mean),
  ...reduce("min", "Min", tf.min),
  ...reduce("prod", "Prod", tf.prod),
  ...reduce("sum", "Sum", tf.sum),
  ...reduce("logSumExp", "Max", tf.logSumExp),
  ...reduce("norm", "Sqrt", (x, axis, keep) => tf.norm(x, "euclidean", axis, keep)).slice(0, 3),
  {
    name: "prod with a zero and with two",
    kernels: ["Prod"],
    inputs: () => [tf.tensor([2, 0, 3, 0, 5, 0], [2, 3])],
    f: (x) => tf.prod(x as tf.Tensor, 1),
  },
  ...([0, 1, -1] as const).flatMap((axis) =>
    ([false, true] as const).flatMap((exclusive) =>
      ([false, true] as const).flatMap((reverse): GradientCase[] => [
        {
          name: `cumsum, axis ${axis}, exclusive ${exclusive}, reverse ${reverse}`,
          kernels: ["Cumsum"],
          inputs: () => [values([2, 3, 2])],
          f: (x) => tf.square(tf.cumsum(x as tf.Tensor, axis, exclusive, reverse)),
        },
        {
          name: `cumprod, axis ${axis}, exclusive ${exclusive}, reverse ${reverse}`,
          kernels: ["Cumprod"],
          inputs: () => [values([2, 3, 2], 0.5, 2)],
          f: (x) => tf.cumprod(x as tf.Tensor, axis, exclusive, reverse),
        },
      ]),
    ),
  ),
  {
    name: "cumprod through zeros, length 5",
    kernels: ["Cumprod"],
    inputs: () => [tf.tensor([2, 0, 3, 0.5, 0, 1, 2, 3, 0, 4], [2, 5])],
    f: (x) => tf.cumprod(x as tf.Tensor, 1),
  },
  one("softmax", "Softmax", (x) => tf.softmax(x)),
  one("logSoftmax", "LogSoftmax", (x) => tf.logSoftmax(x)),
  one("moments", "Mean", (x) => tf.concat([tf.moments(x, 0).mean, tf.moments(x, 0).variance])),
];

const shapes: GradientCase[] = [
  one("reshape", "Reshape", (x) => tf.square(tf.reshape(x, [3, 2]))),
  one("expandDims", "ExpandDims", (x) => tf.square(tf.expandDims(x, 1))),
  one("squeeze", "Reshape", (x) => tf.square(tf.squeeze(tf.reshape(x, [1, 6])))),
  one("transpose", "Transpose", (x) => tf.square(tf.transpose(x))),
  one("reverse", "Reverse", (x) => tf.square(tf.reverse(x, 1))),
  one("slice", "Slice", (x) => tf.square(tf.slice(x, [0, 1], [2, -1]))),
  one("pad", "PadV2", (x) => tf.square(tf.pad(x, [[1, 0], [2, 1]], 0.5))),
  one("broadcastTo", "Tile", (x) => tf.square(tf.broadcastTo(x, [4, 2, 3]))),
  one("broadcastTo of an inner axis", "Tile", (x) => tf.square(tf.broadcastTo(tf.slice(x, [0, 1], [2, 1]), [3, 2, 4]))),
  one("split", "SplitV", (x) => tf.mul(tf.split(x, [1, 2], 1)[0] as tf.Tensor, tf.split(x, [1, 2], 1)[1] as tf.Tensor)),
  one("split into one", "SplitV", (x) => tf.square(tf.split(x, 1, 1)[0] as tf.Tensor)),
  one("unstack", "Unpack", (x) => tf.mul(...(tf.unstack(x, 0) as [tf.Tensor, tf.Tensor]))),
  one("unstack into one", "Unpack", (x) => tf.square(tf.unstack(tf.reshape(x, [1, 6]), 0)[0] as tf.Tensor)),
  two("concat", "Concat", (a, b) => tf.square(tf.concat([a, tf.reshape(b, [1, 3]), a], 0))),
  two("stack", "Pack", (a, b) => tf.square(tf.stack([a, tf.mul(a, b)], 1))),
  two("addN", "AddN", (a, b) => tf.square(tf.addN([a, tf.mul(a, b), a]))),
  ...([[2], [2, 3], [2, 2, 1], [1, 2, 3, 2], [2, 1, 2, 1, 3], []] as const).map(
    (reps): GradientCase => ({
      name: `tile of rank ${reps.length}`,
      kernels: ["Tile"],
      inputs: () => [values([2, 3, 1, 2, 2].slice(0, reps.length))],
      f: (x) => tf.square(tf.tile(x as tf.Tensor, [...reps])),
    }),
  ),
  ...(["reflect", "symmetric"] as const).flatMap((mode): GradientCase[] => [
    {
      name: `mirrorPad, ${mode}`,
      kernels: ["MirrorPad"],
      inputs: () => [values([3, 4])],
      f: (x) => tf.square(tf.mirrorPad(x as tf.Tensor, [[2, 1], [1, 2]], mode)),
    },
    {
      name: `mirrorPad, ${mode}, one side and none`,
      kernels: ["MirrorPad"],
      inputs: () => [values([2, 3, 2])],
      f: (x) => tf.square(tf.mirrorPad(x as tf.Tensor, [[0, 1], [2, 0], [0, 0]], mode)),
    },
  ]),
  ...(
    [
      { begin: [0, 1], end: [3, 4], strides: [2, 2] },
      { begin: [2, 4], end: [0, 0], strides: [-1, -3] },
      { begin: [0, 0], end: [3, 5], strides: [1, 2], beginMask: 2, endMask: 2 },
      { begin: [1, 1], end: [2, 4], strides: [1, 2], shrink: 1 },
      { begin: [0, 0, 1], end: [0, 3, 5], strides: [1, 1, 3], newAxis: 1 },
      { begin: [0, 3], end: [0, 1], strides: [1, -1], ellipsis: 1 },
    ] as { begin: number[]; end: number[]; strides: number[]; beginMask?: number; endMask?: number; ellipsis?: number; newAxis?: number; shrink?: number }[]
  ).map(
    (c): GradientCase => ({
      name: `stridedSlice ${JSON.stringify(c)}`,
      kernels: ["StridedSlice"],
      inputs: () => [values([3, 5])],
      f: (x) => tf.square(tf.stridedSlice(x as tf.Tensor, c.begin, c.end, c.strides, c.beginMask, c.endMask, c.ellipsis, c.newAxis, c.shrink)),
    }),
  ),
  {
    name: "depthToSpace",
    kernels: ["DepthToSpace"],
    inputs: () => [values([2, 2, 1, 8])],
    f: (x) => tf.square(tf.depthToSpace(x as tf.Tensor4D, 2)),
  },
  {
    name: "spaceToBatchND and back",
    kernels: ["SpaceToBatchND", "BatchToSpaceND"],
    inputs: () => [values([1, 3, 4, 2])],
    f: (x) => tf.batchToSpaceND(tf.square(tf.spaceToBatchND(x as tf.Tensor, [2, 2], [[0, 1], [0, 0]])), [2, 2], [[0, 0], [1, 0]]),
  },
  one("diag of a vector", "Diag", (x) => tf.square(tf.diag(tf.reshape(x, [6])))),
  one("diag of a matrix", "Diag", (x) => tf.square(tf.diag(x))),
  one("flipLeftRight", "FlipLeftRight", (x) => tf.square(tf.image.flipLeftRight(tf.reshape(x, [1, 2, 3, 1]) as tf.Tensor4D))),
];


const ids = (data: number[], shape: number[] = [data.length]): tf.Tensor => tf.tensor(data, shape, "int32");

const indexing: GradientCase[] = [
  ...(
    [
      { shape: [4, 3], indices: [3, 0, 3], of: [3], axis: 0 },
      { shape: [2, 4, 3], indices: [1, 1, 2, 0], of: [2, 2], axis: 1 },
      { shape: [2, 4], indices: [1, 1, 2, 0], of: [4], axis: -1 },
      { shape: [2, 4, 3], indices: [3, 0, 1, 1], of: [2, 2], axis: 1, batchDims: 1 },
      { shape: [2, 3, 4], indices: [3, 0, 1, 1], of: [2, 2], axis: 2, batchDims: 1 },
      { shape: [2, 2, 3], indices: [2, 0, 1, 1], of: [2, 2, 1], axis: 2, batchDims: 2 },
      { shape: [3, 2], indices: [1], of: [], axis: -2 },
    ] as { shape: number[]; indices: number[]; of: number[]; axis: number; batchDims?: number }[]
  ).map(
    ({ shape, indices, of, axis, batchDims = 0 }): GradientCase => ({
      name: `gather from [${shape}] by indices of [${of}], axis ${axis}, ${batchDims} batch dimensions`,
      kernels: ["GatherV2"],
      inputs: () => [values(shape)],
      f: (x) => tf.square(tf.gather(x as tf.Tensor, ids(indices, of), axis, batchDims)),
    }),
  ),
  one("gather by indices on the tape", "GatherV2", (x) => tf.mul(tf.gather(x, tf.cast(tf.add(1, tf.sign(tf.slice(x, [0, 0], [1, 2]))), "int32"), 1), 2)),
  {
    name: "unsortedSegmentSum",
    kernels: ["UnsortedSegmentSum"],
    inputs: () => [values([4, 2])],
    f: (x) => tf.square(tf.unsortedSegmentSum(x as tf.Tensor, ids([2, 0, 2, 1]) as tf.Tensor1D, 4)),
  },
  {
    name: "unsortedSegmentSum that drops a segment below zero",
    kernels: ["UnsortedSegmentSum"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.unsortedSegmentSum(x as tf.Tensor, ids([1, -1, 0]) as tf.Tensor1D, 2)),
  },
  {
    name: "unsortedSegmentSum by segments on the tape",
    kernels: ["UnsortedSegmentSum"],
    inputs: () => [values([3, 2])],
    f: (x) =>
      tf.square(tf.unsortedSegmentSum(x as tf.Tensor, tf.cast(tf.greater(tf.sum(x as tf.Tensor, 1), 0), "int32") as tf.Tensor1D, 2)),
  },
  {
    name: "gatherND of elements",
    kernels: ["GatherNd"],
    inputs: () => [values([2, 3])],
    f: (x) => tf.square(tf.gatherND(x as tf.Tensor, ids([0, 1, 1, 2, 0, 1], [3, 2]))),
  },
  {
    name: "gatherND of rows",
    kernels: ["GatherNd"],
    inputs: () => [values([3, 2, 2])],
    f: (x) => tf.square(tf.gatherND(x as tf.Tensor, ids([2, 0, 2], [3, 1]))),
  },
  {
    name: "scatterND",
    kernels: ["ScatterNd"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.scatterND(ids([3, 0, 3], [3, 1]), x as tf.Tensor, [4, 2])),
  },
  {
    name: "tensorScatterUpdate",
    kernels: ["TensorScatterUpdate"],
    inputs: () => [values([4, 2]), values([2, 2], -1, 1, 9)],
    f: (x, updates) => tf.square(tf.tensorScatterUpdate(x as tf.Tensor, ids([3, 1], [2, 1]), updates as tf.Tensor)),
  },
  {
    name: "sparseToDense",
    kernels: ["SparseToDense"],
    inputs: () => [values([2]), tf.scalar(0.7)],
    f: (x, rest) => tf.square(tf.sparseToDense(ids([0, 1, 1, 2], [2, 2]), x as tf.Tensor, [2, 3], rest as tf.Scalar)),
  },
  {
    name: "sparseToDense of one value at several places of a vector",
    kernels: ["SparseToDense"],
    inputs: () => [tf.scalar(0.4), tf.scalar(0.7)],
    f: (x, rest) => tf.square(tf.sparseToDense(ids([0, 3]), x as tf.Tensor, [5], rest as tf.Scalar)),
  },
  one("topk, sorted", "TopK", (x) => tf.square(tf.topk(x, 2).values)),
  {
    name: "topk of a tensor of rank 3",
    kernels: ["TopK"],
    inputs: () => [values([2, 2, 4])],
    f: (x) => tf.topk(x as tf.Tensor, 3).values,
  },
  {
    name: "sparseSegmentSum",
    kernels: ["SparseSegmentSum"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.sparse.sparseSegmentSum(x as tf.Tensor, ids([2, 0, 2]) as tf.Tensor1D, ids([0, 0, 1]) as tf.Tensor1D)),
  },
  {
    name: "sparseSegmentMean",
    kernels: ["SparseSegmentMean"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.sparse.sparseSegmentMean(x as tf.Tensor, ids([2, 0, 2]) as tf.Tensor1D, ids([0, 0, 1]) as tf.Tensor1D)),
  },
  one("searchSorted", "SearchSorted", (x) => tf.add(x, tf.cast(tf.searchSorted(tf.tensor([[-0.5, 0, 0.5], [-0.5, 0, 0.5]]), x), "float32"))),
  one("oneHot", "OneHot", (x) => tf.mul(tf.reshape(x, [6, 1]), tf.oneHot(tf.reshape(tf.cast(tf.mul(x, 2), "int32"), [6]) as tf.Tensor1D, 3))),
  one("booleanMask by gather", "GatherV2", (x) => tf.square(tf.gather(tf.reshape(x, [6]), ids([0, 3])))),
];

const matrices: GradientCase[] = [
  ...(
    [
      { a: [2, 3], b: [3, 4] },
      { a: [3, 2], b: [4, 3], transposeA: true, transposeB: true },
      { a: [2, 2, 3], b: [2, 4, 3], transposeB: true },
      { a: [2, 2, 3], b: [1, 3, 2] },
      { a: [1, 3, 2], b: [2, 3, 2], transposeA: true },
      { a: [2, 2, 3], b: [3, 2] },
      { a: [2, 3], b: [2, 2, 3], transposeB: true },
      { a: [2, 1, 2, 3], b: [3, 3, 2] },
      { a: [2, 1, 3, 2], b: [1, 3, 2, 3], transposeA: true, transposeB: true },
    ] as { a: number[]; b: number[]; transposeA?: boolean; transposeB?: boolean }[]
  ).map(
    ({ a, b, transposeA = false, transposeB = false }): GradientCase => ({
      name: `matMul of [${a}] and [${b}], transposed ${transposeA}, ${transposeB}`,
      kernels: ["BatchMatMul"],
      inputs: () => [values(a), values(b, -1, 1, 5)],
      f: (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB),
    }),
  ),
  ...(
    [
      ["ij->ji", [2, 3]],
      ["ij->", [2, 3]],
      ["ij->i", [2, 3]],
      ["ij,jk->ik", [2, 3], [3, 2]],
      ["i,j->ij", [2], [3]],
      ["ij,ij->", [2, 3], [2, 3]],
      ["ij,kj->k", [2, 3], [4, 3]],
      ["bij,bjk->bik", [2, 2, 3], [2, 3, 2]],
      ["bij,bik->kj", [2, 2, 3], [2, 2, 2]],
      ["ij,k->j", [2, 3], [4]],
    ] as [string, number[], number[]?][]
  ).map(
    ([equation, ...operands]): GradientCase => ({
      name: `einsum ${equation}`,
      kernels: ["Einsum"],
      inputs: () => operands.filter((shape) => shape !== undefined).map((shape, i) => values(shape, -1, 1, 5 * i)),
      f: (...xs) => tf.einsum(equation, ...xs),
    }),
  ),
  {
    name: "fused.matMul with a bias",
    kernels: ["BatchMatMul"],
    inputs: () => [values([2, 3]), values([3, 2], -1, 1, 5), values([2], -1, 1, 9)],
    f: (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor, activation: "linear" }),
  },
  {
    name: "fused.matMul with a bias and sigmoid",
    kernels: ["BatchMatMul"],
    inputs: () => [values([2, 3]), values([3, 2], -1, 1, 5), values([2], -1, 1, 9)],
    f: (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor, activation: "sigmoid" }),
  },
  {
    name: "dot",
    kernels: ["BatchMatMul"],
    inputs: () => [values([3]), values([3, 2], -1, 1, 5)],
    f: (a, b) => tf.dot(a as tf.Tensor, b as tf.Tensor),
  },
];

const images = (shape: number[] = [1, 5, 4, 2]): tf.Tensor => values(shape);
const filters = (shape: number[]): tf.Tensor => values(shape, -1, 1, 11);

const convolutions: GradientCase[] = [
  ...(
    [
      { strides: 1, pad: "same" },
      { strides: 2, pad: "valid" },
      { strides: 2, pad: "same" },
      { strides: 1, pad: "same", dilations: 2 },
      { strides: 1, pad: "valid", dilations: [2, 1] },
      { strides: 1, pad: 1 },
      { strides: 1, pad: [[0, 0], [1, 0], [0, 1], [0, 0]] },
    ] as { strides: number; pad: "same" | "valid" | number; dilations?: number | [number, number] }[]
  ).flatMap(({ strides, pad, dilations = 1 }): GradientCase[] => {
    const how = `strides ${strides}, pad ${JSON.stringify(pad)}, dilations ${JSON.stringify(dilations)}`;
    const inputs = () => [images(), filters([2, 2, 2, 2])];
    return [
      {
        name: `conv2d, ${how}`,
        kernels: ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
        inputs,
        f: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, "NHWC", dilations),
      },
      {
        name: `depthwiseConv2d, ${how}`,
        kernels: ["DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"],
        inputs,
        f: (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, "NHWC", dilations),
      },
    ];
  }),
  {
    name: "conv2dTranspose",
    kernels: ["Conv2DBackpropInput"],
    inputs: () => [images([1, 2, 3, 2]), filters([3, 2, 1, 2])],
    f: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [1, 4, 6, 1], 2, "same"),
  },
  {
    name: "conv1d with dilation",
    kernels: ["Conv2D"],
    inputs: () => [images([1, 6, 2]), filters([2, 2, 2])],
    f: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, "same", "NWC", 2),
  },
  {
    name: "separableConv2d",
    kernels: ["DepthwiseConv2dNative", "Conv2D"],
    inputs: () => [images(), filters([2, 2, 2, 1]), filters([1, 1, 2, 3])],
    f: (x, d, p) => tf.separableConv2d(x as tf.Tensor4D, d as tf.Tensor4D, p as tf.Tensor4D, 1, "same"),
  },
  ...(
    [
      { strides: 1, pad: "same" },
      { strides: 2, pad: "valid" },
      { strides: 1, pad: "same", dilations: 2 },
    ] as { strides: number; pad: "same" | "valid"; dilations?: number }[]
  ).map(
    ({ strides, pad, dilations = 1 }): GradientCase => ({
      name: `conv3d, strides ${strides}, pad ${pad}, dilations ${dilations}`,
      kernels: ["Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"],
      inputs: () => [images([1, 3, 4, 3, 1]), filters([2, 2, 2, 1, 2])],
      f: (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, strides, pad, "NDHWC", dilations as never),
    }),
  ),
  {
    name: "conv3dTranspose",
    kernels: ["Conv3DBackpropInputV2"],
    inputs: () => [images([1, 2, 1, 2, 1]), filters([2, 2, 2, 1, 1])],
    f: (x, w) => tf.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, [1, 4, 2, 4, 1], 2, "same"),
  },
  {
    name: "fused.conv2d with a bias",
    kernels: ["Conv2D"],
    inputs: () => [images([1, 3, 3, 2]), filters([2, 2, 2, 2]), values([2], -1, 1, 9)],
    f: (x, filter, bias) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: "same", bias: bias as tf.Tensor, activation: "linear" }),
  },
  {
    name: "fused.depthwiseConv2d with a bias",
    kernels: ["DepthwiseConv2dNative"],
    inputs: () => [images([1, 3, 3, 2]), filters([2, 2, 2, 1]), values([2], -1, 1, 9)],
    f: (x, filter, bias) =>
      tf.fused.depthwiseConv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: "same", bias: bias as tf.Tensor }),
  },
];

const neighbourhoods: GradientCase[] = [
  ...(
    [
      { size: 2, strides: 2, pad: "valid" },
      { size: 3, strides: 1, pad: "same" },
      { size: 2, strides: 2, pad: "same" },
    ] as { size: number; strides: number; pad: "same" | "valid" }[]
  ).flatMap(({ size, strides, pad }): GradientCase[] => [
    {
      name: `avgPool of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["AvgPool", "AvgPoolGrad"],
      inputs: () => [images()],
      f: (x) => tf.avgPool(x as tf.Tensor4D, size, strides, pad),
    },
    {
      name: `maxPool of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["MaxPool", "MaxPoolGrad"],
      inputs: () => [images()],
      f: (x) => tf.maxPool(x as tf.Tensor4D, size, strides, pad),
    },
    {
      name: `avgPool3d of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["AvgPool3D", "AvgPool3DGrad"],
      inputs: () => [images([1, 3, 4, 3, 1])],
      f: (x) => tf.avgPool3d(x as tf.Tensor5D, size, strides, pad),
    },
    {
      name: `maxPool3d of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["MaxPool3D", "MaxPool3DGrad"],
      inputs: () => [images([1, 3, 4, 3, 1])],
      f: (x) => tf.maxPool3d(x as tf.Tensor5D, size, strides, pad),
    },
  ]),
  ...(["ceil", "round"] as const).flatMap((rounding): GradientCase[] => [
    {
      name: `avgPool whose number of windows is rounded by ${rounding}`,
      kernels: ["AvgPool"],
      inputs: () => [images([1, 4, 5, 1])],
      f: (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 0, rounding),
    },
    {
      name: `maxPool whose number of windows is rounded by ${rounding}`,
      kernels: ["MaxPool"],
      inputs: () => [images([1, 4, 5, 1])],
      f: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 0, rounding),
    },
  ]),
  {
    name: "avgPool with explicit padding",
    kernels: ["AvgPool"],
    inputs: () => [images([1, 3, 3, 1])],
    f: (x) => tf.avgPool(x as tf.Tensor4D, 3, 1, [[0, 0], [1, 2], [0, 1], [0, 0]] as never),
  },
  {
    name: "maxPoolWithArgmax",
    kernels: ["MaxPoolWithArgmax"],
    inputs: () => [images([1, 4, 4, 2])],
    f: (x) => tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 2, "valid")["result"] as tf.Tensor,
  },
  ...([false, true] as const).flatMap((alignCorners): GradientCase[] => [
    {
      name: `resizeBilinear, corners aligned: ${alignCorners}`,
      kernels: ["ResizeBilinear", "ResizeBilinearGrad"],
      inputs: () => [images([1, 3, 2, 2])],
      f: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 3], alignCorners),
    },
    {
      name: `resizeNearestNeighbor, corners aligned: ${alignCorners}`,
      kernels: ["ResizeNearestNeighbor", "ResizeNearestNeighborGrad"],
      inputs: () => [images([1, 3, 2, 2])],
      f: (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [6, 4], alignCorners),
    },
  ]),
  ...(["resizeBilinear", "resizeNearestNeighbor"] as const).flatMap((name): GradientCase[] =>
    ([[5, 3], [2, 4]] as [number, number][]).map((size) => ({
      name: `${name} from half-pixel centres to [${size}]`,
      kernels: [name === "resizeBilinear" ? "ResizeBilinear" : "ResizeNearestNeighbor"],
      inputs: () => [values([2, 3, 3, 2])],
      f: (x) => tf.image[name](x as tf.Tensor4D, size, false, true),
    })),
  ),
  {
    name: "localResponseNormalization",
    kernels: ["LRN", "LRNGrad"],
    inputs: () => [values([1, 2, 1, 4], 0.5, 1.5)],
    f: (x) => tf.localResponseNormalization(x as tf.Tensor4D, 1, 1, 0.7, 0.6),
  },
  {
    name: "dilation2d",
    kernels: ["Dilation2D", "Dilation2DBackpropInput", "Dilation2DBackpropFilter"],
    inputs: () => [images([1, 4, 3, 2]), values([2, 2, 2], -0.6, 0.6, 13)],
    f: (x, w) => tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, 1, "same"),
  },
  ...(
    [
      ["scale and offset", true, true],
      ["scale", true, false],
      ["offset", false, true],
      ["neither", false, false],
    ] as const
  ).map(
    ([given, withScale, withOffset]): GradientCase => ({
      name: `batchNorm with ${given}`,
      kernels: ["FusedBatchNorm"],
      inputs: () => [
        values([3, 1, 1, 2]),
        values([2], -1, 1, 5),
        values([2], 0.5, 1.5, 9),
        ...(withScale ? [values([2], 0.5, 1.5, 3)] : []),
        ...(withOffset ? [values([2], -1, 1, 1)] : []),
      ],
      f: (x, mean, variance, ...rest) => {
        const [scale, offset] = withScale ? rest : [undefined, rest[0]];
        return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset as tf.Tensor1D, scale as tf.Tensor1D, 0.01);
      },
    }),
  ),
];

neighbourhoods.push({
  name: "batchNorm by moments with their dimensions kept",
  kernels: ["FusedBatchNorm"],
  inputs: () => [values([3, 2, 1, 2]), values([1, 1, 1, 2], -1, 1, 5), values([1, 1, 1, 2], 0.5, 1.5, 9)],
  f: (x, mean, variance) => tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor4D, variance as tf.Tensor4D),
});

const losses: GradientCase[] = [
  {
    name: "sigmoidCrossEntropy",
    kernels: ["Log1p"],
    inputs: () => [values([2, 3], -2, 2)],
    f: (x) => tf.losses.sigmoidCrossEntropy(tf.tensor([0, 1, 1, 0, 1, 0], [2, 3]), x as tf.Tensor),
  },
  {
    name: "softmaxCrossEntropy",
    kernels: ["LogSoftmax"],
    inputs: () => [values([2, 3], -2, 2)],
    f: (x) => tf.losses.softmaxCrossEntropy(tf.tensor([0, 1, 0, 0, 0, 1], [2, 3]), x as tf.Tensor),
    // Its gradient is a tf.customGrad inside the operation, out of a registry's reach, and ends at the first order.
    second: false,
  },
  {
    name: "huberLoss",
    kernels: ["Minimum"],
    inputs: () => [values([2, 3], -2, 2)],
    f: (x) => tf.losses.huberLoss(tf.tensor([0, 1, 0, 0, 0, 1], [2, 3]), x as tf.Tensor),
  },
];

export const cases: readonly GradientCase[] = [
  ...elementwise,
  ...binary,
  ...logical,
  ...reductions,
  ...shapes,
  ...indexing,
  ...matrices,
  ...convolutions,
  ...neighbourhoods,
  ...losses,
];
