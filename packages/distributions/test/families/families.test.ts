import { readdirSync } from "node:fs";
import { describeOnBackends } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { compareWithReference } from "./agreement.js";
import { checkStructure } from "./conformance.js";
import { checkDraws } from "./draws.js";
import { readReference } from "./referenceFile.js";
import { FAMILIES } from "./table/index.js";

// `VARIATE_FAMILY=laplace,normal npx vitest run …` looks at these alone.
const asked = process.env["VARIATE_FAMILY"]?.split(",");
const rows = FAMILIES.filter(({ family }) => asked === undefined || asked.includes(family));

describeOnBackends("families", () => {
  describe.each(rows.map((row) => [row.family, row] as const))("%s", (_, row) => {
    const file = readReference(row.family);
    test(`every quantity agrees with the reference: ${file.origin}`, () => {
      expect(compareWithReference(row, file)).toBeGreaterThan(0);
    });
    checkStructure(row, file);
    checkDraws(row, file);
  });
});

test("every reference file belongs to a family of the table, once", () => {
  const files = readdirSync(new URL("../reference/families", import.meta.url)).filter((name) => name.endsWith(".json"));
  expect(FAMILIES.map(({ family }) => `${family}.json`).sort()).toEqual(files.sort());
});
