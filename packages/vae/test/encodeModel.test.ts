import * as tf from "@tensorflow/tfjs-core";
import { bernoulliHead, conditional, mlp, normalHead } from "@variate/amortized";
import { decodeSafetensors, encodeSafetensors } from "@variate/data";
import { standardNormal } from "@variate/distributions";
import { flattenTree } from "@variate/math";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak, expectNoLeakAsync } from "@variate/testing";
import { decodeModel, encodeModel, vae } from "@variate/vae";
import { expect, it } from "vitest";

const modelOf = (hidden: number) =>
  vae({
    prior: standardNormal([2]),
    encoder: conditional(mlp({ inputs: 6, hidden: [hidden], activation: "tanh" }), normalHead([2])),
    decoder: conditional(mlp({ inputs: 2, hidden: [hidden], activation: "tanh" }), bernoulliHead([6])),
  });

describeOnBackends("a saved model", () => {
  it("comes back bit for bit, and twice the same bytes", async () => {
    const model = modelOf(5);
    const params = model.init(randomKey(1));
    await expectNoLeakAsync(() => encodeModel(params));
    const bytes = await encodeModel(params, { data: "glyphs" });
    expect(await encodeModel(params, { data: "glyphs" })).toEqual(bytes);
    expect(decodeSafetensors(bytes).metadata["data"]).toBe("glyphs");
    expectNoLeak(() => decodeModel(model, bytes));
    const loaded = decodeModel(model, bytes);
    for (const [path, leaf] of Object.entries(flattenTree(params))) {
      expectClose(flattenTree(loaded)[path] as tf.Tensor, leaf, { absolute: 0 }, path);
    }
    tf.dispose([params, loaded]);
  });

  it("does not go into another architecture, and names what differs", async () => {
    const small = modelOf(4);
    const params = small.init(randomKey(1));
    const bytes = await encodeModel(params);
    const before = tf.memory().numTensors;
    expect(() => decodeModel(modelOf(5), bytes)).toThrow(/expected .*encoder\.network\.layer0.*\[6, 5\]; got \[6, 4\]/);
    // The model made for the attempt owns the two tensors of its prior.
    expect(tf.memory().numTensors - before).toBe(2);
    params.encoder.network satisfies object;
    tf.dispose(params);
  });

  it("is not mistaken for something else, nor read from half a file", async () => {
    const model = modelOf(3);
    const params = model.init(randomKey(1));
    const bytes = await encodeModel(params);
    tf.dispose(params);
    expect(() => decodeModel(model, encodeSafetensors({}))).toThrow('decodeModel: expected a file of format variate.model; got "none".');
    expect(() => decodeModel(model, bytes.slice(0, bytes.length - 7))).toThrow(/^decodeSafetensors: expected/);
    expect(() => decodeModel(model, new Uint8Array(0))).toThrow(/^decodeSafetensors: expected/);
  });
});
