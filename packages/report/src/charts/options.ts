import { expectCount, expectText } from "../expect.js";

/** What every chart takes. */
export interface ChartOptions {
  /** Heading of the chart, and the name a screen reader gives it. */
  readonly title: string;
  /** One smaller line under the heading. */
  readonly subtitle?: string;
  /** What a reader who cannot see the chart should know; by default a sentence made from the data. */
  readonly description?: string;
  /** In CSS pixels, 160 to 4096; by default 800, which fills a column of `htmlReport`; 380 fits two side by side. */
  readonly width?: number;
  /** In CSS pixels, 120 to 4096; each chart has its default. */
  readonly height?: number;
}

/** One axis of a chart. */
export interface AxisOptions {
  /** What is measured. */
  readonly label?: string;
  /** Printed in parentheses after the label: `ELBO (nats)`. */
  readonly unit?: string;
  /** `"log"` leaves out values that are not positive, and says so under the chart. */
  readonly scale?: "linear" | "log";
  /** Ends of the axis; what lies outside is cut off. By default the data's extent, rounded out where that reads well. */
  readonly domain?: readonly [number, number];
}

/** A straight line across a chart, at one `x` or one `y`, with a label at its end. */
export interface ReferenceLine {
  readonly x?: number;
  readonly y?: number;
  readonly label: string;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Checks what every chart takes. */
export function chartSize(caller: string, options: ChartOptions, defaultHeight: number, defaultWidth = 800): Size {
  expectText(caller, "title", options.title);
  const size = { width: options.width ?? defaultWidth, height: options.height ?? defaultHeight };
  expectCount(caller, "width", size.width, 4096);
  expectCount(caller, "height", size.height, 4096);
  return { width: Math.max(160, size.width), height: Math.max(120, size.height) };
}

/** `ELBO (nats)`, or whichever of the two is there. */
export function axisTitle(axis: AxisOptions | undefined): string | undefined {
  if (axis?.unit === undefined) return axis?.label;
  return axis.label === undefined ? axis.unit : `${axis.label} (${axis.unit})`;
}
