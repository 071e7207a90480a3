import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { remake, tensorsOf } from "./agreement.js";
import { settingsOf } from "./conformance.js";
import { readReference } from "./referenceFile.js";
import { FAMILIES } from "./table/index.js";

const text = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const HEADER = "| family | support | rsample | cdf | quantile | entropy |";

/** The cells of each row of the README's table of families, by the factory's name. */
function readTable(): Map<string, string[]> {
  const lines = text.slice(text.indexOf(HEADER)).split("\n").slice(2);
  const rows = lines.slice(0, lines.findIndex((line) => !line.startsWith("|")));
  return new Map(
    rows.map((line) => {
      const cells = line.replaceAll("\\|", "¦").split("|").slice(1, -1).map((cell) => cell.trim());
      return [/^`(\w+)\(/.exec(cells[0] as string)?.[1] as string, cells.slice(1)];
    }),
  );
}

test("the README's table of families says of each what its code has", () => {
  const table = readTable();
  for (const row of FAMILIES) {
    tf.tidy(() => {
      const d = remake(row, tensorsOf(row, settingsOf(row, readReference(row.family))[0] as never));
      const has = (name: string): string => (name in d ? "yes" : "");
      const want = [`\`${d.support.name}\``, ...["rsample", "cdf", "quantile", "entropy"].map(has)];
      expect(table.get(row.family), `README row of ${row.family}`).toEqual(want);
    });
  }
  expect([...table.keys()].filter((name) => !FAMILIES.some(({ family }) => family === name))).toEqual([]);
});
