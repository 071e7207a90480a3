/**
 * Proves the published form of the packages: packs them, installs the tarballs beside tfjs-core and its
 * wasm and cpu backends, imports every entry point in plain Node, type-checks a consumer, and trains a small model.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packedProject, publicPackages } from "./pack.mjs";
import { node, run } from "./run.mjs";

const folder = packedProject(["typescript@7.0.2"]);
let failed = 0;
const check = (name, code) => {
  console.log(`${code === 0 ? "ok" : "FAILED"}  ${name}`);
  if (code !== 0) failed++;
};

const entries = publicPackages().flatMap(({ name, exports }) =>
  Object.keys(exports)
    .filter((path) => path !== "./package.json" && !path.endsWith("/browser"))
    .map((path) => name + path.slice(1)),
);
for (const entry of entries) {
  check(`import ${entry} in plain Node`, node(["--input-type=module", "-e", `await import(${JSON.stringify(entry)})`], { cwd: folder }));
}

// A consumer's own strictness: declarations must hold without the sources and without skipLibCheck of ours.
writeFileSync(
  join(folder, "consumer.ts"),
  entries.map((entry, i) => `import * as m${i} from ${JSON.stringify(entry)};`).join("\n") +
    `\nexport const all = [${entries.map((_, i) => `m${i}`).join(", ")}];\n`,
);
check(
  "type-check a consumer",
  run("tsc", ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022", "--types", "", join(folder, "consumer.ts")], { cwd: folder }),
);
for (const backend of ["wasm", "simd"]) check(`train in plain Node from the tarballs, on ${backend}`, node(["node.js", backend], { cwd: folder, timeout: 120_000 }));

rmSync(folder, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
