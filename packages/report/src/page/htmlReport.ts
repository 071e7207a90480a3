import { CHART_STYLE } from "../charts/palette.js";
import { describe, expectation, expectText } from "../expect.js";
import { element, fragment, trusted, voidElement, type Markup } from "../markup/element.js";
import type { ReportOptions, ReportSection } from "./parts.js";
import { renderPart } from "./renderPart.js";
import { PAGE_STYLE } from "./style.js";

/** Nothing runs, nothing loads: a browser refuses both even if a mistake here let them through. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** From so many sections on a page has a table of contents. */
const LONG = 4;

/**
 * A report as one self-contained HTML page: no scripts, no requests, readable on a phone, in the dark and on paper.
 *
 * Every string is shown as the text it is; none can become markup. The same options give the same bytes.
 *
 * @throws If the title, a section or a part is missing or malformed; the message says which.
 */
export function htmlReport(options: ReportOptions): string {
  expectText("htmlReport", "title", options.title);
  const language = options.language ?? "en";
  if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language)) {
    throw expectation("htmlReport", `language to be a tag like "en"`, describe(language));
  }
  if (!Array.isArray(options.sections) || options.sections.length === 0) {
    throw expectation("htmlReport", "at least one section", Array.isArray(options.sections) ? "none" : describe(options.sections));
  }
  const sections = options.sections as readonly ReportSection[];
  const contents = options.contents ?? sections.length >= LONG;
  const page = fragment(
    trusted("<!doctype html>\n"),
    element(
      "html",
      { lang: language },
      element(
        "head",
        {},
        voidElement("meta", { charset: "utf-8" }),
        voidElement("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
        voidElement("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        voidElement("meta", { name: "color-scheme", content: "light dark" }),
        voidElement("meta", { name: "referrer", content: "no-referrer" }),
        voidElement("meta", { name: "generator", content: "@variate/report" }),
        // Without an icon of its own a page makes the browser ask the server for one.
        voidElement("link", { rel: "icon", href: "data:," }),
        element("title", {}, options.title),
        element("style", {}, trusted(PAGE_STYLE + CHART_STYLE)),
      ),
      trusted("\n"),
      element(
        "body",
        { class: contents ? "has-contents" : undefined },
        element(
          "header",
          {},
          element("h1", {}, options.title),
          options.subtitle === undefined ? undefined : element("p", { class: "subtitle" }, options.subtitle),
        ),
        contents ? renderContents(sections) : undefined,
        trusted("\n"),
        element("main", {}, sections.map(renderSection)),
        options.footer === undefined ? undefined : element("footer", {}, element("p", {}, options.footer)),
      ),
    ),
    trusted("\n"),
  );
  return page.markup;
}

function renderContents(sections: readonly ReportSection[]): Markup {
  return element(
    "nav",
    { "aria-label": "Contents" },
    element(
      "ol",
      {},
      sections.map(({ title }, i) => element("li", {}, element("a", { href: `#section-${i + 1}` }, title))),
    ),
  );
}

function renderSection(section: ReportSection, index: number): Markup {
  expectText("htmlReport", `title of section ${index + 1}`, section.title);
  const id = `section-${index + 1}`;
  if (!Array.isArray(section.parts)) {
    throw expectation("htmlReport", `parts of section ${describe(section.title)} to be a list`, describe(section.parts));
  }
  return fragment(
    element(
      "section",
      { "aria-labelledby": id },
      element("h2", { id }, section.title),
      (section.parts as ReportSection["parts"]).map((part, i) => renderPart(part, `part ${i + 1} of section ${describe(section.title)}`)),
    ),
    trusted("\n"),
  );
}
