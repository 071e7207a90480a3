/** Packs every public package and installs the tarballs, with tfjs-core and its cpu and wasm backends, into an empty project. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { root } from "./run.mjs";

const tfjsVersion = "4.22.0";

/** The manifests of the packages that are published. */
export function publicPackages() {
  return readdirSync(join(root, "packages"))
    .map((name) => JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")))
    .filter((manifest) => !manifest.private);
}

/** Runs npm by the program that runs us, so that it works without a shell. */
export function npm(args, cwd) {
  const cli = process.env.npm_execpath;
  const [program, leading] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  return execFileSync(program, [...leading, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Makes the project and returns its folder. `extra` are further packages to install, `name@version`. */
export function packedProject(extra = []) {
  ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "variate-packed-"));
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs);
  const packages = publicPackages();
  npm(["pack", "--silent", "--pack-destination", tarballs, ...packages.flatMap(({ name }) => ["-w", name])], root);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  const files = readdirSync(tarballs).map((file) => join(tarballs, file));
  const tfjs = ["core", "backend-cpu", "backend-wasm"].map((name) => `@tensorflow/tfjs-${name}@${tfjsVersion}`);
  npm(["install", "--no-audit", "--no-fund", "--silent", ...files, ...tfjs, ...extra], folder);
  cpSync(join(root, "test/packed"), folder, { recursive: true });
  return folder;
}
