import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAMILIES } from "./table/index.js";

/** What every family's doc comment tells, and words by which it is known to. */
const TELLS: Readonly<Record<string, RegExp>> = {
  "the density": /p\(|P\(|density|that of `/,
  "the moments": /mean|moment|variance/,
  "how draws are made": /(sample|rsample|rsampleLog|rsampleLogit)\(key|draws: `/,
  shapes: /batch/,
  units: /nats/,
  errors: /@throws/,
  "its parameters": /@param/,
  "a reference": /Reference: /,
};

describe("doc comments", () => {
  test.each(FAMILIES.map(({ family }) => [family]))("%s", (family) => {
    const path = new URL(`../../src/families/${family}.ts`, import.meta.url);
    if (!existsSync(path)) throw new Error(`expected ${family} in a file of its own name; got none.`);
    const comment = new RegExp(String.raw`/\*\*((?:(?!\*/)[^])*)\*/\nexport function ${family}\b`).exec(readFileSync(path, "utf8"))?.[1] ?? "";
    for (const [what, words] of Object.entries(TELLS)) expect(comment, `${family} tells ${what}`).toMatch(words);
  });
});
