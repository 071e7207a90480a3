import { ruleX, ruleY, text, type Markish, type TextOptions } from "@observablehq/plot";
import { describe, expectation } from "../expect.js";
import { textWidth } from "../format/textWidth.js";
import { acceptsValue, type Axis } from "./axis.js";
import type { Area } from "./layout.js";
import type { ReferenceLine } from "./options.js";
import { ink } from "./palette.js";
import type { Clip } from "./plot.js";

/** Text over data has an outline of paper, so that it stays readable. */
export const OUTLINED = { fontSize: 12, fill: ink("muted"), stroke: ink("paper"), strokeWidth: 3 } as const satisfies TextOptions;

/** Plot breaks text at line ends; labels have one line. */
export function oneLine(label: string): string {
  return label.replace(/[\r\n]+/g, " ");
}

const LINE = { stroke: ink("axis"), strokeDasharray: "4 3" } as const;

/** Dashed lines in the axis colour, with their labels. Leave out an axis that cannot have any. */
export function referenceMarks(
  caller: string,
  references: readonly ReferenceLine[],
  area: Area,
  axes: { readonly x?: Axis; readonly y?: Axis },
  clip: Clip = {},
): Markish[] {
  return references.map(({ x, y, label }) => {
    const axis = x === undefined ? axes.y : axes.x;
    const at = (x ?? y) as number;
    if ((x === undefined) === (y === undefined) || axis === undefined || !acceptsValue(axis.kind, at)) {
      throw expectation(caller, `reference ${describe(label)} to have one place on an axis, x or y`, `x ${x}, y ${y}`);
    }
    const words = { ...OUTLINED, text: [oneLine(label)], ...clip };
    if (x === undefined) {
      const above = area.bottom - axis.offset(at) - area.top > 18;
      return [
        ruleY([at], { ...LINE, ...clip }),
        text([at], { ...words, y: [at], frameAnchor: "right", dx: -2, dy: above ? -9 : 10 }),
      ];
    }
    const right = area.left + axis.offset(at) + 6 + textWidth(label, 12) < area.right;
    return [
      ruleX([at], { ...LINE, ...clip }),
      text([at], { ...words, x: [at], frameAnchor: "top", textAnchor: right ? "start" : "end", dx: right ? 5 : -5, dy: 2 }),
    ];
  });
}
