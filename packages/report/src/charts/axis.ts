import { scaleLinear, scaleLog } from "d3-scale";
import { describe, expectation } from "../expect.js";
import { logTickLabels, tickLabels } from "../format/tickLabels.js";
import type { AxisOptions } from "./options.js";

/** A continuous axis: its ends and its labelled ticks, known before its place is. */
export interface Axis {
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** One per tick. */
  readonly labels: readonly string[];
  /** How many pixels a value lies from the low end; meaningful where `acceptsValue(kind, value)`. */
  offset(value: number): number;
}

export interface AxisRequest {
  readonly caller: string;
  readonly name: "x" | "y";
  readonly axis: AxisOptions | undefined;
  /** Everything that should be in view; values the axis does not accept are skipped. */
  readonly values: Iterable<number>;
  /** In pixels. */
  readonly length: number;
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
export function fitAxis(request: AxisRequest): Axis {
  const kind = request.axis?.scale ?? "linear";
  if (kind !== "linear" && kind !== "log") {
    throw expectation(request.caller, `${request.name}.scale to be "linear" or "log"`, describe(kind));
  }
  const count = Math.max(2, request.length / request.spacing);
  const domain = request.axis?.domain === undefined ? fitDomain(request, kind, count) : checkDomain(request, kind);
  if (kind === "log") {
    const scale = scaleLog(domain, [0, request.length]);
    const format = scale.tickFormat(count);
    const ticks = scale.ticks(count).filter((tick) => format(tick) !== "");
    return { kind, domain, ticks, labels: logTickLabels(ticks), offset: (value) => scale(value) };
  }
  const scale = scaleLinear(domain, [0, request.length]);
  const ticks = scale.ticks(count).filter((tick) => !request.whole || Number.isInteger(tick));
  return { kind, domain, ticks, labels: tickLabels(ticks), offset: (value) => scale(value) };
}

/** Numbers beyond 1e300 count as infinite: the length of an axis that holds them would overflow. */
export const HUGE = 1e300;
const TINY = 1e-300;

export function acceptsValue(kind: "linear" | "log", value: number): boolean {
  return Math.abs(value) <= HUGE && (kind === "linear" || value >= TINY);
}

function fitDomain(request: AxisRequest, kind: "linear" | "log", count: number): [number, number] {
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
    return request.nice && high / low >= 10 ? ends(scaleLog([low, high], [0, 1]).nice().domain()) : [low, high];
  }
  if (request.fromZero) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  [low, high] = request.fromZero && nearlyEqual(low, high) ? [0, 1] : apart(low, high);
  return request.nice ? ends(scaleLinear([low, high], [0, 1]).nice(count).domain()) : [low, high];
}

function ends(domain: readonly number[]): [number, number] {
  return [domain[0] as number, domain[1] as number];
}

function checkDomain(request: AxisRequest, kind: "linear" | "log"): [number, number] {
  const domain = request.axis?.domain as readonly [number, number];
  const [low, high] = domain;
  if (acceptsValue(kind, low) && acceptsValue(kind, high) && low < high) return [low, high];
  const wanted = kind === "log" ? "two finite, positive numbers, the lower first" : "two finite numbers, the lower first";
  throw expectation(request.caller, `${request.name}.domain to be ${wanted}`, `[${domain.join(", ")}]`);
}

/** The ends given, or ends around both if those are too close for an axis whose labels have a dozen digits. */
export function apart(low: number, high: number): [number, number] {
  if (!nearlyEqual(low, high)) return [low, high];
  const half = Math.abs(low) < TINY ? 0.5 : Math.abs(low) * 0.1;
  return [low - half, high + half];
}

export function nearlyEqual(low: number, high: number): boolean {
  return high - low <= Math.max(TINY, Math.max(Math.abs(low), Math.abs(high)) * 1e-11);
}
