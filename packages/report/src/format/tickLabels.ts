const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * Labels of one axis, all to the same number of decimals, with a true minus sign: −0.5, 0.0, 0.5.
 *
 * Thousands are grouped from 10,000 on; outside 1e-4 … 1e7 the labels are powers of ten: 2×10⁶.
 */
export function tickLabels(ticks: readonly number[]): string[] {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const smallest = Math.min(...ticks.filter((tick) => tick !== 0).map(Math.abs));
  const step = smallestGap(ticks);
  if (largest >= 1e7 || (largest > 0 && largest < 1e-3)) return ticks.map((tick) => powerLabel(tick, step));
  const decimals = decimalsOf(Math.min(step, smallest));
  return ticks.map((tick) => fixedLabel(tick, decimals));
}

/** Labels of a logarithmic axis: each power of ten in its own shortest form, 0.01, 1, 1,000, 10⁶. */
export function logTickLabels(ticks: readonly number[]): string[] {
  return ticks.map((tick) => {
    if (tick >= 1e6 || tick < 1e-3) return powerLabel(tick, tick);
    return fixedLabel(tick, decimalsOf(tick));
  });
}

/** One value inside a chart (a tooltip, a bar's label): four significant digits and a true minus sign. */
export function valueLabel(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("-", "−").replace("Infinity", "∞");
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return powerLabel(Number(value.toPrecision(4)), 0);
  const decimals = Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(Math.max(size, 1e-3)))));
  return fixedLabel(value, decimals).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

function smallestGap(ticks: readonly number[]): number {
  let gap = Infinity;
  for (let i = 1; i < ticks.length; i++) gap = Math.min(gap, (ticks[i] as number) - (ticks[i - 1] as number));
  return Number.isFinite(gap) ? gap : Math.max(1, Math.abs(ticks[0] ?? 1));
}

/** Decimals that show a value of one or two significant digits exactly, at most 12. */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < 12; decimals++) {
    if (Math.abs(Number(value.toFixed(decimals)) - value) <= Math.abs(value) * 1e-6) return decimals;
  }
  return 12;
}

function fixedLabel(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  const [whole, fraction] = text.split(".") as [string, string | undefined];
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  const negative = value < 0 && Number(text) !== 0;
  return `${negative ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

function powerLabel(value: number, step: number): string {
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)) + 1e-12);
  const decimals = step === 0 ? 3 : Math.max(0, Math.min(6, power - Math.floor(Math.log10(step) + 1e-12)));
  const mantissa = String(Number((Math.abs(value) / 10 ** power).toFixed(decimals)));
  const digits = [...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)] as string).join("");
  const exponent = `10${power < 0 ? "⁻" : ""}${digits}`;
  return `${value < 0 ? "−" : ""}${mantissa === "1" ? "" : `${mantissa}×`}${exponent}`;
}
