import { describe, expect, it } from "vitest";
import { LogWeightSums } from "../src/logWeightSums.js";

describe("running sums of importance weights", () => {
  it("agree with the sums written out, in any order of magnitude", () => {
    for (const shift of [-2000, 0, 2000]) {
      const logWeights = [0.3, -1.2, 2.5, 0.1, -7].map((w) => w + shift);
      const sums = new LogWeightSums(1);
      sums.add(logWeights.slice(0, 2));
      sums.add(logWeights.slice(2));
      const w = logWeights.map((l) => Math.exp(l - shift));
      const mean = w.reduce((a, b) => a + b) / 5;
      const variance = w.reduce((a, b) => a + (b - mean) ** 2, 0) / 4;
      const { logEvidence, standardError, effectiveSampleSize } = sums.estimates();
      expect(logEvidence[0]).toBeCloseTo(Math.log(mean) + shift, 10);
      expect(standardError[0]).toBeCloseTo(Math.sqrt(variance / 5) / mean, 10);
      expect(effectiveSampleSize[0]).toBeCloseTo((mean * 5) ** 2 / w.reduce((a, b) => a + b * b, 0), 10);
    }
  });

  it("keep examples apart", () => {
    const sums = new LogWeightSums(2);
    sums.add([0, 5, 0, 5]);
    const { logEvidence, effectiveSampleSize, standardError } = sums.estimates();
    expect([...logEvidence]).toEqual([0, 5]);
    expect([...effectiveSampleSize]).toEqual([2, 2]);
    expect([...standardError]).toEqual([0, 0]);
  });

  it("take weights of zero, and say when all are", () => {
    const some = new LogWeightSums(1);
    some.add([-Infinity, 0]);
    expect(some.estimates().logEvidence[0]).toBeCloseTo(Math.log(0.5), 12);
    const none = new LogWeightSums(1);
    none.add([-Infinity, -Infinity]);
    expect(none.estimates().logEvidence[0]).toBe(-Infinity);
    expect(none.estimates().effectiveSampleSize[0]).toBe(0);
  });

  it("pass NaN on, and do not guess an error from one draw", () => {
    const broken = new LogWeightSums(1);
    broken.add([0, NaN, 1]);
    expect(broken.estimates().logEvidence[0]).toBeNaN();
    const one = new LogWeightSums(1);
    one.add([1.5]);
    expect(one.estimates().logEvidence[0]).toBe(1.5);
    expect(one.estimates().standardError[0]).toBeNaN();
  });
});
