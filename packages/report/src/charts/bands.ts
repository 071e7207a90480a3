import { valueLabel } from "../format/tickLabels.js";
import { fitText, textWidth } from "../format/textWidth.js";
import type { Ticks } from "./plot.js";
import { oneLine } from "./references.js";

/** Labels as text; numbers with a true minus sign. */
export function labelTexts(labels: readonly (string | number)[]): string[] {
  return labels.map((label) => (typeof label === "number" ? valueLabel(label) : oneLine(String(label))));
}

/** The middle of each of `labels.length` places of width 1 along an axis, with its label. */
export function places(labels: readonly string[], shown: (index: number) => boolean = () => true): Ticks {
  const indices = labels.map((_, i) => i).filter(shown);
  return { ticks: indices.map((i) => i + 0.5), labels: indices.map((i) => labels[i] as string) };
}

/**
 * Labels under places `step` pixels wide. When they do not fit beside each other, every second, fifth, tenth, … is
 * written if they are numbers in order, and each is shortened otherwise.
 */
export function placesUnder(labels: readonly string[], step: number): Ticks {
  const widest = Math.max(...labels.map((label) => textWidth(label, 12))) + 6;
  const counted = labels.every((label, i) => i === 0 || Number(label) === Number(labels[i - 1]) + 1);
  if (!counted && step >= 24) return places(labels.map((label) => fitText(label, 12, step - 4)));
  const stride = widest <= step ? 1 : skip(widest / step);
  return places(labels, (i) => i % stride === 0);
}

/** The smallest of 2, 5, 10, 20, 50, … that is at least `least`. */
function skip(least: number): number {
  for (let power = 1; ; power *= 10) for (const digit of [2, 5, 10]) if (digit * power >= least) return digit * power;
}
