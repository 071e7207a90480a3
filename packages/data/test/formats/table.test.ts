import { describe, expect, it } from "vitest";
import { parseTable, unpackBits } from "../../src/index.js";

describe("parseTable", () => {
  it("reads names and numbers, with and without a title for the names", () => {
    const expected = { rows: ["g1", "g2"], columns: ["a", "b"], data: Float64Array.of(1, 2.5, 0, -3) };
    expect(parseTable("a\tb\ng1\t1\t2.5\ng2\t0\t-3\n")).toEqual(expected);
    expect(parseTable("\ta\tb\r\ng1\t1\t2.5\r\ng2\t0\t-3")).toEqual(expected);
    expect(parseTable("gene,a,b\ng1,1,2.5\ng2,0,-3", ",")).toEqual(expected);
  });

  it("names the line or the field that is wrong", () => {
    expect(() => parseTable("a\tb\ng1\t1\t2\ng2\t1")).toThrow("parseTable: expected a name and 2 numbers on line 3; got 1 after the name.");
    expect(() => parseTable("a\tb\ng1\t1\tx")).toThrow('parseTable: expected a number for g1, b; got "x".');
    expect(() => parseTable("a\tb\ng1\t1\t")).toThrow('got ""');
  });
});

it("unpackBits gives the most significant bit first", () => {
  expect([...unpackBits(Uint8Array.of(0b10000001, 0b01000000))]).toEqual([1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
});
