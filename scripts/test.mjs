/** `npm test`: builds what is missing, then runs every suite. Arguments go to vitest: `npm test -- packages/math`. */
import { ensureBuilt } from "./build.mjs";
import { run } from "./run.mjs";

ensureBuilt();
process.exit(run("vitest", ["run", ...process.argv.slice(2)]));
