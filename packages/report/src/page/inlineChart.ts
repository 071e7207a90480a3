import { CHART_STYLE } from "../charts/palette.js";
import { ATTRIBUTES, ELEMENTS } from "../markup/drawing.js";
import { escapeText } from "../markup/escape.js";

const TEXT_ONLY = new Set(["title", "desc", "style", "text"]);

const TOKEN = /<([a-z]+)((?: [a-zA-Z0-9-]+="[^"<>]*")*)(\/?)>|<\/([a-z]+)>|([^<>]+)/y;
const ATTRIBUTE = / ([a-zA-Z0-9-]+)="([^"]*)"/g;
const PNG = /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * The drawing, fit to stand inside a page, if it is one of this package's charts; `undefined` if it is anything else.
 *
 * A string that only resembles a chart must not smuggle markup in, so the whole text is read token by token and must
 * consist of the few elements and attributes that charts have, properly nested, and of no style sheet but theirs.
 */
export function inlineChart(svg: string, alt: string | undefined): string | undefined {
  if (!svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" class="variate-chart" ') || !isPlainDrawing(svg)) return undefined;
  // The page has the style sheet once, for all its charts.
  const drawing = svg.replace(`<style>${CHART_STYLE}</style>`, "");
  return alt === undefined ? drawing : drawing.replace(/ aria-label="[^"]*"/, () => ` aria-label="${escapeText(alt)}"`);
}

function isPlainDrawing(svg: string): boolean {
  const open: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < svg.length) {
    const match = TOKEN.exec(svg);
    if (match === null) return false;
    const [, name, attributes, selfClosing, closing, text] = match;
    const parent = open.at(-1);
    if (name !== undefined) {
      const root = open.length === 0;
      if (root !== (match.index === 0) || !ELEMENTS.has(name) || (parent !== undefined && TEXT_ONLY.has(parent))) return false;
      if (!hasPlainAttributes(name, attributes ?? "")) return false;
      if (selfClosing === "") open.push(name);
    } else if (closing !== undefined) {
      if (open.pop() !== closing) return false;
    } else if (parent === "style" ? text !== CHART_STYLE : !TEXT_ONLY.has(parent ?? "") || !isEscaped(text as string)) {
      return false;
    }
  }
  return open.length === 0;
}

function hasPlainAttributes(name: string, attributes: string): boolean {
  for (const [, key, value] of attributes.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.has(key as string) || !isEscaped(value as string)) return false;
    if (key === "href" && (name !== "image" || !PNG.test(value as string))) return false;
    if (key === "xmlns" && value !== "http://www.w3.org/2000/svg") return false;
    if (key !== "aria-label" && /url\s*\(|\\/i.test(value as string)) return false;
  }
  return true;
}

/** Whether every ampersand begins one of the references that `escapeText` writes. */
function isEscaped(text: string): boolean {
  return !/&(?!(?:amp|lt|gt|quot|#39);)/.test(text);
}
