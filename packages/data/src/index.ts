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
