import * as tf from "@tensorflow/tfjs-core";

/** tensorScatterUpdate on cpu. The original writes into the tensor that it was given; here only into a copy. */
export const tensorScatterUpdateKernel: tf.KernelConfig = {
  kernelName: tf.TensorScatterUpdate,
  backendName: "cpu",
  kernelFunc: ({ inputs, backend }) => {
    const { tensor, indices, updates } = inputs as { tensor: tf.TensorInfo; indices: tf.TensorInfo; updates: tf.TensorInfo };
    const cpu = backend as CpuBackend;
    const { sliceRank, numUpdates, sliceSize, strides, outputSize } = tf.backend_util.calculateShapes(updates, indices, tensor.shape);
    const result = cpu.bufferSync(tensor).values.slice();
    const places = cpu.bufferSync(indices).values;
    const values = cpu.bufferSync(updates).values;
    for (let update = 0; update < numUpdates; update++) {
      const index = places.subarray(update * sliceRank, (update + 1) * sliceRank);
      const slice = index.reduce((sum, place, axis) => sum + place * (strides[axis] as number), 0);
      if (slice < 0 || slice * sliceSize >= outputSize) {
        throw new Error(`Invalid indices: ${index.join(",")} does not index into ${tensor.shape.join(",")}`);
      }
      for (let i = 0; i < sliceSize; i++) {
        result[slice * sliceSize + i] = values[updates.shape.length === 0 ? 0 : update * sliceSize + i] as number;
      }
    }
    return cpu.makeTensorInfo(tensor.shape, tensor.dtype, result);
  },
};

/** What this file uses of the cpu backend, which no package here imports. */
interface CpuBackend {
  bufferSync(x: tf.TensorInfo): { readonly values: Float32Array };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}
