import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { cases } from "./cases.js";

/** Kernels of the cpu backend without a gradient, and why. */
const WITHOUT: Record<string, readonly string[]> = {
  "takes no tensor that a derivative could be taken by": ["BroadcastArgs", "Fill", "LinSpace", "Range"],
  "counts or orders its input": ["Bincount", "DenseBincount", "Unique"],
  "draws": ["Multinomial"],
  "works on truth values, which the tape leaves out": ["LogicalAnd", "LogicalNot", "LogicalOr"],
  "handles strings or ragged tensors": [
    "RaggedGather", "RaggedRange", "RaggedTensorToTensor", "SparseFillEmptyRows", "SparseReshape", "StaticRegexReplace",
    "StringNGrams", "StringSplit", "StringToHashBucketFast",
  ], // prettier-ignore
  "transforms or draws pictures, and suppresses boxes": [
    "CropAndResize", "Draw", "NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5", "RotateWithOffset", "Transform",
  ], // prettier-ignore
  "is complex": ["Complex", "FFT", "IFFT", "Imag", "Real"],
  "is reached by operations that record gradients of their own": ["_FusedMatMul", "FusedConv2D", "FusedDepthwiseConv2D"],
  "is only the gradient of resizing as shipped": ["ResizeBilinearGrad", "ResizeNearestNeighborGrad"],
};

/** Gradients that tfjs registers and no case checks. */
const UNCHECKED: Record<string, string> = {
  ComplexAbs: "is complex",
  FloorDiv: "is that of division, by tfjs's convention, which its own specs hold",
};

it("every kernel has a gradient that is checked, or a reason to have none", () => {
  const checked = new Set(cases.flatMap(({ kernels }) => kernels));
  const excused = new Set([...Object.values(WITHOUT).flat(), ...Object.keys(UNCHECKED)]);
  const kernels = tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName);
  expect(kernels.filter((name) => tf.getGradient(name) === undefined && !excused.has(name))).toEqual([]);
  expect(kernels.filter((name) => tf.getGradient(name) !== undefined && !checked.has(name) && !excused.has(name))).toEqual([]);
});
