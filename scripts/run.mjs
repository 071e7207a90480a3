import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

/** Runs an installed tool by its package's `bin`, with this Node and without a shell, so it works on Windows too. */
export function run(tool, args, options = {}) {
  const manifestPath = locate(tool === "tsc" ? "typescript" : tool);
  const manifest = require(manifestPath);
  const bin = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[tool];
  return node([join(dirname(manifestPath), bin), ...args], options);
}

/** Runs a Node program in the repository's root; returns its exit code. */
export function node(args, options = {}) {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

/** Not `require.resolve`: a package's `exports` may hide its manifest. */
function locate(name) {
  return join(root, "node_modules", name, "package.json");
}
