import * as tf from "@tensorflow/tfjs-core";
import * as math from "@variate/math";
import { gradientOf, numeric, ofTensors, using, type Call, type Table } from "./harness.js";

const real = [-2, -0.3, 0, 0.4, 3];
const positive = [0.02, 0.5, 1, 2.5, 30];
const shares = [0.001, 0.2, 0.5, 0.9];
const definite = [
  [4, 1],
  [1, 3],
];
const lower = [
  [2, 0],
  [0.5, 1.5],
];

/** A function of a mask and two tensors that are freed afterwards. */
const masked =
  (fn: (mask: tf.Tensor, x: tf.Tensor) => unknown): Call =>
  () =>
    using([tf.tensor([true, false, true]), tf.tensor([1, -2, 3])] as const, ([mask, x]) => fn(mask, x));

/** A function of two tensors that are freed afterwards. */
const twoNumbers =
  (fn: (x: tf.Tensor, y: tf.Tensor) => unknown): Call =>
  () =>
    using([tf.tensor(positive), tf.tensor([1, 3, 0.1, 2, 7])] as const, ([x, y]) => fn(x, y));
/** A function of three tensors that are freed afterwards. */
const standardized =
  (fn: (x: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor) => unknown): Call =>
  () =>
    using([tf.tensor(shares), tf.tensor([-7, 0, 0.1, 2]), tf.scalar(2)] as const, ([x, loc, scale]) => fn(x, loc, scale));
/** A function of a tensor, of a number held to twice the digits, and of its logarithm, which are freed afterwards. */
const withRounded =
  (fn: (x: tf.Tensor, mean: math.Rounded, logMean: tf.Tensor) => unknown): Call =>
  () =>
    using({ x: tf.tensor(positive), mean: { value: tf.tensor([0.02, 3, 0.1, 2, 7]), error: tf.tensor([0, 1e-9, 0, 0, 1e-8]) }, log: tf.tensor([-4, 1, -2, 0.7, 2]) }, ({ x, mean, log }) =>
      fn(x, mean, log),
    );

const tree = () => ({ a: tf.tensor([1, 2]), inner: { b: tf.scalar(3) } });
const ofTree =
  (fn: (params: ReturnType<typeof tree>) => unknown): Call =>
  () =>
    using(tree(), fn);
const comparison = (compare: typeof math.isEqual): readonly Call[] => [
  masked((_, x) => compare(x, 0)),
  () => compare(1, 2),
  gradientOf((x: tf.Tensor, y: tf.Tensor) => tf.mul(x, tf.cast(compare(x, y), "float32")), real, [1, 1, 1, 1, 1]),
];

