/**
 * Bundles tfjs-core's own gradient registrations into one file that every runtime can load.
 *
 * tfjs-core's Node entry leaves the gradients out, and `dist/register_all_gradients` cannot be imported by plain
 * Node. The registries live on a global object, so a self-contained bundle registers into the same ones.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const outDir = fileURLToPath(new URL("../dist/", import.meta.url));
await mkdir(outDir, { recursive: true });
await build({
  entryPoints: [require.resolve("@tensorflow/tfjs-core/dist/register_all_gradients.js")],
  outfile: `${outDir}gradients.js`,
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  ignoreAnnotations: true,
  legalComments: "eof",
});
await writeFile(`${outDir}gradients.d.ts`, "export {};\n");
