/** `npm run bench`: builds what is missing, then measures training steps side by side. Arguments go to the benchmark. */
import { ensureBuilt } from "./build.mjs";
import { node } from "./run.mjs";

ensureBuilt();
process.exit(node(["bench/bench.mjs", ...process.argv.slice(2)]));