export const table: Table = {
  // Shapes and conversion
  broadcast: () => math.broadcast([2, 1], [3]),
  broadcastShapes: () => math.broadcastShapes("leaks", { a: [2, 1], b: [3] }),
  formatShape: () => math.formatShape([2, 3]),
  sameShape: () => math.sameShape([2], [2]),
  shapeSize: () => math.shapeSize([2, 3]),
  sumToShape: ofTensors(
    (x: tf.Tensor) => math.sumToShape(x, [1, 2]),
    [
      [1, 2],
      [3, 4],
    ],
  ).concat(ofTensors((x: tf.Tensor) => math.sumToShape(x, [2]), [1, 2])),
  toFloatTensor: [
    () => math.toFloatTensor([1, 2]),
    () => math.toFloatTensor(Float64Array.of(1, 2)),
    () => using(tf.tensor([1, 2], undefined, "int32"), (x) => math.toFloatTensor(x)),
    // A float tensor comes back as it is: nothing is made, and the caller owns it as before.
    () => using(tf.tensor([1, 2]), (x) => void math.toFloatTensor(x)),
  ],

  // Memory and gradients
  tidy: () => math.tidy(() => ({ kept: tf.add(tf.scalar(1), tf.scalar(2)), inner: { sum: tf.sum([1, 2]) } })),
  dispose: () => math.dispose([tree(), { held: tf.scalar(1), described: "leaks" }]),
  withoutGradient: [
    masked((_, x) => math.withoutGradient(() => tf.square(x))),
    gradientOf(
      (x: tf.Tensor) =>
        tf.mul(
          x,
          math.withoutGradient(() => tf.square(x)),
        ),
      real,
    ),
  ],
  stopGradient: [
    masked((_, x) => math.stopGradient(x)),
    gradientOf((x: tf.Tensor) => tf.mul(x, math.stopGradient(x)), real),
  ],
  fused: [
    ...ofTensors(
      (x: tf.Tensor) => math.fused("variate.leaks", { x }, (own) => tf.add(tf.square(own.x), tf.exp(own.x))),
      real,
    ),
    ...ofTensors(
      (x: tf.Tensor) =>
        math.fused("variate.leaks", { x }, (own) => tf.exp(tf.mul(own.x, 2)), {
          gradient: (dy, _, result) => ({ x: tf.mul(tf.mul(dy, 2), result) }),
        }),
      real,
    ),
  ],
  elementwise: numeric(
    (x: math.NumericInput) =>
      math.elementwise(
        "variate.leaks",
        x,
        (v) => tf.square(tf.add(v, 1)),
        (v) => tf.mul(2, tf.add(v, 1)),
      ),
    real,
  ),
  smooth: ofTensors((x: tf.Tensor) => math.smooth("variate.leaks", { x }, ({ x: v }) => tf.square(tf.add(v, 0)), ({ x: v }) => ({ x: tf.mul(2, v) })), real),
  elementwisePair: numeric(
    (x: math.NumericInput, y: math.NumericInput) =>
      math.elementwisePair(
        "variate.leaks",
        x,
        y,
        (a, b) => tf.mul(tf.add(a, 0), b),
        (a, b) => [b, a],
      ),
    real,
    3,
  ),
  elementwiseTuple: numeric(
    (x: math.NumericInput, y: math.NumericInput) =>
      math.elementwiseTuple(
        "variate.leaks",
        ["x", "y", "z"],
        [x, y, 2],
        (a, b, c) => tf.mul(tf.add(a, c), b),
        (a, b, c) => [b, tf.add(a, c), b],
      ),
    real,
    3,
  ),

  // Masks
  isGreater: comparison(math.isGreater),
  isGreaterEqual: comparison(math.isGreaterEqual),
  isLess: comparison(math.isLess),
  isLessEqual: comparison(math.isLessEqual),
  isEqual: comparison(math.isEqual),
  isBetween: masked((_, x) => math.isBetween(x, 0, 2)),
  isInteger: masked((_, x) => math.isInteger(x)),
  select: [
    masked((mask, x) => math.select(mask, x, 0)),
    gradientOf((x: tf.Tensor, y: tf.Tensor) => math.select(math.isGreater(x, 0), x, y), real, 1),
  ],
  safeWhere: [
    masked((mask, x) => math.safeWhere(mask, x, (v) => tf.log(v), 0)),
    gradientOf(
      (x: tf.Tensor) =>
        math.safeWhere(
          math.isGreater(x, 0),
          x,
          (v) => tf.log(v),
          (v) => tf.exp(v),
        ),
      real,
    ),
  ],

  // Logarithms and exponentials
  expm1: numeric(math.expm1, real),
  log1p: numeric(math.log1p, positive),
  exponential: ofTensors(math.exponential, real),
  log1mexp: numeric(math.log1mexp, positive),
  logistic: numeric(math.logistic, real),
  softplus: numeric(math.softplus, real),
  softplusInverse: numeric(math.softplusInverse, positive),
  logAddExp: numeric(math.logAddExp, real, 1),
  logSubExp: numeric(math.logSubExp, [2, 3], 1),
  logRatio: numeric(math.logRatio, positive, 2),
  standardizedLog: standardized(math.standardizedLog),
  standardizedLogit: standardized(math.standardizedLogit),
  logMeanExp: numeric((x: math.NumericInput) => math.logMeanExp(x, 0), [real, real]),
  logSumExp: numeric((x: math.NumericInput) => math.logSumExp(x, [0, 1], true), [real, real]),
  log1pOver: numeric(math.log1pOver, [-0.1, 0, 0.4], 2),
  expm1Over: numeric(math.expm1Over, [-0.1, 0, 0.4], 2),
  exprel: numeric(math.exprel, real),
  logExprel: numeric(math.logExprel, real),
  logExprelSlope: numeric(math.logExprelSlope, real),
  logExprelCurvature: numeric(math.logExprelCurvature, real),
  logSinhc: numeric(math.logSinhc, real),
  langevin: numeric(math.langevin, real),
  logCosh: numeric(math.logCosh, real),
  logSinh: numeric(math.logSinh, positive),
  xlog1py: numeric(math.xlog1py, [0, 1, 2], 0.5),
  xlogy: numeric(math.xlogy, [0, 1, 2], 0.5),

  // The gamma function and its relatives
  digammaOfPositive: numeric(math.digammaOfPositive, positive),
  lgammaOfNext: numeric(math.lgammaOfNext, positive),
  lgammaOfPositive: numeric(math.lgammaOfPositive, positive),
  digamma: numeric(math.digamma, [-0.5, ...positive]),
  gammaDrawDerivative: [
    () => math.gammaDrawDerivative(positive, 0.7),
    () => using([tf.tensor(positive), tf.scalar(0.7)] as const, ([a, x]) => math.gammaDrawDerivative(a, x)),
  ],
  logGammaDrawDerivative: [
    () => math.logGammaDrawDerivative(positive, -0.7),
    () => using([tf.tensor(positive), tf.scalar(-0.7)] as const, ([a, x]) => math.logGammaDrawDerivative(a, x)),
  ],
  logRegularizedGammaP: numeric(math.logRegularizedGammaP, positive, 2),
  logRegularizedGammaQ: numeric(math.logRegularizedGammaQ, positive, 2),
  regularizedGammaP: numeric(math.regularizedGammaP, positive, 2),
  regularizedGammaQ: numeric(math.regularizedGammaQ, positive, 2),
  betaQuantile: numeric(math.betaQuantile, positive, 2, 0.3),
  gammaQuantile: numeric(math.gammaQuantile, positive, 0.3),
  logGammaQuantile: numeric(math.logGammaQuantile, positive, 0.3),
  logitBetaQuantile: numeric(math.logitBetaQuantile, positive, 2, 0.3),
  logitBetaDrawDerivative: [
    () => math.logitBetaDrawDerivative(positive, 0.7, -2),
    () =>
      using([tf.tensor(positive), tf.scalar(0.7), tf.scalar(-2)] as const, ([a, b, z]) =>
        math.logitBetaDrawDerivative(a, b, z),
      ),
  ],
  logRegularizedBeta: numeric(math.logRegularizedBeta, positive, 2, 0.3),
  logRegularizedBetaComplement: numeric(math.logRegularizedBetaComplement, positive, 2, 0.3),
  logRegularizedBetaOfLogit: numeric(math.logRegularizedBetaOfLogit, positive, 2, -0.3),
  regularizedBeta: numeric(math.regularizedBeta, positive, 2, 0.3),
  regularizedBetaComplement: numeric(math.regularizedBetaComplement, positive, 2, 0.3),
  regularizedBetaOfLogit: numeric(math.regularizedBetaOfLogit, positive, 2, -0.3),
  lbeta: numeric(math.lbeta, positive, 2),
  lgamma: numeric(math.lgamma, [-0.5, ...positive]),
  multivariateDigamma: numeric((x: math.NumericInput) => math.multivariateDigamma(x, 3), [2, 5]),
  multivariateLgamma: numeric((x: math.NumericInput) => math.multivariateLgamma(x, 3), [2, 5]),
  exactProduct: twoNumbers(math.exactProduct),
  exactQuotient: twoNumbers(math.exactQuotient),
  exactSum: twoNumbers(math.exactSum),
  withGradientOf: twoNumbers(math.withGradientOf),
  roundedExponential: withRounded((_, mean) => math.tidy(() => math.roundedExponential({ value: tf.neg(mean.value), error: mean.error }))),
  roundedLogistic: twoNumbers((x) => math.roundedLogistic(x)),
  roundedDeviance: withRounded((x, mean, log) => math.roundedDeviance(x, mean, log)),
  roundedLogRatio: withRounded((x, mean, log) => math.roundedLogRatio(mean, x, log)),
  roundedProduct: withRounded((_, mean) => math.roundedProduct(mean, mean)),
  shareOfSum: withRounded((x, mean) => math.shareOfSum(x, mean)),
  poissonDeviance: numeric(math.poissonDeviance, [0, 1, 7], 2),
  digammaRemainder: numeric(math.digammaRemainder, positive),
  stirlingRemainder: numeric(math.stirlingRemainder, positive),
  trigamma: numeric(math.trigamma, [-0.5, ...positive]),

  // Zeta functions and the exponential integral
  logHurwitzZeta: numeric(math.logHurwitzZeta, [1.1, 3, 20], 2),
  logRiemannZeta: numeric(math.logRiemannZeta, [1.1, 3, 20]),
  logScaledExponentialIntegral: numeric(math.logScaledExponentialIntegral, positive),

  // Bessel functions
  besselIRatio: numeric(math.besselIRatio, [0, 0.5, 20], 3),
  logBesselI: numeric(math.logBesselI, [0, 0.5, 20], 3),
  logBesselIRemainder: numeric(math.logBesselIRemainder, [0, 0.5, 20], 3),
  logNormalizedBesselI: numeric(math.logNormalizedBesselI, [0, 0.5, 20], 3),
  logScaledBesselI: numeric(math.logScaledBesselI, [0, 0.5, 20], 3),
  besselRatio: numeric(math.besselRatio, positive),
  logI0: numeric(math.logI0, positive),
  logI1: numeric(math.logI1, positive),

  // The von Mises distribution function and its relatives
  logVonMisesCdf: numeric(math.logVonMisesCdf, [-2, 0.3, 3], 1.5),
  angleBetween: numeric(math.angleBetween, [-2, 0.3, 30], 1.5),
  versine: numeric(math.versine, [-2, 0.3, 30], 1.5),
  vonMisesCdf: numeric(math.vonMisesCdf, [-2, 0.3, 3], 1.5),
  vonMisesDrawDerivative: numeric(math.vonMisesDrawDerivative, [-2, 0.3, 3], 1.5),

  // The normal distribution function and its relatives
  erf: numeric(math.erf, real),
  erfc: numeric(math.erfc, real),
  erfcx: numeric(math.erfcx, real),
  inverseLogNormalCdf: numeric(math.inverseLogNormalCdf, [-90, -3, -0.1]),
  inverseMillsRatio: numeric(math.inverseMillsRatio, real),
  logNormalCdf: numeric(math.logNormalCdf, real),
  normalCdf: numeric(math.normalCdf, real),
  owensT: numeric(math.owensT, real, 2),
  normalPdf: numeric(math.normalPdf, real),
  erfinv: numeric(math.erfinv, [-0.9, 0, 0.3]),
  normalQuantile: numeric(math.normalQuantile, shares),

  // Quadrature on the host
  hostNormalQuantile: () => math.hostNormalQuantile(0.4, 0.1),
  gaussHermite: () => math.gaussHermite(5),
  gaussLegendre: () => math.gaussLegendre(5, 0, 2),

  // Linear algebra
  cholesky: ofTensors(math.cholesky, [definite, definite]),
  preciseCholesky: ofTensors(math.preciseCholesky, [definite, definite]),
  choleskySolve: ofTensors(math.choleskySolve, lower, [[1], [2]]),
  logDeterminant: ofTensors(math.logDeterminant, definite),
  triangularLogDeterminant: ofTensors(math.triangularLogDeterminant, lower),
  affine: ofTensors(math.affine, definite, lower, [1, 2]),
  matmul: ofTensors(math.matmul, [definite, definite], lower),
  diagonalMatrix: ofTensors(math.diagonalMatrix, [1, 2, 3]),
  diagonalPart: ofTensors(math.diagonalPart, definite),
  setDiagonal: ofTensors(math.setDiagonal, definite, [1, 2]),
  transposeMatrix: ofTensors(math.transposeMatrix, [definite]),
  tril: ofTensors(math.tril, definite),
  triu: ofTensors(math.triu, definite),
  triangularSolve: ofTensors(math.triangularSolve, lower, [[1], [2]]).concat(
    ofTensors(
      (a: tf.Tensor, b: tf.Tensor) => math.triangularSolve(a, b, { transpose: true }),
      [lower, lower],
      [[1], [2]],
    ),
  ),

  // Parameter trees
  flattenTree: ofTree((params) => void math.flattenTree(params)),
  treeLeaves: ofTree((params) => void math.treeLeaves(params)),
  treeSize: ofTree((params) => math.treeSize(params)),
  mapTree: ofTree((params) => math.mapTree(params, (leaf) => tf.square(leaf))),
  unflattenTree: ofTree((params) => void math.unflattenTree(params, math.flattenTree(params))),
  cloneTree: ofTree((params) => math.cloneTree(params)),
  disposeTree: () => math.disposeTree(tree()),
  keepTree: () => {
    let kept: unknown;
    math.tidy(() => void (kept = math.keepTree(tree())));
    return kept;
  },
  valueAndGradient: [
    ofTree((params) =>
      math.valueAndGradient(({ a, inner }) => ({ value: tf.sum(tf.mul(a, inner.b)) as tf.Scalar }), params),
    ),
    ofTree((params) =>
      math.valueAndGradient(({ a }) => {
        const squares = tf.square(a);
        return { value: tf.sum(squares) as tf.Scalar, auxiliary: { squares } };
      }, params),
    ),
  ],
};
