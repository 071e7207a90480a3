/** Elements in a block of an elementwise job: what a thread takes at once. Read by the package's `elementwise.ts` too. */
// @ts-ignore: decorator
@inline
export const BLOCK: i32 = 16384;
