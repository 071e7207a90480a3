/** Builds what is missing or out of date. Both steps are incremental, so calling this costs little. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { node, root, run } from "./run.mjs";

export function ensureBuilt() {
  if (!existsSync(join(root, "packages/tfjs/dist/gradients.js"))) must(node(["packages/tfjs/scripts/bundle-gradients.mjs"]));
  must(run("tsc", ["-b"]));
}

function must(code) {
  if (code !== 0) process.exit(code);
}
