/** Builds what is missing or out of date. Both steps are incremental, so calling this costs little. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { node, root, run } from "./run.mjs";

/** What the bundle of tfjs's gradients is made by and from. */
const bundleScript = "packages/tfjs/scripts/bundle-gradients.mjs";
const bundleSources = [bundleScript, "node_modules/@tensorflow/tfjs-core/package.json"];

export function ensureBuilt() {
  if (!(modified("packages/tfjs/dist/gradients.js") > Math.max(...bundleSources.map(modified)))) must(node([bundleScript]));
  must(run("tsc", ["-b"]));
}

/** When a file was last written; NaN where there is none. */
function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? NaN;
}

function must(code) {
  if (code !== 0) process.exit(code);
}
