/** Two decimals and an ASCII minus, so that other programs can read it: `-104.23`. */
export function formatNats(value: number): string {
  return value.toFixed(2);
}

/** `12,345` whatever the locale. */
export function groupThousands(value: number): string {
  return value.toLocaleString("en-US");
}

/** `9 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (value: number): string => String(value).padStart(2, "0");
  if (hours > 0) return `${hours} h ${padded(minutes)} min`;
  return minutes > 0 ? `${minutes} min ${padded(rest)} s` : `${rest} s`;
}
