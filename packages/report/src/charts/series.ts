import { describe, expectation, expectText } from "../expect.js";
import { acceptsValue } from "./axis.js";

/** Numbers as callers have them: arrays and typed arrays alike. */
export type Numbers = ArrayLike<number>;

/** Dash patterns: the first for each round of the palette, so that no two of 40 series look alike. */
export const DASHES: readonly (string | undefined)[] = [undefined, "6 4", "2 3", "8 3 2 3"];

export function expectNumbers(caller: string, name: string, values: unknown): asserts values is Numbers {
  const listed = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  if (!listed) throw expectation(caller, `${name} to be an array of numbers`, describe(values));
  const list = values as unknown as Numbers;
  if (Array.isArray(values)) {
    for (let i = 0; i < list.length; i++) {
      if (typeof list[i] !== "number") {
        throw expectation(caller, `${name} to be an array of numbers`, `${describe(list[i])} at index ${i}`);
      }
    }
  }
}

export function expectSameLength(caller: string, name: string, values: Numbers, like: string, length: number): void {
  if (values.length === length) return;
  throw expectation(caller, `${name} to have the ${length} values of ${like}`, `${values.length}`);
}

/** Checks a list of named series: there are some, not too many, each with a name of its own. */
export function expectSeries(caller: string, series: readonly { readonly name: string }[], most: number): void {
  if (!Array.isArray(series) || series.length === 0) {
    throw expectation(caller, "at least one series", Array.isArray(series) ? "none" : describe(series));
  }
  if (series.length > most) throw expectation(caller, `at most ${most} series`, `${series.length}`);
  const seen = new Set<string>();
  for (const { name } of series) {
    expectText(caller, "every series name", name);
    if (seen.has(name)) throw expectation(caller, "series names that differ", `${describe(name)} twice`);
    seen.add(name);
  }
}

/** `3 of 20 values of "test" are not finite and left out.`, or nothing when all are drawn. */
export function leftOut(kind: "linear" | "log", name: string | undefined, ...lists: Numbers[]): string[] {
  const length = lists[0]?.length ?? 0;
  let missing = 0;
  for (let i = 0; i < length; i++) {
    if (lists.some((values) => !acceptsValue(kind, values[i] as number))) missing++;
  }
  if (missing === 0) return [];
  const why = kind === "log" ? "not finite and positive" : "not finite";
  const whose = name === undefined ? "" : ` of “${name}”`;
  return [`${missing} of ${length} values${whose} ${missing === 1 ? "is" : "are"} ${why}, and left out.`];
}

/** All values of several lists, one after the other. */
export function* concatenate(lists: Iterable<Numbers>): Generator<number> {
  for (const list of lists) for (let i = 0; i < list.length; i++) yield list[i] as number;
}

export function allWhole(values: Iterable<number>): boolean {
  for (const value of values) if (!Number.isInteger(value)) return false;
  return true;
}
