import { laplaceHead } from "@variate/amortized";
import { describeHead } from "../support/describeHead.js";

describeHead("laplaceHead", {
  head: laplaceHead([2], { floor: 0.2 }),
  eventShape: [2],
  params: { "loc.weight": [3, 2], "loc.bias": [2], "scale.weight": [3, 2], "scale.bias": [2] },
});
describeHead("laplaceHead, shared scale", {
  head: laplaceHead([2, 1], { scale: "shared" }),
  eventShape: [2, 1],
  params: { "loc.weight": [3, 2], "loc.bias": [2], scale: [2, 1] },
});
