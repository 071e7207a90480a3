import { expectClose } from "@variate/testing";
import {
  chainSchedules,
  constantSchedule,
  cosineDecay,
  exponentialDecay,
  linearWarmup,
  piecewiseConstant,
  polynomialDecay,
  stepDecay,
  type Schedule,
} from "@variate/training";
import { describe, expect, it } from "vitest";
import reference from "../reference/schedules.json" with { type: "json" };

const schedules: Record<string, Schedule> = {
  constant: constantSchedule(0.3),
  linearWarmup: linearWarmup({ from: 0.1, peak: 0.4, steps: 8 }),
  cosineDecay: cosineDecay({ from: 0.4, to: 0.05, steps: 40 }),
  exponentialDecay: exponentialDecay({ from: 0.4, factor: 0.9 }),
  stepDecay: stepDecay({ from: 0.4, factor: 0.5, every: 7 }),
  piecewiseConstant: piecewiseConstant({ values: [0.4, 0.2, 0.1, 0.05], boundaries: [3, 10, 20] }),
  polynomialDecay: polynomialDecay({ from: 0.4, steps: 20, power: 2 }),
  chainSchedules: chainSchedules(
    [{ schedule: linearWarmup({ from: 0.1, peak: 0.4, steps: 5 }), steps: 5 }],
    exponentialDecay({ from: 0.4, factor: 0.8 }),
  ),
};

describe("schedules", () => {
  for (const [name, schedule] of Object.entries(schedules)) {
    it(`${name} gives torch's rates`, () => {
      const want = reference[name as keyof typeof reference] as number[];
      expectClose(want.map((_, step) => schedule(step)), want, { absolute: 1e-12 });
    });
  }

  it("stay at their ends", () => {
    expect(linearWarmup({ peak: 2, steps: 4 })(0)).toBe(0);
    expect(linearWarmup({ peak: 2, steps: 4 })(1e9)).toBe(2);
    expect(cosineDecay({ from: 2, steps: 4 })(1e9)).toBe(0);
    expect(polynomialDecay({ from: 2, to: 1, steps: 4 })(1e9)).toBe(1);
    expect(exponentialDecay({ from: 2, factor: 0.5, floor: 0.1 })(1e9)).toBe(0.1);
    expect(exponentialDecay({ from: 1, factor: 0.25, every: 2 })(1)).toBe(0.5);
  });

  it("refuse what makes no schedule", () => {
    expect(() => linearWarmup({ peak: 1, steps: 0 })).toThrow("linearWarmup: expected steps to be a whole number of at least 1; got 0.");
    expect(() => cosineDecay({ from: NaN, steps: 3 })).toThrow("cosineDecay: expected from to be a finite number; got NaN.");
    expect(() => exponentialDecay({ from: 1, factor: 0 })).toThrow("exponentialDecay: expected factor to be positive; got 0.");
    expect(() => piecewiseConstant({ values: [1], boundaries: [1] })).toThrow(/one value more than boundaries/);
    expect(() => piecewiseConstant({ values: [1, 2, 3], boundaries: [5, 5] })).toThrow(/boundaries\[1\] to be a whole number of at least 6/);
    expect(() => chainSchedules([{ schedule: constantSchedule(1), steps: 0.5 }], constantSchedule(1))).toThrow(/stages\[0\]\.steps/);
  });
});
