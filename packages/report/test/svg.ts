import { parseHTML } from "linkedom";

/** Strings that try to leave the place where text belongs. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "' onmouseover='alert(1)",
  "</title></style></svg><script src=//evil.example></script>",
  "javascript:alert(1)",
  "a & b &lt; c &#x3C;",
  "]]><!-- -->",
  "\u0000\u001B[31m",
] as const;

/** A chart parsed as a browser would parse it. */
export function parseSvg(svg: string): SVGElement {
  const { document } = parseHTML(`<!doctype html><html><body>${svg}</body></html>`);
  return document.querySelector("svg") as unknown as SVGElement;
}

export function texts(root: ParentNode): string[] {
  return [...root.querySelectorAll("text")].map((node) => node.textContent ?? "");
}

/** Elements of one name with one attribute value. */
export function marks(root: ParentNode, selector: string): Element[] {
  return [...root.querySelectorAll(selector)];
}

/** The paths of lines through data. */
export function lines(root: ParentNode): Element[] {
  return marks(root, 'g[fill="none"][stroke-linejoin] > path');
}

/** What stands under an axis of names or numbers, from left to right. */
export function labelsUnder(root: ParentNode): string[] {
  return marks(root, "g:not([text-anchor]):not([paint-order]) > text[transform]").map((node) => node.textContent ?? "");
}

/** Where a mark is drawn: its own place, moved as it and all around it are. */
export function placeOf(mark: Element): { x: number; y: number } {
  const place = { x: Number.parseFloat(mark.getAttribute("x") ?? "0"), y: 0 };
  for (let node: Element | null = mark; node !== null; node = node.parentElement) {
    const [, x, y] = /translate\((-?[\d.]+),(-?[\d.]+)\)/.exec(node.getAttribute("transform") ?? "") ?? [];
    place.x += Number(x ?? 0);
    place.y += Number(y ?? 0);
  }
  return place;
}

/** Throws unless the text is one well-formed XML element: names balanced, attributes quoted and unique. */
export function expectWellFormed(svg: string): void {
  const open: string[] = [];
  const token = /<([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>|<\/([a-z]+)>|([^<]+)/gy;
  let at = 0;
  for (const match of svg.matchAll(token)) {
    at = match.index + match[0].length;
    const [, name, attributes, closed, closing, text] = match;
    if (name !== undefined) {
      const names = [...(attributes as string).matchAll(/\s([\w:-]+)="[^"]*"/g)].map(([, key]) => key);
      if (new Set(names).size !== names.length) throw new Error(`repeated attribute in <${name}${attributes}>`);
      if (closed === "") open.push(name);
    } else if (closing !== undefined) {
      if (open.pop() !== closing) throw new Error(`</${closing}> closes nothing`);
    }
    const content = text ?? attributes ?? "";
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(content)) throw new Error(`bare ampersand in ${content.slice(0, 60)}`);
    if (/NaN|Infinity|undefined/.test(attributes ?? "")) {
      if (!/aria-label/.test(attributes ?? "")) throw new Error(`no number in <${name}${attributes}>`);
    }
  }
  if (at !== svg.length || open.length > 0) throw new Error(`not well formed at ${at}: ${svg.slice(at, at + 80)}`);
}
