import { expectation } from "../expect.js";

/** The document that charts are drawn with in a browser: the page's own. They are never put into it. */
export function chartDocument(): Document {
  const { document } = globalThis;
  if (document !== undefined) return document;
  throw expectation("chart", "a document", "none", `Draw charts on the page, or resolve this package in a worker with the condition "worker".`);
}
