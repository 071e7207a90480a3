/** `npm run bench`: builds what is missing, then measures the training step side by side. Arguments go to the benchmark. */
import { ensureBuilt } from "./build.mjs";
import { node } from "./run.mjs";

ensureBuilt();
process.exit(node(["bench/trainingStep.mjs", ...process.argv.slice(2)]));
