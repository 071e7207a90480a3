import { parseHTML } from "linkedom/worker";

let made: Document | undefined;

/** The document that charts are drawn with where there is none: linkedom's, made once. */
export function chartDocument(): Document {
  made ??= (parseHTML("<!doctype html><html><body></body></html>") as unknown as { document: Document }).document;
  return made;
}
