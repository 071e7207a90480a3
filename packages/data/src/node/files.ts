import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { gunzip, isGzip } from "../formats/gzip.js";
import { readIdx, type IdxArray } from "../formats/idx.js";
import { readNpy } from "../formats/npy.js";
import type { NumericArray } from "../formats/numericArray.js";
import { decodeSafetensors, type Safetensors } from "../formats/safetensors.js";
import { parseTable, type LabelledTable } from "../formats/table.js";
import { inFile } from "../sources/inFile.js";

/**
 * The bytes of a file.
 *
 * @throws `caller: expected the file …; got ENOENT.` when it cannot be read.
 */
export async function readFileBytes(caller: string, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new Error(`${caller}: expected the file ${resolve(path)}; got ${code}. Check the path.`, { cause: error });
  }
}

/**
 * The first of several names that a folder has, with its content: files come compressed or not, under names that
 * unpackers changed.
 *
 * @throws If the folder has none of them.
 */
export async function readAnyOf(caller: string, folder: string, names: readonly string[]): Promise<{ path: string; bytes: Uint8Array }> {
  for (const name of names) {
    const path = join(folder, name);
    try {
      return { path, bytes: new Uint8Array(await readFile(path)) };
    } catch (error) {
      const { code = (error as Error).message } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR") throw new Error(`${caller}: expected to read ${path}; got ${code}. Check its permissions.`, { cause: error });
    }
  }
  const isFolder = await stat(folder).then((found) => found.isDirectory(), () => false);
  const got = isFolder ? "none of them there" : "no such folder";
  throw new Error(`${caller}: expected ${names.join(" or ")} in ${resolve(folder)}; got ${got}. Check the folder's path.`);
}

/** `readIdx` of a file, plain or `.gz`. Errors name the path. */
export async function loadIdx(path: string): Promise<IdxArray> {
  return inFile(path, readIdx(await readFileBytes("loadIdx", path)));
}

/** `readNpy` of a file, plain or `.gz`. Errors name the path. */
export async function loadNpy(path: string): Promise<NumericArray> {
  return inFile(path, readNpy(await readFileBytes("loadNpy", path)));
}

/** `decodeSafetensors` of a file. Errors name the path. */
export async function loadSafetensors(path: string): Promise<Safetensors> {
  const bytes = await readFileBytes("loadSafetensors", path);
  return inFile(path, (async () => decodeSafetensors(bytes))());
}

/** `parseTable` of a text file, plain or `.gz`. Errors name the path. */
export async function loadTable(path: string, separator = "\t"): Promise<LabelledTable> {
  const bytes = await readFileBytes("loadTable", path);
  return inFile(path, (async () => parseTable(new TextDecoder().decode(isGzip(bytes) ? await gunzip(bytes) : bytes), separator))());
}
