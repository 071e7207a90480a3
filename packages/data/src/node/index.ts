// Datasets from a folder or the network
export { loadFashionMnist, loadMnist, type LoadMnistOptions } from "./mnist.js";
export { loadFreyFaces, type LoadFreyFacesOptions, type TrainValidationTest } from "./freyFaces.js";
export { loadBinarizedMnist, type LoadBinarizedMnistOptions } from "./binarizedMnist.js";

// Files
export { loadIdx, loadNpy, loadSafetensors, loadTable } from "./files.js";
export { writeFileAtomic } from "./writeFileAtomic.js";

// Downloads
export { cacheDirectory } from "./cacheDirectory.js";
export { download, type DownloadOptions } from "./download.js";
