const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

// XML 1.0 has no way to write these, not even as character references.
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/**
 * Text that means itself in HTML and in XML, between tags as well as inside quoted attributes.
 *
 * Control characters and lone surrogates, which XML cannot carry, become U+FFFD.
 */
export function escapeText(text: string): string {
  return wellFormed(text)
    .replace(UNPRINTABLE, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (match) =>
    match.length === 2 ? match : "\uFFFD",
  );
}
