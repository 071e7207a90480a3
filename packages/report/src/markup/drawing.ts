import { escapeText } from "./escape.js";
import { round, trusted, type Markup } from "./element.js";

/** The elements that drawings have. */
export const ELEMENTS: ReadonlySet<string> = new Set(["svg", "title", "desc", "style", "rect", "g", "path", "line", "circle", "text", "image"]);

/** The attributes that drawings have. None can run, load or reach outside, except `href`, which only images may have. */
export const ATTRIBUTES: ReadonlySet<string> = new Set([
  "xmlns", "class", "viewBox", "width", "height", "role", "aria-label", "font-family", "font-size",
  "font-weight", "font-variant", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "fill", "stroke", "transform",
  "fill-opacity", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "paint-order",
  "text-anchor", "pointer-events", "shape-rendering", "href", "image-rendering", "preserveAspectRatio",
]); // prettier-ignore

const GEOMETRY = new Set(["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "d", "transform"]);
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/g;

/**
 * Elements of a drawing as text, coordinates rounded to hundredths.
 *
 * Written here, not by the document: browsers and their stand-ins differ in what they escape, in the order of attributes and in
 * digits, and what a chart is made of must be known to be harmless.
 *
 * @throws If there is an element that drawings do not have; attributes that they do not have are left out.
 */
export function serializeDrawing(nodes: Iterable<Node>): Markup {
  let markup = "";
  for (const node of nodes) markup += serialize(node);
  return trusted(markup);
}

function serialize(node: Node): string {
  if (node.nodeType === 3) return escapeText(node.textContent ?? "");
  const { localName: name, attributes, childNodes } = node as Element;
  if (!ELEMENTS.has(name)) throw new Error(`chart: expected elements of a drawing; got <${name}>.`);
  let open = `<${name}`;
  for (const { name: key, value } of [...attributes].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // The picture as a whole has a name; its parts are not read out.
    if (!ATTRIBUTES.has(key) || key === "aria-label") continue;
    const written = GEOMETRY.has(key) ? value.replace(NUMBER, (number) => round(Number(number))) : value;
    open += ` ${key}="${escapeText(written)}"`;
  }
  if (childNodes.length === 0) return name === "g" ? "" : `${open}/>`;
  let content = "";
  for (const child of childNodes) content += serialize(child);
  return `${open}>${content}</${name}>`;
}
