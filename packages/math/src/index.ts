// Shapes and conversion
export { broadcastShapes, formatShape, sameShape, shapeSize, type Shape } from "./shape.js";
export { toFloatTensor, type NumericInput } from "./convert.js";

// Memory and gradients
export { tidy } from "./tidy.js";
export { stopGradient, withoutGradient } from "./gradientControl.js";
export { fused, type FusedOptions, type KernelInputs } from "./fused.js";

// Parameter trees
export {
  cloneTree,
  disposeTree,
  flattenTree,
  keepTree,
  mapTree,
  treeLeaves,
  treeSize,
  unflattenTree,
  valueAndGradient,
  type Params,
  type TreeOf,
} from "./trees.js";
