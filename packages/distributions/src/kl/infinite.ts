import * as tf from "@tensorflow/tfjs-core";
import type { Shape } from "@variate/math";
import { broadcast } from "../parameters.js";
import type { KlRule } from "./table.js";

/** Infinity throughout: p puts mass where q has none, whatever their parameters. */
export const infinite: KlRule = (p, q) => tf.fill([...(broadcast(p.batchShape, q.batchShape) as Shape)], Infinity);
