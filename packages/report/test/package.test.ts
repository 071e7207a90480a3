import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));

async function bundle(platform: "browser" | "node", packages: "bundle" | "external" = "bundle"): Promise<{ code: string; inside: string[] }> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    platform,
    packages,
    // The source stands in for the build, so no build is needed.
    conditions: ["variate-source"],
    write: false,
    metafile: true,
  });
  const inside = Object.keys(result.metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { code: result.outputFiles[0]?.text ?? "", inside: [...new Set(inside)].sort() };
}

describe("the package", () => {
  it("bundles for browsers without the stand-in for their document", async () => {
    const { code, inside } = await bundle("browser");
    const d3 = /^(d3(-[a-z-]+)?|internmap|delaunator|robust-predicates)$/;
    expect(inside.filter((name) => !d3.test(name))).toEqual(
      ["@observablehq/plot", "binary-search-bounds", "fast-png", "fflate", "interval-tree-1d", "iobuffer", "isoformat"],
    );
    expect(code.length).toBeLessThan(400_000);
  });

  it("is imported with less than half a second of work in plain Node, and draws there", async () => {
    const { code } = await bundle("node", "external");
    // Inside the package, so that it finds what the package depends on: some 560 files, most of them d3's, which take
    // about a quarter of a second to read and compile.
    const modules = fileURLToPath(new URL("../node_modules", import.meta.url));
    mkdirSync(modules, { recursive: true });
    const folder = mkdtempSync(join(modules, ".import-"));
    try {
      const file = join(folder, "report.mjs");
      writeFileSync(file, code);
      const script = `
        const start = process.cpuUsage();
        const { lineChart } = await import(${JSON.stringify(pathToFileURL(file).href)});
        const { user, system } = process.cpuUsage(start);
        console.log(JSON.stringify({ took: (user + system) / 1000, length: lineChart({ title: "t", series: [{ name: "a", y: [1, 2] }] }).length }));`;
      const runs = [0, 1, 2].map(
        () => JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })) as { took: number; length: number },
      );
      // Processor time, and the best of three, since other work on the machine only ever adds to either.
      expect(Math.min(...runs.map(({ took }) => took))).toBeLessThan(500);
      expect(runs[0]?.length).toBeGreaterThan(1000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("the README", () => {
  it("prints what it says", async () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const [, snippet, output] = /```ts\n([\s\S]*?)```\s+```text\n([\s\S]*?)```/.exec(readme) as unknown as [string, string, string];
    const { code } = await bundle("node");
    const folder = mkdtempSync(join(tmpdir(), "variate-readme-"));
    try {
      writeFileSync(join(folder, "report.mjs"), code);
      writeFileSync(join(folder, "snippet.mjs"), snippet.replace('"@variate/report"', '"./report.mjs"'));
      expect(execFileSync(process.execPath, ["snippet.mjs"], { cwd: folder, encoding: "utf8" })).toBe(output);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("names everything that is exported", async () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    for (const name of Object.keys(await import("../src/index.js"))) expect(readme).toContain(`\`${name}\``);
  });
});
