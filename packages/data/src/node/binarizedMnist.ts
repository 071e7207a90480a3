import { formatShape, type Shape } from "@variate/math";
import { imageDataset, type ImageDataset } from "../datasets/imageDataset.js";
import { readNpy } from "../formats/npy.js";
import { unpackBits } from "../formats/packbits.js";
import { inFile } from "../sources/inFile.js";
import { readAnyOf } from "./files.js";
import type { TrainValidationTest } from "./freyFaces.js";

export interface LoadBinarizedMnistOptions {
  /**
   * Folder with `binarized_mnist_{train,valid,test}.packbits.npy`, plain or `.gz`: uint8 [count, 98], eight pixels in
   * a byte, the first in its highest bit.
   */
  readonly directory: string;
  /** `[784]` unless given; `[28, 28, 1]` suits convolutions. */
  readonly exampleShape?: Shape | undefined;
}

/**
 * MNIST as binarized once and for all by Larochelle: 50,000 training, 10,000 validation and 10,000 test images of 0
 * and 1, in shuffled order and without labels. Results on it are comparable with the literature's.
 *
 * @throws If a file is missing, damaged or of another form.
 *
 * Reference: Larochelle and Murray (2011), "The neural autoregressive distribution estimator"; the binarization is
 * that of Salakhutdinov and Murray (2008).
 */
export async function loadBinarizedMnist(options: LoadBinarizedMnistOptions): Promise<TrainValidationTest> {
  const load = async (part: string): Promise<ImageDataset> => {
    const name = `binarized_mnist_${part}.packbits.npy`;
    const { path, bytes } = await readAnyOf("loadBinarizedMnist", options.directory, [`${name}.gz`, name]);
    const array = await inFile(path, readNpy(bytes));
    if (array.dtype !== "uint8" || array.shape.length !== 2 || array.shape[1] !== 98) {
      throw new Error(`loadBinarizedMnist: expected uint8 [count, 98]; got ${array.dtype} ${formatShape(array.shape)}. File: ${path}`);
    }
    const images = unpackBits(array.data);
    // As bytes of full scale, like all images that are stored: 255 is served as 1.
    for (let i = 0; i < images.length; i++) images[i] = 255 * (images[i] as number);
    return imageDataset({ images, height: 28, width: 28, exampleShape: options.exampleShape });
  };
  return { train: await load("train"), validation: await load("valid"), test: await load("test") };
}
