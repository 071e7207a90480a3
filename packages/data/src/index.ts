// Safetensors
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsDtype,
  type StoredTensor,
} from "./formats/safetensors.js";
export { restoreTensor, storeTensor, storeTensorAsync } from "./formats/storedTensor.js";

// Array files, plain or gzip
export { decodeIdx, encodeIdx, readIdx, type IdxArray, type IdxDtype } from "./formats/idx.js";
export { decodeNpy, encodeNpy, readNpy } from "./formats/npy.js";
export { type NumericArray, type NumericDtype } from "./formats/numericArray.js";
export { type TypedArray } from "./formats/bytes.js";
export { gunzip, isGzip, type GunzipOptions } from "./formats/gzip.js";
export { unpackBits } from "./formats/packbits.js";
export { parseTable, type LabelledTable } from "./formats/table.js";

// Datasets
export { indexedDataset, type Batch, type BatchOptions, type Dataset, type IndexedDataset } from "./datasets/dataset.js";
export { arrayDataset, type ArrayField } from "./datasets/arrayDataset.js";
export {
  imageDataset,
  labelled,
  withExampleShape,
  type ImageDataset,
  type ImageDatasetParameters,
} from "./datasets/imageDataset.js";
export { pixelsToFloat } from "./datasets/pixels.js";

// Random and rescaled pixels
export { binarized, type Binarization } from "./datasets/binarized.js";
export { dequantized } from "./datasets/dequantized.js";
export { denormalize, normalized, pixelStatistics, type PixelStatistics } from "./datasets/normalized.js";

// Parts and combinations
export { slice, split, subset, take, trainTestSplit, type SplitOptions } from "./datasets/select.js";
export { concat, map } from "./datasets/combine.js";

// Published datasets
export { FASHION_MNIST, MNIST, type MnistOptions, type MnistSource, type PublishedFile, type TrainTest } from "./sources/mnist.js";
export { fetchBytes, sha256Of, type FetchOptions, type FetchProgress } from "./sources/fetchBytes.js";

// Generated datasets
export { glyphs, GLYPH_FACTORS, type FactorRange, type GlyphFactor, type GlyphParameters, type Glyphs } from "./generated/glyphs.js";
export {
  sprites,
  SPRITE_FACTORS,
  SPRITE_SHAPES,
  type SpriteFactor,
  type SpriteParameters,
  type Sprites,
} from "./generated/sprites.js";
