import { formatShape, type Shape } from "@variate/math";
import { randomKey, type RandomKey } from "@variate/random";
import { imageDataset, type ImageDataset } from "../datasets/imageDataset.js";
import { split } from "../datasets/select.js";
import { readNpy } from "../formats/npy.js";
import { inFile } from "../sources/inFile.js";
import { readAnyOf } from "./files.js";

export interface LoadFreyFacesOptions {
  /** Folder with `frey_faces.npy`, uint8 [1965, 28, 20], plain or `.gz`. */
  readonly directory: string;
  /** Examples in train, validation and test: 1565, 200 and 200 unless given. */
  readonly sizes?: readonly [train: number, validation: number, test: number] | undefined;
  /** Chooses the parts; `randomKey(0)` unless given. */
  readonly key?: RandomKey | undefined;
  /** `[560]` unless given; `[28, 20, 1]` suits convolutions. */
  readonly exampleShape?: Shape | undefined;
}

export interface TrainValidationTest {
  readonly train: ImageDataset;
  readonly validation: ImageDataset;
  readonly test: ImageDataset;
}

/**
 * Frey Face: 1,965 frames of one face on video, 28 rows x 20 columns, as intensities in [0, 1].
 *
 * There is no official split, and neighbouring frames are alike: parts chosen at random leak between training and
 * test, as they do in the literature. `split(frames, sizes)` without a key cuts in order of time instead.
 *
 * @throws If the file is missing, damaged or of another form.
 */
export async function loadFreyFaces(options: LoadFreyFacesOptions): Promise<TrainValidationTest> {
  const { directory, sizes = [1565, 200, 200], key = randomKey(0), exampleShape } = options;
  const { path, bytes } = await readAnyOf("loadFreyFaces", directory, ["frey_faces.npy", "frey_faces.npy.gz"]);
  const array = await inFile(path, readNpy(bytes));
  const [, height, width] = array.shape;
  if (array.dtype !== "uint8" || array.shape.length !== 3 || height === undefined || width === undefined) {
    throw new Error(`loadFreyFaces: expected uint8 images of rank 3; got ${array.dtype} ${formatShape(array.shape)}. File: ${path}`);
  }
  const frames = imageDataset({ images: array.data, height, width, exampleShape });
  const [train, validation, test] = split(frames, sizes, key) as [ImageDataset, ImageDataset, ImageDataset];
  return { train, validation, test };
}
