import { Erf, type DataId, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";

/** What this file uses of the cpu backend, which no package here imports. */
interface CpuBackend {
  readonly data: { get(dataId: DataId): { readonly values: Float32Array } };
  makeTensorInfo(shape: readonly number[], dtype: "float32", values: Float32Array): TensorInfo;
}

/**
 * erf on cpu, right to one unit in the last place of float32.
 *
 * As shipped it is Abramowitz and Stegun's formula 7.1.26, whose error of 1.5e-7 is absolute: near 0, where erf is
 * small too, hardly a digit is right.
 */
export const erfKernel: KernelConfig = {
  kernelName: Erf,
  backendName: "cpu",
  kernelFunc: ({ inputs, backend }) => {
    const { x } = inputs as { x: TensorInfo };
    const cpu = backend as CpuBackend;
    return cpu.makeTensorInfo(x.shape, "float32", Float32Array.from(cpu.data.get(x.dataId).values, erf));
  },
};

/** erf(x) / x as a polynomial in x², for |x| < 1: error 4e-11. */
const NEAR = [
  1.1283791670615435, -0.3761263846802871, 0.11283782495236845, -0.026865430727670243, 0.005221031807858023,
  -0.0008484080405535107, 0.00011265959025606609, -9.667044571486996e-6,
];

/** erfc(x) exp(x²) as a polynomial in 1 / (1 + x/2), for 1 ≤ x ≤ 4: error 1.3e-10. Both are Chebyshev fits. */
const FAR = [
  -0.00016423638708161766, 0.2850616201155706, 0.2587513663855191, 0.3510303231787885, -0.11020829405569384,
  0.5712651758119816, -0.47652527438460934, 0.12085243316317101,
];

function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 1) return x * polynomial(NEAR, x * x);
  // From 4 on the complement is below half a unit in the last place of 1.
  const result = size < 4 ? 1 - Math.exp(-x * x) * polynomial(FAR, 1 / (1 + size / 2)) : size >= 4 ? 1 : NaN;
  return x < 0 ? -result : result;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
