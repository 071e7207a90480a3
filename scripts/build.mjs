/** Builds what is missing or out of date. Both steps are incremental, so calling this costs little. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { node, root, run } from "./run.mjs";

/** Files that scripts make before the compiler runs: what makes each, and from what. */
const generated = [
  {
    file: "packages/tfjs/dist/gradients.js",
    script: "packages/tfjs/scripts/bundle-gradients.mjs",
    sources: () => ["node_modules/@tensorflow/tfjs-core/package.json"],
  },
  {
    file: "packages/simd/dist/kernels.js",
    script: "packages/simd/scripts/build-kernels.mjs",
    sources: () => readdirSync(join(root, "packages/simd/assembly")).map((name) => `packages/simd/assembly/${name}`),
  },
];

export function ensureBuilt() {
  for (const { file, script, sources } of generated) {
    if (!(modified(file) > Math.max(...[script, ...sources()].map(modified)))) must(node([script]));
  }
  must(run("tsc", ["-b"]));
}

/** When a file was last written; NaN where there is none. */
function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? NaN;
}

function must(code) {
  if (code !== 0) process.exit(code);
}
