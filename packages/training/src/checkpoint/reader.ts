/** Reads JSON of unknown origin: each function gives a value of the type asked for or throws. */
export interface Reader {
  readonly value: unknown;
  /** Path of the value in the file, for messages. */
  readonly path: string;
}

export function invalid({ value, path }: Reader, expected: string): Error {
  const text = JSON.stringify(value) ?? "none";
  const got = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new Error(`decodeCheckpoint: expected ${path} to be ${expected}; got ${got}. The file is damaged or is no checkpoint of fit.`);
}

function objectOf(reader: Reader): Record<string, unknown> {
  const { value } = reader;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(reader, "an object");
}

/** A member of an object; its value is undefined where there is none. Inherited names do not count. */
export function member(reader: Reader, name: string): Reader {
  const object = objectOf(reader);
  return { value: Object.hasOwn(object, name) ? object[name] : undefined, path: `${reader.path}.${name}` };
}

/** The members of an object, `read` one by one, in an object without a prototype. */
export function record<T>(reader: Reader, read: (item: Reader) => T): Record<string, T> {
  const result = Object.create(null) as Record<string, T>;
  for (const [name, value] of Object.entries(objectOf(reader))) {
    if (name === "__proto__") throw invalid(reader, "an object without the name __proto__");
    result[name] = read({ value, path: `${reader.path}.${name}` });
  }
  return result;
}

export function list<T>(reader: Reader, read: (item: Reader) => T): T[] {
  if (!Array.isArray(reader.value)) throw invalid(reader, "a list");
  return reader.value.map((value, i) => read({ value, path: `${reader.path}[${i}]` }));
}

export function text(reader: Reader): string {
  if (typeof reader.value === "string") return reader.value;
  throw invalid(reader, "a text");
}

export function truth(reader: Reader): boolean {
  if (typeof reader.value === "boolean") return reader.value;
  throw invalid(reader, "true or false");
}

export function number(reader: Reader): number {
  if (typeof reader.value === "number" && Number.isFinite(reader.value)) return reader.value;
  throw invalid(reader, "a finite number");
}

export function count(reader: Reader): number {
  if (Number.isSafeInteger(reader.value) && (reader.value as number) >= 0) return reader.value as number;
  throw invalid(reader, "a whole number");
}

export function optional<T>(reader: Reader, read: (item: Reader) => T): T | undefined {
  return reader.value === undefined ? undefined : read(reader);
}
