/**
 * The error every function here throws: `caller: expected …; got …. Way out.`
 *
 * @param wayOut - A whole sentence, if there is something to try.
 */
export function expectation(caller: string, expected: string, got: string, wayOut?: string): Error {
  return new Error(`${caller}: expected ${expected}; got ${got}.${wayOut === undefined ? "" : ` ${wayOut}`}`);
}

/** Throws unless `value` is a positive whole number no larger than `most`. */
export function expectCount(caller: string, name: string, value: number, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? "a positive whole number" : `a whole number from 1 to ${most}`;
  throw expectation(caller, `${name} to be ${range}`, describe(value));
}

/** Throws unless `value` is a string with something to read in it. */
export function expectText(caller: string, name: string, value: unknown): void {
  if (typeof value === "string" && value.trim() !== "") return;
  throw expectation(caller, `${name} to be a string that is not empty`, describe(value));
}

/** A value as an error message shows it: short, on one line. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === "number" || value === undefined || value === null) return String(value);
  if (typeof value === "object" && "length" in value) return `${value.constructor.name} of length ${String(value.length)}`;
  return typeof value;
}
