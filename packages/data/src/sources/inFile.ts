/** The same result; an error gets the file's path, which the function that decodes does not know. */
export async function inFile<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw new Error(`${(error as Error).message} File: ${path}`, { cause: error });
  }
}
