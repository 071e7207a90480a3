import type { GradientCase } from "./cases/case.js";
import { convolutions } from "./cases/convolutions.js";
import { binary, elementwise } from "./cases/elementwise.js";
import { indexing } from "./cases/indexing.js";
import { logical } from "./cases/logical.js";
import { losses } from "./cases/losses.js";
import { matrices } from "./cases/matrices.js";
import { neighbourhoods } from "./cases/neighbourhoods.js";
import { reductions } from "./cases/reductions.js";
import { shapes } from "./cases/shapes.js";

export { values, type GradientCase } from "./cases/case.js";

/** What the sweep differentiates. */
export const cases: readonly GradientCase[] = [
  ...elementwise,
  ...binary,
  ...logical,
  ...reductions,
  ...shapes,
  ...indexing,
  ...matrices,
  ...convolutions,
  ...neighbourhoods,
  ...losses,
];
