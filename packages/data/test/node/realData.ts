import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = process.env["VARIATE_DATA_DIR"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

/** The folder of a real dataset, or undefined, said aloud, where this machine has none. */
export function realData(name: string): string | undefined {
  const folder = join(root, name);
  if (existsSync(folder)) return folder;
  console.warn(`SKIPPED: no real data in ${folder}. Set VARIATE_DATA_DIR to the folder that holds ${name}.`);
  return undefined;
}
