/** What `parseStrictJson` makes. Objects have no prototype. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DEEPEST = 8;

/**
 * JSON from an untrusted file. Unlike `JSON.parse` it refuses a name given twice and the name `__proto__`, makes
 * objects without a prototype, and bounds the nesting.
 *
 * @throws An `Error` that says what was expected, and where, without naming a caller.
 */
export function parseStrictJson(text: string): Json {
  const parser = { text, at: 0 };
  const value = parseValue(parser, 0);
  skipSpace(parser);
  if (parser.at < text.length) throw unexpected(parser, "the end");
  return value;
}

interface Parser {
  readonly text: string;
  at: number;
}

function unexpected({ text, at }: Parser, wanted: string): Error {
  const got = at < text.length ? JSON.stringify(text.slice(at, at + 12)) : "the end";
  return new Error(`expected ${wanted} at character ${at}; got ${got}`);
}

function skipSpace(parser: Parser): void {
  for (; parser.at < parser.text.length; parser.at++) {
    const code = parser.text.charCodeAt(parser.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
  }
}

function take(parser: Parser, token: string): boolean {
  skipSpace(parser);
  if (!parser.text.startsWith(token, parser.at)) return false;
  parser.at += token.length;
  return true;
}

function parseValue(parser: Parser, depth: number): Json {
  if (depth > DEEPEST) throw unexpected(parser, `at most ${DEEPEST} levels`);
  skipSpace(parser);
  const first = parser.text[parser.at];
  if (first === "{") return parseObject(parser, depth);
  if (first === "[") return parseArray(parser, depth);
  if (first === '"') return parseString(parser);
  if (take(parser, "true")) return true;
  if (take(parser, "false")) return false;
  if (take(parser, "null")) return null;
  NUMBER.lastIndex = parser.at;
  const number = NUMBER.exec(parser.text)?.[0];
  if (number === undefined) throw unexpected(parser, "a value");
  parser.at += number.length;
  return Number(number);
}

function parseObject(parser: Parser, depth: number): JsonObject {
  const object = Object.create(null) as JsonObject;
  take(parser, "{");
  if (take(parser, "}")) return object;
  do {
    skipSpace(parser);
    const name = parseString(parser);
    if (name === "__proto__") throw new Error('expected no name "__proto__"; got one');
    if (name in object) throw new Error(`expected each name once; got ${JSON.stringify(name.slice(0, 80))} twice`);
    if (!take(parser, ":")) throw unexpected(parser, '":"');
    object[name] = parseValue(parser, depth + 1);
  } while (take(parser, ","));
  if (!take(parser, "}")) throw unexpected(parser, '"," or "}"');
  return object;
}

function parseArray(parser: Parser, depth: number): Json[] {
  const items: Json[] = [];
  take(parser, "[");
  if (take(parser, "]")) return items;
  do items.push(parseValue(parser, depth + 1));
  while (take(parser, ","));
  if (!take(parser, "]")) throw unexpected(parser, '"," or "]"');
  return items;
}

function parseString(parser: Parser): string {
  const { text, at } = parser;
  if (text[at] !== '"') throw unexpected(parser, "a string");
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
  if (end >= text.length) throw unexpected(parser, "a string that ends");
  parser.at = end + 1;
  try {
    // Escapes and control characters are the platform's business: one literal holds no structure to check.
    return JSON.parse(text.slice(at, end + 1)) as string;
  } catch {
    parser.at = at;
    throw unexpected(parser, "a string");
  }
}
