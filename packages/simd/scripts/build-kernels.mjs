/**
 * Compiles the kernels of `assembly/` twice, with and without relaxed SIMD, and writes both as text into
 * `dist/kernels.js`, so that they are found wherever the package's JavaScript is found.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));

const bytes = { plain: await compile([]), relaxed: await compile(["--enable", "relaxed-simd"]) };
mkdirSync(join(folder, "dist"), { recursive: true });
const sources = Object.entries(bytes).map(([name, code]) => `export const ${name} = "${code.toString("base64")}";\n`);
writeFileSync(join(folder, "dist/kernels.js"), sources.join(""));
writeFileSync(join(folder, "dist/kernels.d.ts"), "export declare const plain: string;\nexport declare const relaxed: string;\n");

async function compile(features) {
  const target = mkdtempSync(join(tmpdir(), "variate-kernels-"));
  try {
    const outFile = join(target, "kernels.wasm");
    const { error, stderr } = await asc.main([
      join(folder, "assembly/index.ts"), "--outFile", outFile, "-O3", "--noAssert", "--runtime", "stub",
      "--importMemory", "--sharedMemory", "--maximumMemory", "65536",
      "--enable", "simd", "--enable", "threads", "--enable", "bulk-memory", ...features,
    ]);
    if (error !== null) throw new Error(`build-kernels: expected the kernels to compile; got ${error.message}\n${stderr.toString()}`);
    return readFileSync(outFile);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
