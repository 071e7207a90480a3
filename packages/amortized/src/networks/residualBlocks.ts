import { sameShape, type Params, type Shape } from "@variate/math";
import { activation, type Activation } from "../activation.js";
import { asImageShape, type ImageShape, type Pair } from "../internal/check.js";
import { openOrShaped } from "../internal/open.js";
import { conv2d } from "../layers/conv2d.js";
import { layerNorm } from "../layers/layerNorm.js";
import { linear } from "../layers/linear.js";
import type { Layer, Module } from "../module.js";
import { residual } from "./residual.js";
import { sequential } from "./sequential.js";

/** The parameters of the ready-made residual blocks. */
export type ResidualBlockParams = { readonly block: Params; readonly shortcut?: Params };

interface BlockOptions {
  /** Before each of the two maps; by default `relu`. */
  readonly activation?: Activation;
  /** Whether each activation is preceded by `layerNorm`; by default not. */
  readonly layerNorm?: boolean;
}

export interface ResidualDenseOptions extends BlockOptions {
  /** Size, or shape, of input and output. Left out, the block takes the shape of what comes before it. */
  readonly inputs?: number | Shape;
  /** Size of the layer between; by default that of the input. */
  readonly hidden?: number;
}

/**
 * A dense residual block with activation first: y = x + linear(f(linear(f(x)))), f = activation ∘ layerNorm.
 *
 * Reference: He et al. (2016), Identity mappings in deep residual networks.
 */
export function residualDense(
  options: ResidualDenseOptions & { readonly inputs: number | Shape },
): Module<ResidualBlockParams>;
export function residualDense(options?: ResidualDenseOptions): Layer<ResidualBlockParams>;
export function residualDense(
  options: ResidualDenseOptions = {},
): Module<ResidualBlockParams> | Layer<ResidualBlockParams> {
  return openOrShaped<ResidualBlockParams>("residualDense", options.inputs, (inputShape) => {
    const first = linear({ outputs: options.hidden ?? inputShape });
    return residual(sequential(before(options), first, before(options), linear({ outputs: inputShape })))(inputShape);
  });
}

export interface ResidualConv2dOptions extends BlockOptions {
  /** Shape of one image, [height, width, channels]. Left out, the block takes the shape of what comes before it. */
  readonly inputs?: ImageShape;
  /** Number of output channels; by default that of the input. */
  readonly filters?: number;
  /** Height and width of both kernels; by default 3. */
  readonly kernel?: Pair;
  /** Strides of the first convolution; by default 1. */
  readonly strides?: Pair;
}

/**
 * A convolutional residual block with activation first: y = x + conv2d(f(conv2d(f(x)))), f = activation ∘ layerNorm
 * over channels. Where filters or strides change the shape, x goes through a 1 × 1 convolution.
 *
 * Reference: He et al. (2016), Identity mappings in deep residual networks.
 */
export function residualConv2d(
  options: ResidualConv2dOptions & { readonly inputs: ImageShape },
): Module<ResidualBlockParams>;
export function residualConv2d(options?: ResidualConv2dOptions): Layer<ResidualBlockParams>;
export function residualConv2d(
  options: ResidualConv2dOptions = {},
): Module<ResidualBlockParams> | Layer<ResidualBlockParams> {
  const { kernel = 3, strides = 1 } = options;
  return openOrShaped<ResidualBlockParams>("residualConv2d", options.inputs, (inputShape) => {
    const filters = options.filters ?? asImageShape("residualConv2d", inputShape)[2];
    const first = conv2d({ filters, kernel, strides });
    const block = sequential(before(options), first, before(options), conv2d({ filters, kernel }))(inputShape);
    if (sameShape(block.outputShape, inputShape)) return residual(block);
    return residual(block, { shortcut: conv2d({ filters, kernel: 1, strides }) });
  });
}

/** f: the activation, after `layerNorm` where it is asked for. */
function before(options: BlockOptions): Layer {
  const act = activation(options.activation ?? "relu");
  return options.layerNorm === true ? sequential(layerNorm(), act) : act;
}
