import { checkCount, type QuadratureRule } from "./gaussLegendre.js";

/**
 * Gauss and Hermite's rule for expectations under the standard normal: Σ wᵢ f(zᵢ) is E f(z), z ~ Normal(0, 1), exact for
 * polynomials of degree 2n − 1. The weights sum to 1: no factor √π, no √2 in the nodes.
 *
 * Plain float64 arrays, errors of a few 1e-16; nothing on the device. Costs n² steps: build it once.
 *
 * @param count - n, a positive whole number; beyond about 350 the outermost weights underflow to 0.
 * @throws If `count` is not one.
 *
 * Reference: Golub and Welsch (1969); Abramowitz and Stegun, 25.4.46, in other units.
 */
export function gaussHermite(count: number): QuadratureRule {
  checkCount("gaussHermite", count);
  return symmetricRule(count, Math.sqrt, 2 * Math.sqrt(count));
}

/**
 * The rule of a symmetric probability density whose orthonormal polynomials obey
 *
 *   b_{k+1} p_{k+1}(x) = x p_k(x) − b_k p_{k−1}(x),   p_0 = 1
 *
 * Nodes are eigenvalues of the tridiagonal matrix of the b's, by bisection on Sturm's count; weights 1 / Σ p_k².
 *
 * @param bound - No node lies beyond.
 */
function symmetricRule(count: number, b: (k: number) => number, bound: number): QuadratureRule {
  const offDiagonal = Array.from({ length: count }, (_, k) => (k === 0 ? 0 : b(k)));
  const nodes = Array.from({ length: count }, () => 0);
  const weights = Array.from({ length: count }, () => 0);
  for (let i = Math.floor(count / 2); i < count; i++) {
    // The middle one of an odd number is 0.
    const node = 2 * i === count - 1 ? 0 : bisect((x) => countBelow(offDiagonal, x) > i, 0, bound);
    const weight = 1 / squaredSum(offDiagonal, node);
    [nodes[i], nodes[count - 1 - i]] = [node, 0 - node];
    weights[i] = weights[count - 1 - i] = weight;
  }
  return { nodes, weights };
}

/** The point at which `isAbove` turns from false to true, to the last bit. */
function bisect(isAbove: (x: number) => boolean, from: number, to: number): number {
  let [low, high] = [from, to];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
}

/** How many eigenvalues lie below x: negative pivots of the matrix less x. */
function countBelow(offDiagonal: readonly number[], x: number): number {
  let count = 0;
  let pivot = Infinity;
  for (const b of offDiagonal) {
    pivot = -x - (b * b) / pivot;
    if (pivot === 0) pivot = -Number.MIN_VALUE;
    if (pivot < 0) count++;
  }
  return count;
}

function squaredSum(offDiagonal: readonly number[], x: number): number {
  let [before, current, sum] = [0, 1, 1];
  for (let k = 1; k < offDiagonal.length; k++) {
    const next = (x * current - (offDiagonal[k - 1] as number) * before) / (offDiagonal[k] as number);
    [before, current] = [current, next];
    sum += current * current;
    if (sum === Infinity) return sum;
  }
  return sum;
}
