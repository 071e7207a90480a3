/** `npm start`: builds what is missing, then trains a variational autoencoder. Arguments go to the program. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureBuilt } from "./build.mjs";
import { root } from "./run.mjs";

ensureBuilt();
const program = join(root, "examples/dist/train/main.js");
const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
});
// A terminal sends Ctrl-C to both of us: the program writes its checkpoint and says how to resume; we wait for it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("close", (code) => process.exit(code ?? 1));
