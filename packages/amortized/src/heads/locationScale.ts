import { independent, type Distribution, type Independent } from "@variate/distributions";
import { tidy, type Params, type Shape } from "@variate/math";
import { splitKey } from "@variate/random";
import type { Tensor } from "@tensorflow/tfjs-core";
import { constant } from "../initializers/constant.js";
import { asShape } from "../internal/check.js";
import { childContexts } from "../context.js";
import type { LinearParams } from "../layers/linear.js";
import type { Context, Head, Module } from "../module.js";
import { linearProjection, noProjection, project, type Projection } from "./projection.js";
import { checkScaleOptions, DEFAULT_FLOOR, inverseScale, positiveScale, type ScaleParameterization } from "./scale.js";

/** Where the scale comes from: the features, one trained tensor for all inputs, or a constant. */
export type ScaleKind = "learned" | "shared" | number;

export interface LocationScaleOptions<S extends ScaleKind = ScaleKind, Q extends Params = Params> {
  /**
   * `learned` (the default): a second projection of the features; `shared`: one trained parameter of the event's
   * shape, the same for every input; a number: that scale, fixed.
   */
  readonly scale?: S;
  /** The function from an unconstrained number to a learned or shared scale; by default `logVariance`. */
  readonly parameterization?: ScaleParameterization;
  /** Added to a learned or shared scale, which so stays above it; at least 0, by default 1e-6. */
  readonly floor?: number;
  /** Where a shared scale starts, above the floor; by default 1. */
  readonly initialScale?: number;
  /** From features to each parameter; by default `linearProjection`. */
  readonly projection?: Projection<Q>;
}

/** `loc`; and `scale`, the parameters of its projection when learned, the unconstrained tensor when shared. */
export type LocationScaleParams<S extends ScaleKind = "learned", Q extends Params = LinearParams> = S extends "learned"
  ? { readonly loc: Q; readonly scale: Q }
  : S extends "shared"
    ? { readonly loc: Q; readonly scale: Tensor }
    : { readonly loc: Q };

/** The head of any family with a location and a scale. `init` and `context.key` use `[loc, scale] = splitKey(key, 2)`. */
export function locationScaleHead<D extends Distribution, E extends Shape, S extends ScaleKind, Q extends Params>(
  caller: string,
  family: (parameters: { loc: Tensor; scale: Tensor | number }) => D,
  event: E,
  options: LocationScaleOptions<S, Q>,
): Head<LocationScaleParams<S, Q>, Independent<D, E>> {
  const eventShape = asShape(caller, "the event's sizes", event);
  const { parameterization = "logVariance", floor = DEFAULT_FLOOR, initialScale = 1 } = options;
  const kind: ScaleKind = options.scale ?? "learned";
  const projection = (options.projection ?? linearProjection) as Projection;
  checkOptions(caller, kind, { parameterization, floor, initialScale });
  if (kind === "learned" && projection === (noProjection as Projection)) {
    throw new Error(`${caller}: expected a projection for loc and scale; got noProjection. Use scale "shared" or a number.`);
  }

  return (featureShape) => {
    const loc = project(caller, projection, featureShape, eventShape);
    const scale: Module | undefined = kind === "learned" ? loc : undefined;
    const start = constant(kind === "shared" ? inverseScale(initialScale, parameterization, floor) : 0);
    const scaleOf = (own: Tensor | Params | undefined, features: Tensor, context?: Context): Tensor | number => {
      if (typeof kind === "number") return kind;
      return positiveScale(scale?.apply(own as Params, features, context) ?? (own as Tensor), parameterization, floor);
    };
    return {
      inputShape: featureShape,
      eventShape,
      init: (key) =>
        tidy(() => {
          const [locKey, scaleKey] = splitKey(key, 2) as [typeof key, typeof key];
          const shared = kind === "shared" ? start(scaleKey, eventShape) : scale?.init(scaleKey);
          return { loc: loc.init(locKey), ...(shared && { scale: shared }) } as unknown as LocationScaleParams<S, Q>;
        }),
      apply: (given, features, context) =>
        tidy(() => {
          const params = given as unknown as Params;
          const [locContext, scaleContext] = childContexts(context, ["loc", "scale"]);
          const parameters = {
            loc: loc.apply(params["loc"] as Params, features, locContext),
            scale: scaleOf(params["scale"], features, scaleContext),
          };
          return independent<D, E>(family(parameters), eventShape.length);
        }),
    };
  };
}

function checkOptions(
  caller: string,
  kind: ScaleKind,
  options: { parameterization: ScaleParameterization; floor: number; initialScale: number },
): void {
  checkScaleOptions(caller, options.parameterization, options.floor);
  if (typeof kind === "number" ? !(kind > 0 && kind < Infinity) : kind !== "learned" && kind !== "shared") {
    throw new Error(`${caller}: expected scale "learned", "shared" or a positive number; got ${JSON.stringify(kind)}.`);
  }
  const { floor, initialScale } = options;
  if (kind === "shared" && !(initialScale > floor && initialScale < Infinity)) {
    throw new RangeError(`${caller}: expected an initialScale above the floor ${floor}; got ${String(initialScale)}.`);
  }
}
