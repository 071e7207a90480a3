import { describe, expect, it } from "vitest";
import { gaussHermite, gaussLegendre, type QuadratureRule } from "@variate/math";

const integrate = ({ nodes, weights }: QuadratureRule, f: (x: number) => number): number =>
  nodes.reduce((sum, x, i) => sum + (weights[i] as number) * f(x), 0);

describe("gaussLegendre", () => {
  it("has the published nodes and weights for n = 5", () => {
    // Abramowitz and Stegun, table 25.4.
    const { nodes, weights } = gaussLegendre(5);
    const want = [
      [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664],
      [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189],
    ] as const;
    nodes.forEach((x, i) => expect(x).toBeCloseTo(want[0][i] as number, 14));
    weights.forEach((w, i) => expect(w).toBeCloseTo(want[1][i] as number, 14));
  });

  it("integrates to the last digits over any interval", () => {
    for (const count of [1, 2, 16, 33, 64]) {
      const rule = gaussLegendre(count, 1, 4);
      expect(integrate(rule, () => 1)).toBeCloseTo(3, 13);
      expect(integrate(rule, (x) => 2 * x)).toBeCloseTo(15, 13);
      expect(rule.nodes).toEqual([...rule.nodes].sort((a, b) => a - b));
    }
    expect(integrate(gaussLegendre(20, 0, 3), Math.exp)).toBeCloseTo(Math.exp(3) - 1, 12);
    expect(integrate(gaussLegendre(100, 0, 30), (x) => Math.cos(x))).toBeCloseTo(Math.sin(30), 12);
  });
});

describe("gaussHermite", () => {
  it("has the published nodes and weights for n = 3", () => {
    const { nodes, weights } = gaussHermite(3);
    [-Math.sqrt(3), 0, Math.sqrt(3)].forEach((z, i) => expect(nodes[i]).toBeCloseTo(z, 14));
    [1 / 6, 2 / 3, 1 / 6].forEach((w, i) => expect(weights[i]).toBeCloseTo(w, 14));
  });

  it("gives moments of the standard normal", () => {
    for (const count of [4, 17, 64, 200]) {
      const rule = gaussHermite(count);
      [1, 0, 1, 0, 3, 0, 15].forEach((moment, k) => expect(integrate(rule, (z) => z ** k)).toBeCloseTo(moment, 11));
    }
    expect(integrate(gaussHermite(40), (z) => Math.exp(z))).toBeCloseTo(Math.exp(0.5), 13);
    expect(integrate(gaussHermite(40), (z) => Math.cos(2 * z))).toBeCloseTo(Math.exp(-2), 13);
  });
});

describe("a number of nodes", () => {
  it("must be positive and whole", () => {
    expect(() => gaussLegendre(0)).toThrow("gaussLegendre: expected a positive whole number of nodes; got 0.");
    expect(() => gaussHermite(2.5)).toThrow("gaussHermite: expected a positive whole number of nodes; got 2.5.");
  });
});
