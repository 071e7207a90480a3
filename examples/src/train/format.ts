/** Two decimals and an ASCII minus, so that other programs can read it: `-104.23`. */
export function formatNats(value: number): string {
  return value.toFixed(2);
}

/** `12,345` whatever the locale. */
export function groupThousands(value: number): string {
  return value.toLocaleString("en-US");
}
