/**
 * One epoch of the main job on real digits: the test ELBO must be better than −130 nats
 * (an independent implementation reaches −125.3).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./run.mjs";

const required = -130;
const data = join(process.env.VARIATE_DATA_DIR ?? join(root, "../shared/data"), "mnist");
if (!existsSync(data)) {
  console.log(`SKIPPED: expected MNIST in ${data}; got no such folder. Set VARIATE_DATA_DIR to run this check.`);
  process.exit(0);
}

const out = mkdtempSync(join(tmpdir(), "variate-mnist-"));
const flags = ["--data", "mnist", "--data-dir", data, "--epochs", "1", "--out", out];
const result = spawnSync(process.execPath, [join(root, "scripts/start.mjs"), ...flags], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
process.stdout.write(result.stdout);
const elbo = Number(/^test ELBO (-?\d+\.\d+) nats$/m.exec(result.stdout)?.[1]);
const written = ["report.html", "model.safetensors"].every((file) => existsSync(join(out, file)) && statSync(join(out, file)).size > 1000);
rmSync(out, { recursive: true, force: true });
if (result.status !== 0 || !(elbo > required) || !written) {
  console.error(`FAILED: expected exit 0, a test ELBO above ${required} nats and both files; got exit ${result.status}, ${elbo}, ${written}.`);
  process.exit(1);
}
console.log(`ok  one epoch of MNIST: test ELBO ${elbo} nats, better than ${required}`);
