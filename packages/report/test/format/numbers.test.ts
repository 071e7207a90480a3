import { describe, expect, it } from "vitest";
import { formatBytes, formatDuration, formatNumber } from "../../src/format/numbers.js";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [-104.2345, "-104.2"],
    [0.001, "0.001"],
    [0.1 + 0.2, "0.3"],
    [123456.7, "123457"],
    [60000, "60000"],
    [1e15, "1e15"],
    [0.00001234, "1.234e-5"],
    [-2.5e-7, "-2.5e-7"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
    [-Infinity, "-Infinity"],
  ])("%d is %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it("takes the number of digits", () => {
    expect(formatNumber(Math.PI, 7)).toBe("3.141593");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [0.42, "420 ms"],
    [0.9999, "1.0 s"],
    [12.34, "12.3 s"],
    [59.96, "1 min 00 s"],
    [125, "2 min 05 s"],
    [3599.7, "1 h 00 min"],
    [3720, "1 h 02 min"],
    [100 * 3600, "4 d 04 h"],
    [-5, "-5.0 s"],
    [NaN, "NaN"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [3_141_593, "3.1 MB"],
    [999_600, "1.0 MB"],
    [250_000, "250 kB"],
    [5e15, "5000 TB"],
  ])("%d is %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
