import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const bundle = readFileSync(fileURLToPath(new URL("../dist/gradients.js", import.meta.url)), "utf8");

it("the bundle of tfjs-core's gradients imports tfjs-core and nothing else", () => {
  const imported = new Set([...bundle.matchAll(/\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)].map(([, from, bare]) => from ?? bare));
  expect([...imported]).toEqual(["@tensorflow/tfjs-core"]);
});

it("it brings no second engine and stays under 12 kB gzipped", () => {
  expect(bundle).not.toMatch(/_tfengine|_tfGlobals/);
  expect(gzipSync(bundle).length).toBeLessThan(12_000);
});

it("it carries the notice of its licence", () => {
  expect(bundle.slice(0, 1000)).toMatch(/@license[^]*Copyright[^]*Google LLC[^]*Apache License, Version 2\.0/);
});
