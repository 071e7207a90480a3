import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readReference, type ReferenceCase } from "./referenceFile.js";
import { FAMILIES } from "./table/index.js";

const NO_QUANTITY = ["parameters", "value", "extreme"];

/** The quantities that a reference gives at one setting of the parameters. */
const quantities = (each: ReferenceCase): number => Object.keys(each).filter((name) => !NO_QUANTITY.includes(name)).length;

test("at least 6,000 cases (family, parameters, quantity) come from programs that share no code with this one", () => {
  const counts = Object.fromEntries(FAMILIES.map(({ family }) => [family, readReference(family).cases.reduce((sum, each) => sum + quantities(each), 0)]));
  const golden = JSON.parse(readFileSync(new URL("../reference/distributions.json", import.meta.url), "utf8")) as { cases: Record<string, unknown>[] };
  const ofGolden = golden.cases.reduce((sum, each) => sum + Object.keys(each).filter((name) => !["family", "params", "value", "source", "extreme", "component"].includes(name)).length, 0);
  const total = Object.values(counts).reduce((a, b) => a + b, 0) + ofGolden;
  console.log(`${total} cases: ${ofGolden} in the golden file, ${Object.entries(counts).map(([family, count]) => `${family} ${count}`).join(", ")}`);
  // No family stands on a handful of cases.
  expect(Object.entries(counts).filter(([, count]) => count < 20)).toEqual([]);
  expect(total).toBeGreaterThanOrEqual(6000);
});
