import { parseArguments, usage, UsageError } from "./arguments.js";
import { Interrupted, run } from "./run.js";

/** Where the command was typed: npm moves to the workspace's root before it runs a script. */
const cwd = process.env["INIT_CWD"] ?? process.cwd();

try {
  const parsed = parseArguments(process.argv.slice(2), cwd);
  if (parsed.help) process.stdout.write(usage);
  else await run(parsed, cwd);
} catch (error) {
  if (error instanceof Interrupted) {
    process.exitCode = 130;
  } else {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Errors of ours say in one line what was expected; a stack is for those that nobody expected. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof UsageError || /: expected /.test(error.message);
  return expected ? error.message : (error.stack ?? error.message);
}
