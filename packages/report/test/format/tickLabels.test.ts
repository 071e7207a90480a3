import { describe, expect, it } from "vitest";
import { logTickLabels, tickLabels, valueLabel } from "../../src/format/tickLabels.js";
import { fitText, textWidth, wrapText } from "../../src/format/textWidth.js";

describe("tickLabels", () => {
  it.each([
    [[-0.5, 0, 0.5], ["−0.5", "0.0", "0.5"]],
    [[0, 5000, 10000], ["0", "5000", "10,000"]],
    [[0, 0.25, 0.5], ["0.00", "0.25", "0.50"]],
    [[0, 1e7, 2e7], ["0", "10⁷", "2×10⁷"]],
    [[1e8, 1.05e8, 1.1e8], ["10⁸", "1.05×10⁸", "1.1×10⁸"]],
    [[0, 2e-5, 4e-5], ["0", "2×10⁻⁵", "4×10⁻⁵"]],
    [[-140, -120], ["−140", "−120"]],
    [[7], ["7"]],
    [[], []],
  ])("%j", (ticks, labels) => {
    expect(tickLabels(ticks)).toEqual(labels);
  });

  it("gives each power of ten its own shortest form", () => {
    expect(logTickLabels([1e-6, 0.01, 1, 200, 10000, 1e6])).toEqual(["10⁻⁶", "0.01", "1", "200", "10,000", "10⁶"]);
  });
});

describe("valueLabel", () => {
  it.each([
    [-104.2345, "−104.2"],
    [0.5, "0.5"],
    [3, "3"],
    [60000, "60,000"],
    [0.00001234, "1.234×10⁻⁵"],
    [0, "0"],
    [NaN, "NaN"],
    [-Infinity, "−∞"],
  ])("%d is %s", (value, text) => {
    expect(valueLabel(value)).toBe(text);
  });
});

describe("text in a given room", () => {
  it("is shortened with an ellipsis, or broken at spaces", () => {
    expect(fitText("short", 12, 100)).toBe("short");
    const cut = fitText("a very long series name", 12, 60);
    expect(cut).toMatch(/^a very.*…$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(60);
    expect(wrapText("one two three", 12, 55)).toEqual(["one two", "three"]);
  });
});
