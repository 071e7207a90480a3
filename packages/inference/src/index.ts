// Evidence
export {
  importanceSampling,
  type ImportanceSamplingOptions,
  type ImportanceSamplingResult,
} from "./importanceSampling.js";
