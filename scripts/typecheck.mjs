/** `npm run typecheck`: the packages and examples, then their tests. */
import { ensureBuilt } from "./build.mjs";
import { run } from "./run.mjs";

ensureBuilt();
process.exit(run("tsc", ["-p", "tsconfig.test.json"]));
