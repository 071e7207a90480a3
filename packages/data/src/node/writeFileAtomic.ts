import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Writes a file so that its path holds either what it held before or all of `bytes`, whatever happens in between: a
 * temporary file in the same folder, flushed to the disk, then renamed. Missing folders are made.
 *
 * @throws If the folder cannot be made or written; what was there stays, and the temporary file is removed.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  const target = resolve(path);
  const folder = dirname(target);
  const temporary = join(folder, `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new Error(`writeFileAtomic: expected to write ${target}; got ${code}. Free some space or choose another path.`, { cause: error });
  }
  await syncFolder(folder);
}

/** Makes the rename itself last through a power failure, where the platform lets folders be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
