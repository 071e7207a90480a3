import { describe, expectation } from "../expect.js";
import { textWidth } from "../format/textWidth.js";
import { element, fragment, type Markup } from "../markup/element.js";
import type { Scale } from "../scales/scale.js";
import type { Area } from "./layout.js";
import { fillInk, INKS, strokeInk } from "./palette.js";

/** A straight line across a chart, at one `x` or one `y`, with a label at its end. */
export interface ReferenceLine {
  readonly x?: number;
  readonly y?: number;
  readonly label: string;
}

/** Dashed lines in the axis colour; labels have an outline of paper so that they stay readable over data. */
export function drawReferences(
  caller: string,
  references: readonly ReferenceLine[],
  area: Area,
  x: Scale | undefined,
  y: Scale | undefined,
): Markup {
  return fragment(
    references.map(({ x: atX, y: atY, label }) => {
      const scale = atX === undefined ? y : x;
      const at = atX ?? atY;
      if ((atX === undefined) === (atY === undefined) || scale === undefined || !scale.accepts(at as number)) {
        throw expectation(caller, `reference ${describe(label)} to have one place on an axis, x or y`, `x ${atX}, y ${atY}`);
      }
      const pixel = scale.toPixel(at as number);
      return atX === undefined ? horizontal(area, pixel, label) : vertical(area, pixel, label);
    }),
  );
}

function horizontal(area: Area, y: number, label: string): Markup {
  const above = y - area.top > 18;
  return fragment(
    element("line", { x1: area.left, x2: area.right, y1: y, y2: y, ...strokeInk("axis"), "stroke-dasharray": "4 3" }),
    outlined(label, { x: area.right - 2, y: above ? y - 5 : y + 14, "text-anchor": "end" }),
  );
}

function vertical(area: Area, x: number, label: string): Markup {
  const fitsRight = x + 6 + textWidth(label, 12) < area.right;
  return fragment(
    element("line", { x1: x, x2: x, y1: area.top, y2: area.bottom, ...strokeInk("axis"), "stroke-dasharray": "4 3" }),
    outlined(label, { x: fitsRight ? x + 5 : x - 5, y: area.top + 11, "text-anchor": fitsRight ? "start" : "end" }),
  );
}

/** Text over data: first a thick line of paper around the letters, then the letters. */
export function outlined(text: string, place: Readonly<Record<string, string | number>>, ink: "muted" | "text" = "muted"): Markup {
  return fragment(
    element(
      "text",
      {
        ...place,
        "font-size": 12,
        fill: "none",
        stroke: INKS.paper.light,
        class: "v-paper-s",
        "stroke-width": 3,
        "stroke-linejoin": "round",
        "aria-hidden": "true",
      },
      text,
    ),
    element("text", { ...place, "font-size": 12, ...fillInk(ink) }, text),
  );
}
