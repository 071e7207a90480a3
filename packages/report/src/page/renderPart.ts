import { describe, expectation, expectText } from "../expect.js";
import { formatNumber } from "../format/numbers.js";
import { element, fragment, type Markup } from "../markup/element.js";
import { columnFormat } from "./columns.js";
import { renderFigure, renderFigures } from "./figure.js";
import type { Cell, Metric, ReportPart, SettingsPart, TablePart } from "./parts.js";

/** One part of a section as HTML. `where` names it in errors. */
export function renderPart(part: ReportPart, where: string): Markup {
  switch (part?.type) {
    case "text":
      return paragraphs(part.text, where);
    case "heading":
      expectText("htmlReport", `text of ${where}`, part.text);
      return element("h3", {}, part.text);
    case "figure":
      return renderFigure(part, where);
    case "figures":
      expectList(part.figures, `figures of ${where}`);
      return renderFigures(part.figures, where);
    case "settings":
      return settings(part, where);
    case "table":
      return table(part, where);
    case "metrics":
      expectList(part.metrics, `metrics of ${where}`);
      return element("dl", { class: "metrics" }, part.metrics.map((one) => metric(one, where)));
    case "code":
      expectString(part.text, `text of ${where}`);
      return fragment(
        part.caption === undefined ? undefined : element("p", { class: "code-caption" }, part.caption),
        element("pre", {}, element("code", {}, part.text)),
      );
    case "note":
      return element(
        "aside",
        { class: part.tone === "warning" ? "note warning" : "note", role: "note" },
        paragraphs(part.text, where),
      );
    default:
      throw expectation("htmlReport", `${where} to have a known type`, describe((part as { type?: unknown } | undefined)?.type));
  }
}

function paragraphs(text: string, where: string): Markup {
  expectString(text, `text of ${where}`);
  return fragment(
    text
      .split(/\n[ \t]*\n/)
      .filter((paragraph) => paragraph.trim() !== "")
      .map((paragraph) => element("p", {}, paragraph.trim())),
  );
}

function settings(part: SettingsPart, where: string): Markup {
  const entries: readonly (readonly [string, Cell])[] = Array.isArray(part.entries)
    ? part.entries
    : Object.entries(part.entries ?? {});
  expectList(entries, `entries of ${where}`);
  return scrollable(
    element(
      "table",
      { class: "settings" },
      part.caption === undefined ? undefined : element("caption", {}, part.caption),
      element(
        "tbody",
        {},
        entries.map(([name, value]) =>
          element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, formatCell(value))),
        ),
      ),
    ),
    part.caption,
  );
}

function table(part: TablePart, where: string): Markup {
  expectList(part.columns, `columns of ${where}`);
  if (!Array.isArray(part.rows)) throw expectation("htmlReport", `rows of ${where} to be a list`, describe(part.rows));
  const columns = part.columns.map((column) => (typeof column === "string" ? { label: column } : column));
  const rows = part.rows as TablePart["rows"];
  rows.forEach((row, i) => {
    if (Array.isArray(row) && row.length === columns.length) return;
    throw expectation("htmlReport", `${columns.length} cells in row ${i + 1} of ${where}`, describe(row));
  });
  const numeric = columns.map((_, c) => rows.some((row) => typeof row[c] === "number"));
  const formats = columns.map(({ digits }, c) => columnFormat(rows.map((row) => row[c]), digits ?? 4));
  const align = (c: number): string | undefined => (numeric[c] ? "number" : undefined);
  return scrollable(
    element(
      "table",
      {},
      part.caption === undefined ? undefined : element("caption", {}, part.caption),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          columns.map(({ label, unit }, c) =>
            element("th", { scope: "col", class: align(c) }, unit === undefined ? label : `${label} (${unit})`),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        rows.map((row) =>
          element(
            "tr",
            {},
            row.map((cell, c) => element("td", { class: align(c) }, formatCell(cell, formats[c]))),
          ),
        ),
      ),
    ),
    part.caption,
  );
}

/** A wide table scrolls inside its own frame, which the keyboard must be able to reach. */
function scrollable(content: Markup, label: string | undefined): Markup {
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label ?? "Table" }, content);
}

function metric({ label, value, unit, detail }: Metric, where: string): Markup {
  expectText("htmlReport", `label of a metric of ${where}`, label);
  return element(
    "div",
    {},
    element("dt", {}, label),
    element(
      "dd",
      {},
      element("span", { class: "value" }, formatCell(value).replace(/^-(?=[\d.I])/, "−")),
      unit === undefined ? undefined : element("span", { class: "unit" }, ` ${unit}`),
      detail === undefined ? undefined : element("span", { class: "detail" }, detail),
    ),
  );
}

function formatCell(value: Cell, format: (value: number) => string = formatNumber): string {
  if (value === undefined || value === null) return "–";
  if (typeof value === "number") return format(value);
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

function expectString(value: unknown, name: string): void {
  if (typeof value !== "string") throw expectation("htmlReport", `${name} to be a string`, describe(value));
}

function expectList(value: unknown, name: string): void {
  if (Array.isArray(value) && value.length > 0) return;
  throw expectation("htmlReport", `${name} to be a list that is not empty`, describe(value));
}
