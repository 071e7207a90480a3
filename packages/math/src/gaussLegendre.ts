/** Σ weights · f(nodes), in float64 on the host; nodes ascend. */
export interface QuadratureRule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Gauss and Legendre's rule on [low, high]: Σ wᵢ f(xᵢ) is ∫ f(x) dx, exact for polynomials of degree 2n − 1.
 *
 * Plain float64 arrays, errors of a few 1e-16; nothing on the device. Costs n² steps: build it once.
 *
 * @param count - n, a positive whole number.
 * @throws If `count` is not one.
 *
 * Reference: Abramowitz and Stegun, 25.4.29; roots of Pₙ by Newton's method from Tricomi's approximation.
 */
export function gaussLegendre(count: number, low = -1, high = 1): QuadratureRule {
  checkCount("gaussLegendre", count);
  const { nodes, weights } = unitLegendre(count);
  return { nodes: nodes.map((x) => low + (high - low) * x), weights: weights.map((w) => (high - low) * w) };
}

/** The same on [0, 1]. */
export function unitLegendre(count: number): QuadratureRule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < count; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let step = 0; step < 6; step++) {
      let [before, value] = [0, 1];
      for (let k = 1; k <= count; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (count * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes.push((1 + x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

/** @throws Unless `count` is a positive whole number. */
export function checkCount(caller: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`${caller}: expected a positive whole number of nodes; got ${count}.`);
  }
}
