import { escapeText } from "./escape.js";

/** Text that is markup already. Only `element`, `fragment` and `trusted` make it, so every other string gets escaped. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | number | undefined | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * One element of HTML or SVG. Strings among the children and attribute values are escaped; attributes whose value is
 * `undefined` are left out; numbers in attributes are rounded to hundredths, finer than a screen can show.
 *
 * An element without children is written `<name/>`; `voidElement` and `fragment` serve where HTML wants otherwise.
 */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const open = `<${name}${formatAttributes(attributes)}`;
  return { markup: children.length === 0 ? `${open}/>` : `${open}>${render(children)}</${name}>` };
}

/** An HTML element that has no end tag: `<meta …>`, `<img …>`. */
export function voidElement(name: string, attributes: Attributes): Markup {
  return { markup: `<${name}${formatAttributes(attributes)}>` };
}

/** Children side by side without an element around them. */
export function fragment(...children: Child[]): Markup {
  return { markup: render(children) };
}

/** Marks text of our own (a style sheet, a checked drawing) as markup. Never give it a caller's text. */
export function trusted(markup: string): Markup {
  return { markup };
}

function render(child: Child): string {
  if (child === undefined) return "";
  if (typeof child === "string") return escapeText(child);
  if (typeof child === "number") return escapeText(String(child));
  return "markup" in child ? child.markup : child.map(render).join("");
}

function formatAttributes(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) =>
      value === undefined ? "" : ` ${name}="${typeof value === "number" ? round(value) : escapeText(value)}"`,
    )
    .join("");
}

/** A coordinate in as few characters as show it: two decimals, no trailing zeros, never `-0`. */
export function round(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}
