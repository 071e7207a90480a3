/** @throws If `value` is not a positive finite number. */
export function positive(caller: string, name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new Error(`${caller}: expected ${name} to be a positive number; got ${String(value)}.`);
  }
}
