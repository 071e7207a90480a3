// Datasets from a server or the user's files
export { loadFashionMnist, loadMnist, type LoadMnistOptions } from "./mnist.js";

// Bytes
export { readBytes, type ByteSource, type ReadBytesOptions } from "./readBytes.js";
export { saveDownload } from "./saveDownload.js";
