import type { AxisOptions } from "../charts/options.js";
import { describe, expectation } from "../expect.js";
import { logTickLabels, tickLabels } from "../format/tickLabels.js";
import { linearTicks, logTicks, tickStep } from "./ticks.js";

/** A continuous axis: from data to pixels. */
export interface Scale {
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  /** The pixel of a value; meaningful where `accepts(value)`. */
  toPixel(value: number): number;
  /** Whether the value has a place on the axis at all: finite, and positive on a logarithmic one. */
  accepts(value: number): boolean;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface ScaleRequest {
  readonly caller: string;
  readonly name: "x" | "y";
  readonly axis: AxisOptions | undefined;
  /** Everything that should be in view; values the axis does not accept are skipped. */
  readonly values: Iterable<number>;
  /** Pixels of the low and the high end. */
  readonly range: readonly [number, number];
  /** About how far apart ticks should stand, in pixels. */
  readonly spacing: number;
  /** Whether bars start here. */
  readonly fromZero?: boolean;
  /** Round the ends out to ticks. */
  readonly nice?: boolean;
  /** Ticks at whole numbers only, as for epochs. */
  readonly whole?: boolean;
}

/** Builds an axis around the data, or on the domain that the caller fixed. */
export function makeScale(request: ScaleRequest): Scale {
  const kind = request.axis?.scale ?? "linear";
  if (kind !== "linear" && kind !== "log") {
    throw expectation(request.caller, `${request.name}.scale to be "linear" or "log"`, describe(kind));
  }
  const [from, to] = request.range;
  const count = Math.max(2, Math.abs(to - from) / request.spacing);
  const domain = request.axis?.domain === undefined ? fitDomain(request, kind, count) : checkDomain(request, kind);
  const [low, high] = domain;

  const place = kind === "log" ? Math.log10 : (value: number): number => value;
  const start = place(low);
  const slope = (to - from) / (place(high) - start);
  const toPixel = (value: number): number => from + (place(value) - start) * slope;

  const ticks = kind === "log" ? logTicks(low, high, count) : linearTicks(low, high, count, request.whole ? 1 : 0);
  const labels = kind === "log" ? logTickLabels(ticks) : tickLabels(ticks);
  return {
    kind,
    domain,
    toPixel,
    accepts: (value) => acceptsValue(kind, value),
    ticks: ticks.map((tick, i) => ({ at: toPixel(tick), label: labels[i] as string })),
  };
}

/** Numbers beyond 1e300 count as infinite: the length of an axis that holds them would overflow. */
export function acceptsValue(kind: "linear" | "log", value: number): boolean {
  return Math.abs(value) <= 1e300 && (kind === "linear" || value >= 1e-300);
}

function fitDomain(request: ScaleRequest, kind: "linear" | "log", count: number): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of request.values) {
    if (!acceptsValue(kind, value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return kind === "log" ? [1, 10] : [0, 1];
  if (kind === "log") {
    if (nearlyEqual(low, high)) return [low / Math.sqrt(10), high * Math.sqrt(10)];
    return request.nice && high / low >= 10 ? [floorPower(low), ceilPower(high)] : [low, high];
  }
  if (request.fromZero) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  if (nearlyEqual(low, high)) {
    const half = low === 0 ? 0.5 : Math.abs(low) * 0.1;
    [low, high] = request.fromZero && low === 0 ? [0, 1] : [low - half, high + half];
  }
  if (!request.nice) return [low, high];
  const step = Math.max(tickStep(low, high, count), request.whole ? 1 : 0);
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

function checkDomain(request: ScaleRequest, kind: "linear" | "log"): [number, number] {
  const domain = request.axis?.domain as readonly [number, number];
  const [low, high] = domain;
  if (acceptsValue(kind, low) && acceptsValue(kind, high) && low < high) return [low, high];
  const wanted = kind === "log" ? "two finite, positive numbers, the lower first" : "two finite numbers, the lower first";
  throw expectation(request.caller, `${request.name}.domain to be ${wanted}`, `[${domain.join(", ")}]`);
}

/** Too close to tell apart on an axis whose labels have a dozen digits. */
function nearlyEqual(low: number, high: number): boolean {
  return high - low <= Math.max(1e-300, Math.max(Math.abs(low), Math.abs(high)) * 1e-11);
}

function floorPower(value: number): number {
  return Number(`1e${Math.floor(Math.log10(value) + 1e-9)}`);
}

function ceilPower(value: number): number {
  return Number(`1e${Math.ceil(Math.log10(value) - 1e-9)}`);
}
