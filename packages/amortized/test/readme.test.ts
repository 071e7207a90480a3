import * as tf from "@tensorflow/tfjs-core";
import * as amortized from "@variate/amortized";
import * as random from "@variate/random";
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";

const modules: Record<string, object> = { "@variate/amortized": amortized, "@variate/random": random };

/** Runs a snippet whose imports are all known, and returns what it logs. */
async function run(source: string): Promise<string> {
  const body = source
    .replaceAll(/^import "[^"]+";$/gm, "")
    .replaceAll(/^import (\{[^}]+\}) from "([^"]+)";$/gm, "const $1 = modules[\"$2\"];");
  const { code } = await transform(body, { loader: "ts" });
  const lines: string[] = [];
  const console = { log: (...values: unknown[]) => lines.push(values.map((v) => (typeof v === "string" ? v : inspect(v))).join(" ")) };
  // oxlint-disable-next-line no-new-func
  new Function("modules", "console", code)(modules, console);
  return `${lines.join("\n")}\n`;
}

describe("README", () => {
  it("prints what it says it prints", async () => {
    await tf.setBackend("cpu");
    const text = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const snippets = [...text.matchAll(/```ts\n([\s\S]*?)```\n\n```\n([\s\S]*?)```/g)];
    expect(snippets).toHaveLength(2);
    for (const [, source, output] of snippets) expect(await run(source as string)).toBe(output);
  });

  it("names every function that the package exports", async () => {
    const text = await readFile(new URL("../README.md", import.meta.url), "utf8");
    for (const name of Object.keys(amortized)) expect(text, name).toContain(`\`${name}`);
  });
});
