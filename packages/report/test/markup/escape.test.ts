import { describe, expect, it } from "vitest";
import { escapeText } from "../../src/markup/escape.js";
import { element, fragment, round, voidElement } from "../../src/markup/element.js";

describe("escapeText", () => {
  it("makes the five characters of markup harmless, once", () => {
    expect(escapeText(`<a href="x" onclick='y'>&amp;</a>`)).toBe(
      "&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;",
    );
  });

  it("replaces what XML cannot carry and keeps everything else", () => {
    expect(escapeText("a\u0000b\u001Bc\uD800d\uFFFFe")).toBe("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
    expect(escapeText("tab\tline\nπ 日本 😀")).toBe("tab\tline\nπ 日本 😀");
  });
});

describe("element", () => {
  it("escapes text and attribute values and passes markup through", () => {
    const inner = element("b", {}, "<i>");
    expect(element("p", { title: `"><script>`, hidden: undefined, x: 1 / 3 }, "a & b", inner).markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;" x="0.33">a &amp; b<b>&lt;i&gt;</b></p>',
    );
  });

  it("closes elements without children, and writes void elements as HTML does", () => {
    expect(element("rect", { x: 1 }).markup).toBe('<rect x="1"/>');
    expect(voidElement("img", { alt: "" }).markup).toBe('<img alt="">');
    expect(fragment("a", 1, undefined, [element("g", {})]).markup).toBe("a1<g/>");
  });
});

describe("round", () => {
  it("writes hundredths without trailing zeros and without a negative zero", () => {
    expect([1, 1.5, 2 / 3, -0.001, -1.005].map(round)).toEqual(["1", "1.5", "0.67", "0", "-1"]);
  });
});
