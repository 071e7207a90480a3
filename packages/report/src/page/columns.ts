import { formatNumber } from "../format/numbers.js";
import type { Cell } from "./parts.js";

/**
 * How the numbers of one table column are written: to equally many decimals, so that their points stand in line.
 *
 * The decimals give the largest number `digits` significant digits; a column that spans more than that writes each
 * number on its own.
 */
export function columnFormat(cells: readonly Cell[], digits: number): (value: number) => string {
  const sizes = cells.filter((cell): cell is number => typeof cell === "number" && Number.isFinite(cell)).map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(Infinity, ...sizes.filter((size) => size > 0));
  const whole = sizes.every(Number.isInteger);
  const uneven = smallest < largest * 10 ** (1 - digits) || smallest < 1e-4 || largest >= 1e15;
  if (whole || uneven) return (value) => formatNumber(value, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(largest)));
  return (value) => (Number.isFinite(value) ? value.toFixed(decimals) : String(value));
}
