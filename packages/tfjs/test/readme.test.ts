import * as tfjs from "@variate/tfjs";
import { transform } from "esbuild";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const text = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");

it("the README's snippet prints what it says, with the built package in plain Node", async () => {
  const [, source, output] = /```ts\n([^]*?)```\n\n```\n([^]*?)```/.exec(text) as unknown as [string, string, string];
  const { code } = await transform(source, { loader: "ts", format: "esm", tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } });
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { cwd, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  expect(stdout).toBe(output);
});

it("the README names every function that the package exports", () => {
  for (const name of Object.keys(tfjs)) expect(text, name).toContain(`\`${name}(`);
});
