import { access, constants, mkdir, rename } from "node:fs/promises";
import { join, relative } from "node:path";
import { UsageError } from "./arguments.js";

/** What a run leaves behind. */
export interface OutputFiles {
  readonly folder: string;
  readonly report: string;
  readonly model: string;
  readonly checkpoint: string;
}

/**
 * The files of a run, in a folder that is there and can be written: found out before training, not after it.
 *
 * @throws UsageError, if the folder cannot be made or written.
 */
export async function openOutput(folder: string): Promise<OutputFiles> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new UsageError(`--out: expected a folder that can be written; got ${folder} (${code}). Choose another with --out.`);
  }
  return {
    folder,
    report: join(folder, "report.html"),
    model: join(folder, "model.safetensors"),
    checkpoint: join(folder, "checkpoint.safetensors"),
  };
}

/**
 * Moves the checkpoint of an earlier run out of the way of a run that does not go on from it.
 *
 * @returns Where it lies now; undefined where there was none.
 */
export async function keepEarlierCheckpoint(files: OutputFiles, resumedFrom: string | undefined): Promise<string | undefined> {
  if (resumedFrom === files.checkpoint) return undefined;
  const kept = join(files.folder, "checkpoint.previous.safetensors");
  try {
    await rename(files.checkpoint, kept);
    return kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A path as the user would type it from where they are. */
export function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === "" ? "." : short.startsWith("..") ? path : short;
}

/** Quotes an argument for a POSIX shell where it needs it. */
export function quoted(argument: string): string {
  return /^[\w./:,=@%+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
