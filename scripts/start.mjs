/** `npm start`: builds what is missing, then trains a variational autoencoder. Arguments go to the program. */
import { ensureBuilt } from "./build.mjs";
import { join } from "node:path";
import { node, root } from "./run.mjs";

ensureBuilt();
process.exit(node([join(root, "examples/dist/train/main.js"), ...process.argv.slice(2)], { cwd: process.env.INIT_CWD ?? process.cwd() }));
