/**
 * A number for a table or a terminal line, with ASCII minus: `formatNumber(-104.2345)` is `"-104.2"`.
 *
 * Whole numbers are written in full up to 15 digits; others to `digits` significant digits without trailing zeros,
 * in scientific notation below 1e-4 and from 1e15 on. `NaN`, `Infinity` and `-Infinity` are written as such.
 */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return String(value);
  const rounded = Number(value.toPrecision(digits));
  if (size < 1e-4 || size >= 1e15) return rounded.toExponential().replace("e+", "e");
  // A large number keeps its whole part: 123456.7 to four digits is 123457, not 123500.
  return size >= 10 ** digits ? String(Math.round(value)) : String(rounded);
}

/** A time span for a reader: `"420 ms"`, `"12.3 s"`, `"2 min 05 s"`, `"1 h 02 min"`, `"3 d 04 h"`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return String(seconds);
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

/** A file size in decimal units: `"512 B"`, `"3.1 MB"`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (Math.abs(size) >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || Math.abs(size) >= 99.95 ? Math.round(size) : size.toFixed(1)} ${units[unit] as string}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
