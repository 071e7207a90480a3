import type { Tensor } from "@tensorflow/tfjs-core";
import type { Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Fans } from "./fans.js";

/**
 * Makes a float32 tensor of a parameter's first values.
 *
 * A pure function of its arguments: the same key gives the same values on every backend. `fans` are those that the
 * layer knows of itself; by default they are read off the shape.
 */
export type Initializer = (key: RandomKey, shape: Shape, fans?: Fans) => Tensor;
