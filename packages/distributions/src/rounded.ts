// Numbers of twice the digits of float32 are the work of @variate/math.
export {
  exactProduct,
  exactQuotient,
  exactSum,
  roundedDeviance,
  roundedLogRatio,
  roundedProduct,
  shareOfSum,
  type Rounded,
} from "@variate/math";
