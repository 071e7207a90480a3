import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import * as random from "@variate/random";
import { expect, it } from "vitest";
import * as data from "../src/index.js";
import * as browser from "../src/browser/index.js";
import * as node from "../src/node/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("the README's first snippet prints what the README says", async () => {
  const [, code, output] = /```ts\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/.exec(readme) as unknown as [string, string, string];
  const modules: Record<string, unknown> = { "@variate/data": data, "@variate/random": random };
  const body = code
    .replace(/^import "[^"]+";$/gm, "")
    .replace(/^import (\{[^}]*\}) from ("[^"]+");$/gm, (_, names: string, from: string) => `const ${names} = modules[${from}];`);
  const printed: string[] = [];
  const log = (...values: unknown[]): void => void printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
  await tf.setBackend("cpu");
  const before = tf.memory().numTensors;
  new Function("modules", "console", body)(modules, { log });
  expect(`${printed.join("\n")}\n`).toBe(output);
  expect(tf.memory().numTensors).toBe(before);
});

it("the README's tables name every exported function, and nothing else", () => {
  const tables = readme.slice(readme.indexOf("## Exports"));
  const named = new Set([...tables.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell]) => [...(cell as string).matchAll(/`(\w+)`/g)].map(([, name]) => name)));
  const exported = [data, node, browser].flatMap((module) => Object.keys(module));
  expect(exported.filter((name) => !named.has(name))).toEqual([]);
  expect([...named].filter((name) => !exported.includes(name as string)).sort()).toEqual(["Dataset", "ImageDataset", "IndexedDataset"]);
});
