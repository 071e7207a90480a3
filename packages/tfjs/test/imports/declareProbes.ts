import { basename } from "node:path";
import { expect, it } from "vitest";
import { probe } from "./probe.mjs";

/** One test for each backend; the file that calls it has imported everything in the order of its name. */
export function declareProbes(url: string): void {
  for (const backend of ["cpu", "wasm"]) {
    it(`${basename(url, ".order.ts")} on ${backend}`, async () => {
      expect(await probe(backend)).toEqual([]);
    });
  }
}
