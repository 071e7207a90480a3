import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { transform } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";

/*
 * Every README works as printed: each snippet that is followed by its output runs in plain Node on the built packages,
 * as it would for someone who copied it, and prints that output. Numbers may differ in their last digits, as engines do.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = join(root, "node_modules/.cache/variate-readme");
const run = promisify(execFile);
const packages = readdirSync(join(root, "packages"))
  .filter((name) => existsSync(join(root, "packages", name, "package.json")))
  .filter((name) => !JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")).private);

/** Text between the numbers is equal, and so are the numbers, to half a percent. */
function expectSameOutput(got: string, want: string): void {
  const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;
  expect(got.replaceAll(number, "#"), got).toBe(want.replaceAll(number, "#"));
  const numbers = got.match(number) ?? [];
  (want.match(number) ?? []).forEach((text, i) => {
    const expected = Number(text);
    expect(Math.abs(Number(numbers[i]) - expected), `${numbers[i]} for ${text} in\n${got}`).toBeLessThanOrEqual(0.005 * Math.max(0.01, Math.abs(expected)));
  });
}

const snippetsOf = (text: string) => [...text.matchAll(/```ts\n([\s\S]*?)```\n+(?:Output:\n+)?```(?:text)?\n([\s\S]*?)```/g)];

describe("READMEs", () => {
  it("have snippets that compile in a strict project", async () => {
    mkdirSync(scratch, { recursive: true });
    const files = ["", ...packages].flatMap((name) =>
      snippetsOf(readFileSync(join(root, name === "" ? "" : `packages/${name}`, "README.md"), "utf8")).map(([, source], i) => {
        const file = join(scratch, `${name || "root"}-${i}.mts`);
        writeFileSync(file, source as string);
        return file;
      }),
    );
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const options = ["--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--lib", "es2023,dom", "--types", "node"];
    const { stdout } = await run(process.execPath, [tsc, ...options, ...files], { cwd: root }).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  });

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  for (const name of ["", ...packages]) {
    const folder = name === "" ? root : join(root, "packages", name);
    const title = name === "" ? "the repository's README" : `the README of ${name}`;
    const text = readFileSync(join(folder, "README.md"), "utf8");
    const snippets = snippetsOf(text);

    it(`${title} prints what it says it prints`, async () => {
      expect(snippets.length).toBeGreaterThan(0);
      mkdirSync(scratch, { recursive: true });
      for (const [i, [, source, output]] of snippets.entries()) {
        const file = join(scratch, `${name || "root"}-${i}.mjs`);
        writeFileSync(file, (await transform(source as string, { loader: "ts", format: "esm" })).code);
        const { stdout } = await run(process.execPath, [file], { cwd: scratch, env: { ...process.env, NO_COLOR: "1" } });
        // The cpu backend greets whoever uses it first in Node.
        const own = stdout.replace(/\n?=+\nHi, looks like you are running TensorFlow\.js in Node\.js[\s\S]*?=+\n/, "");
        expectSameOutput(own, output as string);
      }
    });

    if (name === "") continue;
    it(`${title} names everything that the package exports of its own`, async () => {
      const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { exports: Record<string, string | { default: string }> };
      for (const entry of Object.values(exports)) {
        if (typeof entry === "string") continue;
        const exported = (await import(join(folder, entry.default))) as Record<string, unknown>;
        const own = Object.keys(exported).filter((key) => exported[key] !== tf[key as keyof typeof tf]);
        for (const key of own) expect(text, key).toContain(`\`${key}`);
      }
    });
  }
});
