import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import {
  barChart,
  heatmap,
  histogram,
  htmlReport,
  imageGrid,
  imageGridChart,
  lineChart,
  scatterChart,
  type ReportOptions,
  type ReportPart,
} from "../../src/index.js";
import { CHART_STYLE } from "../../src/charts/palette.js";
import { HOSTILE } from "../svg.js";

const png = imageGrid({ images: [0, 1, 1, 0], height: 2, width: 2 });
const svg = lineChart({ title: "Curve", series: [{ name: "a", y: [1, 2, 3] }] });

const report = (...parts: ReportPart[]): ReportOptions => ({ title: "A run", sections: [{ title: "Results", parts }] });

function parse(html: string): Document {
  return parseHTML(html).document as unknown as Document;
}

/** Everything that could run, load, submit or lead away. */
function expectInert(html: string): void {
  const document = parse(html);
  expect(document.querySelectorAll("script, iframe, object, embed, form, base, foreignObject, use, animate, set").length).toBe(0);
  for (const node of document.querySelectorAll("*")) {
    for (const { name, value } of node.attributes) {
      expect(name).not.toMatch(/^on/i);
      expect(name).not.toBe("style");
      if (/^(href|xlink:href|src|srcset|action|formaction|poster|data)$/i.test(name)) {
        expect(value).toMatch(/^(#section-\d+|data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/=]+|data:,)$/);
      }
    }
  }
  for (const style of document.querySelectorAll("style")) expect(style.textContent).not.toMatch(/url\(|@import|expression/i);
  expect(document.querySelectorAll("meta[http-equiv]").length).toBe(1);
}

describe("htmlReport", () => {
  it("is one page with its policy, language, title and style", () => {
    const html = htmlReport({ ...report({ type: "text", text: "Hello." }), subtitle: "seed 0", footer: "Done.", language: "en-GB" });
    expect(html.startsWith("<!doctype html>\n<html lang=\"en-GB\">")).toBe(true);
    const document = parse(html);
    expect(document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content")).toMatch(/^default-src 'none';/);
    expect(document.querySelector("title")?.textContent).toBe("A run");
    expect(document.querySelector("h1")?.textContent).toBe("A run");
    expect(document.querySelector(".subtitle")?.textContent).toBe("seed 0");
    expect(document.querySelector("footer")?.textContent).toBe("Done.");
    expectInert(html);
  });

  it("has a table of contents from four sections on, or as asked", () => {
    const sections = (count: number): ReportOptions["sections"] =>
      Array.from({ length: count }, (_, i) => ({ title: `Part ${i + 1}`, parts: [] }));
    const links = (html: string): (string | null)[] => [...parse(html).querySelectorAll("nav a")].map((a) => a.getAttribute("href"));
    expect(links(htmlReport({ title: "t", sections: sections(3) }))).toEqual([]);
    const long = htmlReport({ title: "t", sections: sections(4) });
    expect(links(long)).toEqual(["#section-1", "#section-2", "#section-3", "#section-4"]);
    expect(parse(long).querySelector("#section-3")?.textContent).toBe("Part 3");
    expect(links(htmlReport({ title: "t", sections: sections(4), contents: false }))).toEqual([]);
  });

  it("splits paragraphs at empty lines", () => {
    const document = parse(htmlReport(report({ type: "text", text: "One\nstill one.\n\n  \nTwo." })));
    expect([...document.querySelectorAll("main p")].map((p) => p.textContent)).toEqual(["One\nstill one.", "Two."]);
  });

  it("shows a chart as live text, its style sheet once, and images with their size and description", () => {
    const html = htmlReport(
      report({ type: "figure", svg, caption: "A curve." }, { type: "figures", figures: [{ svg }, { png, alt: "Two pixels" }] }),
    );
    const document = parse(html);
    expect(document.querySelectorAll(".chart svg text").length).toBeGreaterThan(4);
    expect(html.split(CHART_STYLE)).toHaveLength(2);
    expect(document.querySelector("figcaption")?.textContent).toBe("A curve.");
    const image = document.querySelector("img");
    expect(["width", "height", "alt"].map((name) => image?.getAttribute(name))).toEqual(["4", "4", "Two pixels"]);
    expectInert(html);
  });

  it("puts charts below each other when half a page is too narrow for them", () => {
    const small = lineChart({ title: "Curve", width: 380, series: [{ name: "a", y: [1, 2, 3] }] });
    const classes = (...figures: { svg: string }[]): string | null | undefined =>
      parse(htmlReport(report({ type: "figures", figures }))).querySelector(".figures")?.getAttribute("class");
    expect(classes({ svg: small }, { svg: small })).toBe("figures");
    expect(classes({ svg: small }, { svg })).toBe("figures wide");
  });

  it("tabulates settings, in order, and shows what has no value", () => {
    const rows = (part: ReportPart): (string | null)[][] =>
      [...parse(htmlReport(report(part))).querySelectorAll("tr")].map((tr) => [...tr.children].map((cell) => cell.textContent));
    expect(rows({ type: "settings", entries: { seed: 0, rate: 1e-3, shuffled: true, resumed: null, note: undefined, name: "x" } })).toEqual([
      ["seed", "0"],
      ["rate", "0.001"],
      ["shuffled", "yes"],
      ["resumed", "–"],
      ["note", "–"],
      ["name", "x"],
    ]);
    expect(rows({ type: "settings", entries: [["b", 1], ["a", NaN]] })).toEqual([["b", "1"], ["a", "NaN"]]);
  });

  it("aligns the numbers of a column at their points", () => {
    const part: ReportPart = {
      type: "table",
      columns: ["Epoch", { label: "ELBO", unit: "nats", digits: 5 }, "Rate", "Best"],
      rows: [
        [1, -125, 1e-3, "no"],
        [2, -110.117, 1e-7, "no"],
        [3, NaN, Infinity, "yes"],
      ],
    };
    const document = parse(htmlReport(report(part)));
    const cells = [...document.querySelectorAll("tbody tr")].map((tr) => [...tr.children].map((cell) => cell.textContent));
    expect(cells).toEqual([
      ["1", "-125.00", "0.001", "no"],
      ["2", "-110.12", "1e-7", "no"],
      ["3", "NaN", "Infinity", "yes"],
    ]);
    expect([...document.querySelectorAll("th")].map((th) => th.textContent)).toEqual(["Epoch", "ELBO (nats)", "Rate", "Best"]);
    expect([...document.querySelectorAll("th")].map((th) => th.className)).toEqual(["number", "number", "number", ""]);
  });

  it("shows metrics, code and notes", () => {
    const document = parse(
      htmlReport(
        report(
          { type: "metrics", metrics: [{ label: "Test ELBO", value: "-104.23", unit: "nats", detail: "10 epochs" }, { label: "Active", value: 16 }] },
          { type: "code", text: "npm start \\\n  -- --seed 0", caption: "Again" },
          { type: "note", text: "A loss was not finite.", tone: "warning" },
          { type: "heading", text: "More" },
        ),
      ),
    );
    expect([...document.querySelectorAll(".metrics div")].map((div) => div.textContent)).toEqual(["Test ELBO−104.23 nats10 epochs", "Active16"]);
    expect(document.querySelector("pre code")?.textContent).toBe("npm start \\\n  -- --seed 0");
    expect(document.querySelector("aside")?.getAttribute("class")).toBe("note warning");
    expect(document.querySelector("h3")?.textContent).toBe("More");
  });

  it("wraps long lines of code, keeping spaces and line ends, in place of a scroll bar that hides their end", () => {
    const text = `npm start --  --one ${"--more=0123456789 ".repeat(40)}\n  indented`;
    const document = parse(htmlReport(report({ type: "code", text })));
    const pre = document.querySelector("pre");
    expect(pre?.textContent).toBe(text);
    expect(pre?.hasAttribute("tabindex")).toBe(false);
    const rule = /(?:^|\n)pre\{([^}]*)\}/.exec(document.querySelector("style")?.textContent ?? "")?.[1];
    expect(rule).toContain("white-space:pre-wrap;overflow-wrap:anywhere");
    expect(rule).not.toContain("overflow-x");
  });

  it("shows every string it is given as text", () => {
    for (const text of HOSTILE) {
      const html = htmlReport({
        title: text,
        subtitle: text,
        footer: text,
        contents: true,
        sections: [
          {
            title: text,
            parts: [
              { type: "text", text },
              { type: "heading", text },
              { type: "figure", png, alt: text, caption: text },
              { type: "figure", svg: barChart({ title: text, values: [1, 2], labels: [text, "b"] }), alt: text, caption: text },
              { type: "settings", entries: { [text]: text }, caption: text },
              { type: "table", columns: [text, { label: text, unit: text }], rows: [[text, 1]], caption: text },
              { type: "metrics", metrics: [{ label: text, value: text, unit: text, detail: text }] },
              { type: "code", text, caption: text },
              { type: "note", text, tone: text as "info" },
            ],
          },
        ],
      });
      expectInert(html);
      // oxlint-disable-next-line no-control-regex
      const shown = text.replace(/[\u0000\u001B]/g, "\uFFFD");
      const document = parse(html);
      for (const selector of ["title", "h1", "h2", "h3", "nav a", ".subtitle", "figcaption", "caption", "th", "td", "dt", ".value", ".unit", ".detail", "code", ".code-caption", "footer p"]) {
        expect(document.querySelector(selector)?.textContent, selector).toContain(shown);
      }
      expect(document.querySelector("img")?.getAttribute("alt")).toBe(shown);
    }
  });

  it("is the same text for the same input", () => {
    const options = report({ type: "figure", svg }, { type: "figure", png, alt: "x" });
    expect(htmlReport(options)).toBe(htmlReport(options));
  });

  it.each<[string, ReportOptions, string]>([
    ["no title", { ...report(), title: "" }, 'htmlReport: expected title to be a string that is not empty; got "".'],
    ["no sections", { title: "t", sections: [] }, "htmlReport: expected at least one section; got none."],
    ["a strange language", { ...report(), language: `en" onload="x` }, 'htmlReport: expected language to be a tag like "en"; got "en\\" onload=\\"x".'],
    [
      "an unknown part",
      report({ type: "html" } as unknown as ReportPart),
      'htmlReport: expected part 1 of section "Results" to have a known type; got "html".',
    ],
    [
      "a picture without a description",
      report({ type: "figure", png }),
      'htmlReport: expected alt of part 1 of section "Results" to be a string that is not empty; got undefined.',
    ],
    [
      "bytes that are no picture",
      report({ type: "figure", png: new Uint8Array(3), alt: "x" }),
      'htmlReport, part 1 of section "Results": expected the bytes of a PNG; got Uint8Array of length 3.',
    ],
    ["a figure without a picture", report({ type: "figure", alt: "x" }), 'htmlReport: expected part 1 of section "Results" to have svg or png; got neither.'],
    [
      "a row of another length",
      report({ type: "table", columns: ["a", "b"], rows: [[1]] }),
      'htmlReport: expected 2 cells in row 1 of part 1 of section "Results"; got Array of length 1.',
    ],
    ["an empty list", report({ type: "metrics", metrics: [] }), 'htmlReport: expected metrics of part 1 of section "Results" to be a list that is not empty; got Array of length 0.'],
  ])("refuses %s", (_, options, message) => {
    expect(() => htmlReport(options)).toThrow(message);
  });
});

describe("a drawing from elsewhere", () => {
  const root = '<svg xmlns="http://www.w3.org/2000/svg" class="variate-chart" ';
  const inlined = (drawing: string): boolean =>
    parse(htmlReport(report({ type: "figure", svg: drawing, alt: "x" }))).querySelector(".chart svg") !== null;

  it.each(Object.entries({
    line: svg,
    "fixed axes": lineChart({ title: "t", y: { domain: [1, 2] }, series: [{ name: "a", y: [0, 3], error: [1, 1] }], references: [{ y: 1.5, label: "r" }] }),
    bar: barChart({ title: "t", values: [1, -2], errors: [1, 1] }),
    classes: scatterChart({ title: "t", points: [0, 0, 1, 1], classes: ["a", "b"], labelClasses: true }),
    values: scatterChart({ title: "t", points: [0, 0, 1, 1], values: [0, 1] }),
    histogram: histogram({ title: "t", values: [1, 2, 3], curves: [{ name: "c", x: [1, 2], y: [1, 2] }] }),
    cells: heatmap({ title: "t", values: [1, NaN], rows: 1, columns: 2 }),
    "many cells": heatmap({ title: "t", values: new Float32Array(10_000), rows: 100, columns: 100 }),
    images: imageGridChart({ title: "t", images: [0, 1, 1, 0], imageHeight: 2, imageWidth: 2, columns: 1, rowLabels: ["a"] }),
  }))("goes into the page when it is a chart of ours: %s", (_, drawing) => {
    expect(inlined(drawing)).toBe(true);
    expectInert(htmlReport(report({ type: "figure", svg: drawing })));
  });

  it.each([
    ["another program's", '<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'],
    ["with a script", `${root}width="1"><script>alert(1)</script></svg>`],
    ["with a handler", `${root}onload="alert(1)"></svg>`],
    ["with a handler in capitals", `${root}ONLOAD="alert(1)"></svg>`],
    ["with HTML in its title", `${root}width="1"><title><img src="x"></title></svg>`],
    ["with HTML inside", `${root}width="1"><foreignObject><p>x</p></foreignObject></svg>`],
    ["with a link", `${root}width="1"><a href="javascript:alert(1)"><text>x</text></a></svg>`],
    ["with a remote image", `${root}width="1"><image href="https://evil.example/x.png"/></svg>`],
    ["with an SVG image", `${root}width="1"><image href="data:image/svg+xml;base64,AAAA"/></svg>`],
    ["with a style sheet", `${root}width="1"><style>@import url(https://evil.example/x.css)</style></svg>`],
    ["with our style sheet and more", `${root}width="1"><style>${CHART_STYLE}*{color:red}</style></svg>`],
    ["with a reference", `${root}width="1"><rect fill="url(https://evil.example/x)"/></svg>`],
    ["with a style of its own", `${root}width="1"><rect style="position:fixed" width="1"/></svg>`],
    ["with a clip path", `${root}width="1"><clipPath id="a"><rect width="1"/></clipPath><g clip-path="url(#a)"/></svg>`],
    ["with an id", `${root}width="1"><g id="section-1"/></svg>`],
    ["with a copy of something else", `${root}width="1"><use href="#section-1"/></svg>`],
    ["with an animation", `${root}width="1"><rect width="1"><animate attributeName="x" to="9"/></rect></svg>`],
    ["with an entity", `${root}width="1"><text>&xxe;</text></svg>`],
    ["with a character reference in an attribute", `${root}width="1"><rect fill="&#117;rl(x)"/></svg>`],
    ["with a comment", `${root}width="1"><!-- x --></svg>`],
    ["with CDATA", `${root}width="1"><text><![CDATA[<script>]]></text></svg>`],
    ["left open", `${root}width="1"><g>`],
    ["closed early", `${root}width="1"></svg><script>alert(1)</script>`],
    ["followed by another", `${svg}${svg}`],
    ["without quotes", `${root}width=1></svg>`],
  ])("stays an image, which runs and loads nothing: %s", (_, drawing) => {
    expect(inlined(drawing)).toBe(false);
    expectInert(htmlReport(report({ type: "figure", svg: drawing, alt: "x" })));
  });

  it("is refused without a description, or when it is no drawing", () => {
    expect(() => htmlReport(report({ type: "figure", svg: "<svg></svg>" }))).toThrow("expected alt of part 1");
    expect(() => htmlReport(report({ type: "figure", svg: "hello", alt: "x" }))).toThrow("to be an SVG document; got \"hello\".");
  });
});
