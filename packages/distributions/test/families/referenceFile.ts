import { existsSync, readFileSync } from "node:fs";
import type { Nested } from "@variate/testing";

/** One setting of the parameters, and what an independent source says of it; see `test/reference/harness.py`. */
export interface ReferenceCase {
  readonly parameters: Readonly<Record<string, Nested>>;
  /** Values along a new first axis. */
  readonly value: Nested;
  readonly logProb: Nested;
  readonly cdf?: Nested;
  readonly logCdf?: Nested;
  readonly quantile?: { readonly p: readonly number[]; readonly x: Nested };
  readonly mean?: Nested;
  readonly variance?: Nested;
  readonly covariance?: Nested;
  readonly mode?: Nested;
  readonly entropy?: Nested;
  readonly gradient?: Readonly<Record<string, Nested>>;
  readonly cdfGradient?: Readonly<Record<string, Nested>>;
  readonly extreme?: boolean;
}

export interface ReferenceFile {
  readonly family: string;
  readonly origin: string;
  readonly cases: readonly ReferenceCase[];
}

/** The reference file of a family, `test/reference/families/<name>.json`. */
export function readReference(family: string): ReferenceFile {
  const path = new URL(`../reference/families/${family}.json`, import.meta.url);
  if (!existsSync(path)) throw new Error(`readReference: expected ${family} to have test/reference/families/${family}.json; got none.`);
  return JSON.parse(readFileSync(path, "utf8")) as ReferenceFile;
}
