import { valueLabel } from "../format/tickLabels.js";
import { fitText, textWidth } from "../format/textWidth.js";
import { element, fragment, type Markup } from "../markup/element.js";
import { fillInk } from "./palette.js";
import type { Area } from "./layout.js";

/** Labels as text; numbers with a true minus sign. */
export function labelTexts(labels: readonly (string | number)[]): string[] {
  return labels.map((label) => (typeof label === "number" ? valueLabel(label) : String(label)));
}

/** An axis of named places, side by side. */
export interface Bands {
  /** Of the bars at one place, in pixels; between places stays a fifth of a place, if that is a pixel. */
  readonly width: number;
  start(position: number): number;
  /** The labels under the area. */
  draw(area: Area): Markup;
}

/**
 * Divides [left, right] evenly. When the labels do not fit beside each other, every second, fifth, tenth, … is written
 * if they are numbers in order, and each is shortened otherwise.
 */
export function bandAxis(left: number, right: number, labels: readonly string[]): Bands {
  const step = (right - left) / labels.length;
  // Gaps thinner than a pixel would only blur the bars.
  const width = step < 3 ? step : step * 0.8;
  const widest = Math.max(...labels.map((label) => textWidth(label, 12))) + 6;
  const counted = labels.every((label, i) => i === 0 || Number(label) === Number(labels[i - 1]) + 1);
  const stride = widest <= step ? 1 : skip(widest / step);
  return {
    width,
    start: (position) => left + position * step + (step - width) / 2,
    draw: (area) =>
      fragment(
        labels.map((label, i) =>
          i % (counted || step < 24 ? stride : 1) !== 0
            ? undefined
            : element(
                "text",
                {
                  x: left + (i + 0.5) * step,
                  y: area.bottom + 16,
                  ...fillInk("muted"),
                  "font-size": 12,
                  "text-anchor": "middle",
                },
                counted || step < 24 ? label : fitText(label, 12, step - 4),
              ),
        ),
      ),
  };
}

/** The smallest of 2, 5, 10, 20, 50, … that is at least `least`. */
function skip(least: number): number {
  for (let power = 1; ; power *= 10) for (const digit of [2, 5, 10]) if (digit * power >= least) return digit * power;
}
