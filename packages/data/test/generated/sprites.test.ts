import { randomKey } from "@variate/random";
import { expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { labelled, sprites, take } from "../../src/index.js";

const all = sprites();
const lit = (levels: number[]): number => all.pixels([all.indexOf(levels)]).reduce((a, b) => a + b, 0);

describe("sprites", () => {
  it("has every combination of the factors once", () => {
    expect(all.size).toBe(3 * 6 * 40 * 32 * 32);
    expect(all.factorSizes).toEqual([3, 6, 40, 32, 32]);
    expect(all.factorsOf(0)).toEqual([0, 0, 0, 0, 0]);
    expect(all.factorsOf(737_279)).toEqual([2, 5, 39, 31, 31]);
    for (let index = 0; index < all.size; index += 9_973) expect(all.indexOf(all.factorsOf(index))).toBe(index);
  });

  it("fills the areas of its shapes", () => {
    // At full scale the radius is 0.235 * 64: a square of diagonal 2 r, an ellipse of half-axes r and r / 2. A pixel
    // grid is off by no more than about half a pixel along the edge.
    const r = 0.235 * 64;
    expect(Math.abs(lit([0, 5, 0, 16, 16]) - 2 * r * r)).toBeLessThan(2 * Math.SQRT2 * r);
    expect(Math.abs(lit([1, 5, 3, 16, 16]) - (Math.PI * r * r) / 2)).toBeLessThan(2.5 * r);
    // The sextic heart has area 3.661 (counted on a fine grid) and is drawn 1 / 1.25 as large.
    expect(Math.abs(lit([2, 5, 7, 16, 16]) - (3.661 / 1.25 ** 2) * r * r)).toBeLessThan(3 * r);
    expect(lit([0, 0, 0, 16, 16]) / lit([0, 5, 0, 16, 16])).toBeCloseTo(0.25, 1);
  });

  it("never lets a shape leave the image", () => {
    for (const shape of [0, 1, 2]) {
      for (const orientation of [0, 7, 13, 26, 39]) {
        const inner = lit([shape, 5, orientation, 16, 16]);
        for (const [x, y] of [[0, 0], [31, 0], [0, 31], [31, 31]] as const) {
          // The grid lies otherwise at another place: half a pixel along the edge, no more.
          expect(Math.abs(lit([shape, 5, orientation, x, y]) - inner)).toBeLessThan(45);
        }
      }
    }
  });

  it("moves right with x and down with y, half the image in all", () => {
    const centre = (levels: number[]): [number, number] => {
      let [x, y, total] = [0, 0, 0];
      all.pixels([all.indexOf(levels)]).forEach((value, p) => {
        x += value * ((p % 64) + 0.5);
        y += value * (Math.floor(p / 64) + 0.5);
        total += value;
      });
      return [x / total, y / total];
    };
    expect(centre([0, 3, 0, 0, 31]).map(Math.round)).toEqual([16, 48]);
    expect(centre([0, 3, 0, 31, 0]).map(Math.round)).toEqual([48, 16]);
  });

  it("turns: a square is itself after a quarter, an ellipse after a half, a heart never", () => {
    const differ = (shape: number, a: number, b: number): number => {
      const [one, other] = [a, b].map((orientation) => all.pixels([all.indexOf([shape, 5, orientation, 16, 16])])) as [Float32Array, Float32Array];
      return one.reduce((sum, value, p) => sum + Math.abs(value - (other[p] as number)), 0);
    };
    // Rounding may flip a pixel whose centre lies on an edge.
    expect(differ(0, 3, 13)).toBeLessThan(4);
    expect(differ(1, 3, 23)).toBeLessThan(4);
    for (let turn = 1; turn < 40; turn++) expect(differ(2, 0, turn)).toBeGreaterThan(10);
  });

  it("serves batches, renders into memory with its factors, and takes other grids", () => {
    const small = sprites({ levels: { scale: 1, orientation: 4, x: 2, y: 1 }, imageSize: 16, exampleShape: [16, 16, 1] });
    expect(small.size).toBe(24);
    expectNoLeak(() => {
      const [batch] = small.batches({ batchSize: 5, key: randomKey(0) });
      expect(batch?.shape).toEqual([5, 16, 16, 1]);
      return batch;
    });
    const rendered = small.render(Array.from({ length: 24 }, (_, i) => i));
    expect(rendered.pixels([17])).toEqual(small.pixels([17]));
    expect([...(rendered.labels as Int32Array)].filter((label) => label === 2).length).toBe(8);
    expect([rendered.factors?.["scale"]?.[3], rendered.factors?.["y"]?.[3], rendered.factors?.["x"]?.[3]]).toEqual([1, 0.5, 1]);
    expectNoLeak(() => labelled(take(rendered, 2)).gather([1]));
  });

  it("refuses what is no grid and no image of it", () => {
    expect(() => sprites({ levels: { shape: 4 } })).toThrow("sprites: expected shape as a positive integer up to 3; got 4.");
    expect(() => sprites({ levels: { x: 0 } })).toThrow("sprites: expected x as a positive integer; got 0.");
    expect(() => sprites({ exampleShape: [3] })).toThrow("exampleShape of 4096 elements; got [3]");
    expect(() => all.indexOf([3, 0, 0, 0, 0])).toThrow("indexOf: expected levels below [3, 6, 40, 32, 32]; got [3, 0, 0, 0, 0].");
    expect(() => all.pixels([737_280])).toThrow("expected indices in [0, 737280); got 737280");
  });
});
