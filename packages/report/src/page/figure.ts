import { describe, expectation, expectText } from "../expect.js";
import { encodeBase64, pngDataUri, pngSize } from "../images/base64.js";
import { element, trusted, voidElement, type Markup } from "../markup/element.js";
import type { FigurePart } from "./parts.js";
import { inlineChart } from "./inlineChart.js";

/** A figure with its caption. `where` names it in errors. */
export function renderFigure(figure: Omit<FigurePart, "type">, where: string): Markup {
  return element(
    "figure",
    {},
    picture(figure, where),
    figure.caption === undefined ? undefined : element("figcaption", {}, figure.caption),
  );
}

/** Figures side by side, unless one is a chart too wide to stay readable in half a page. */
export function renderFigures(figures: readonly Omit<FigurePart, "type">[], where: string): Markup {
  const wide = figures.some(({ svg }) => svg !== undefined && chartWidth(svg) > SMALL);
  return element(
    "div",
    { class: wide ? "figures wide" : "figures" },
    figures.map((figure, i) => renderFigure(figure, `figure ${i + 1} of ${where}`)),
  );
}

/** Charts up to this width keep their size on a phone. */
const SMALL = 420;

function chartWidth(svg: string): number {
  return Number(/^<svg [^>]*? width="(\d+)"/.exec(svg)?.[1] ?? 0);
}

function picture({ svg, png, alt }: Omit<FigurePart, "type">, where: string): Markup {
  if ((svg === undefined) === (png === undefined)) {
    throw expectation("htmlReport", `${where} to have svg or png`, svg === undefined ? "neither" : "both");
  }
  if (png !== undefined) {
    expectText("htmlReport", `alt of ${where}`, alt);
    const { width, height } = pngSize(`htmlReport, ${where}`, png);
    return voidElement("img", { class: "pixels", src: pngDataUri(png), width, height, alt });
  }
  if (typeof svg !== "string" || !/<svg[\s>]/.test(svg)) {
    throw expectation("htmlReport", `svg of ${where} to be an SVG document`, describe(svg));
  }
  const chart = inlineChart(svg, alt);
  if (chart !== undefined) return element("div", { class: chartWidth(svg) > SMALL ? "chart" : "chart small", tabindex: 0 }, trusted(chart));
  expectText("htmlReport", `alt of ${where}`, alt);
  return voidElement("img", { src: `data:image/svg+xml;base64,${encodeBase64(new TextEncoder().encode(svg))}`, alt });
}
