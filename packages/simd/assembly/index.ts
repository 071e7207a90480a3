// Every exported function but the settings is a job: `(args, block)`, where args points to 32-bit words.
export { multiplyMany, multiplyPacked, packFactors, setScratch, tileRows } from "./product";
export * from "./copy";
export * from "./unary";
export * from "./binary";
export * from "./optimizers";
export { peak } from "./peak";
export * from "./reduce";
export { tile } from "./tile";
export * from "./triangular";
export * from "./sparse";
export { moveRows } from "./move";
export * from "./gather";
export * from "./pool";
export { convolve, convolveFilter, packFilter } from "./convolution";
export * from "./depthwise";
