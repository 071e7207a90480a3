/** Columns of a tile, as in `assembly/tile.ts`. */
export const TILE_COLUMNS = 8;

/** Depth of a panel at most, about: a panel of the right factor, or of a filter, stays in the first cache. */
export const DEPTH = 1024;

/** Numbers of the left factor, or of patches, that a block keeps in the second cache. */
export const LEFT_BLOCK = 98_304;
