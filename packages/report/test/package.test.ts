import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));

async function bundle(platform: "browser" | "node"): Promise<{ code: string; packages: string[] }> {
  const result = await build({ entryPoints: [entry], bundle: true, minify: true, format: "esm", platform, write: false, metafile: true });
  const packages = Object.keys(result.metafile.inputs).flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { code: result.outputFiles[0]?.text ?? "", packages: [...new Set(packages)].sort() };
}

describe("the package", () => {
  it("bundles for browsers with nothing but a PNG encoder, and needs no document", async () => {
    const { code, packages } = await bundle("browser");
    expect(packages).toEqual(["fast-png", "fflate", "iobuffer"]);
    expect(code).not.toMatch(/\bdocument\.|Math\.random|Date\.now/);
    expect(code.length).toBeLessThan(100_000);
  });

  it("is imported in well under 300 ms in plain Node, and draws there", async () => {
    const { code } = await bundle("node");
    const folder = mkdtempSync(join(tmpdir(), "variate-report-"));
    try {
      const file = join(folder, "report.mjs");
      writeFileSync(file, code);
      const script = `
        const start = performance.now();
        const { lineChart } = await import(${JSON.stringify(pathToFileURL(file).href)});
        const took = performance.now() - start;
        console.log(JSON.stringify({ took, length: lineChart({ title: "t", series: [{ name: "a", y: [1, 2] }] }).length }));`;
      const runs = [0, 1, 2].map(
        () => JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })) as { took: number; length: number },
      );
      // The best of three, since other work on the machine only ever adds time.
      expect(Math.min(...runs.map(({ took }) => took))).toBeLessThan(300);
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
