import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * The number of trials that a whole batch shares, read back from the device.
 *
 * @throws If there is more than one.
 */
export function commonCount(family: string, totalCount: Tensor): number {
  const counts = totalCount.dataSync();
  const first = counts[0] as number;
  const other = counts.find((count) => count !== first);
  if (counts.length === 0 || other !== undefined) {
    throw new Error(
      `${family}.enumerateSupport: expected one totalCount for the whole batch; got ${other === undefined ? "none" : `${first} and ${other}`}. ` +
        "Make one distribution for each.",
    );
  }
  return first;
}

/** The largest number of trials in a batch, read back from the device. */
export const largestCount = (totalCount: Tensor): number => (totalCount.dataSync() as Float32Array).reduce((a, b) => Math.max(a, b), 0);
