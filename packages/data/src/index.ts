// Safetensors
export {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type SafetensorsDtype,
  type StoredTensor,
} from "./formats/safetensors.js";
export { restoreTensor, storeTensor, storeTensorAsync } from "./formats/storedTensor.js";
