import { fitText, textWidth } from "../format/textWidth.js";
import { element, fragment, type Markup } from "../markup/element.js";
import { ink, seriesInk } from "./palette.js";

export interface LegendEntry {
  readonly name: string;
  /** Slot of the palette. */
  readonly color: number;
  readonly mark: "line" | "dot" | "square" | "box";
  readonly dash?: string | undefined;
}

const ROW = 19;
const SIZE = 13;

/** Entries left to right, wrapped at `width`, from the origin down; `height` 0 without entries. */
export function drawLegend(entries: readonly LegendEntry[], width: number): { drawing: Markup; height: number } {
  const items: Markup[] = [];
  let x = 0;
  let row = 0;
  for (const entry of entries) {
    const swatch = entry.mark === "line" ? 22 : 14;
    const name = fitText(entry.name, SIZE, width - swatch);
    const room = swatch + textWidth(name, SIZE);
    if (x > 0 && x + room > width) {
      x = 0;
      row++;
    }
    const middle = row * ROW + 8;
    items.push(
      drawSwatch(entry, x, middle),
      element("text", { x: x + swatch, y: middle + 4, fill: ink("text"), "font-size": SIZE }, name),
    );
    x += room + 16;
  }
  return { drawing: fragment(items), height: entries.length === 0 ? 0 : (row + 1) * ROW + 2 };
}

function drawSwatch({ mark, color, dash }: LegendEntry, x: number, middle: number): Markup {
  if (mark === "line") {
    return element("line", {
      x1: x,
      x2: x + 16,
      y1: middle,
      y2: middle,
      stroke: seriesInk(color),
      "stroke-width": 2,
      "stroke-dasharray": dash,
    });
  }
  if (mark === "dot") return element("circle", { cx: x + 4, cy: middle, r: 4, fill: seriesInk(color) });
  const size = mark === "square" ? 7 : 10;
  return element("rect", { x, y: middle - size / 2, width: size, height: size, fill: seriesInk(color) });
}
