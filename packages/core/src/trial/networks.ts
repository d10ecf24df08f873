import type { VaeSettings } from '../augment/arm.ts';
import { armNamed } from '../augment/arms.ts';
import type { NetworkSettings } from '../config/config.ts';
import { type ColumnLayout, columnsOf } from '../dataset/layout.ts';
import { layersOf } from '../model/layer/text.ts';
import type { ImageShape } from '../model/layer/window.ts';
import { layeredVae } from '../model/layered-vae.ts';
import { type ClassifierNetwork, denseClassifier, denseVae, type VaeNetwork } from '../model/network.ts';
import { outputsOf } from './outputs.ts';

/** What networks are told of data. */
export interface DataWidth {
  readonly features: number;
  /** Of images. */
  readonly shape?: ImageShape;
  readonly classes: number;
  readonly columns?: readonly ColumnLayout[];
}

/** The networks that a config's sizes describe, over data of one width. */
export function classifierOf(
  config: Pick<NetworkSettings, 'classifier_hidden_sizes' | 'classifier_layers'>,
  { features, classes, shape }: DataWidth,
): ClassifierNetwork {
  const { classifier_hidden_sizes: hiddenSizes, classifier_layers: layers } = config;
  if (layers.length === 0) return denseClassifier({ features, classes, hiddenSizes });
  return { features, classes, hidden: layersOf(layers), ...(shape ? { shape } : {}) };
}

export function vaeOf(config: VaeSettings & { readonly arm: string }, data: DataWidth): VaeNetwork {
  const { features, classes } = data;
  const arm = armNamed.get(config.arm)!;
  const network = denseVae({
    features,
    classes,
    hiddenSizes: config.hidden_sizes,
    latentSize: config.latent_size,
    reconstruction: config.reconstruction === 'mixed' ? outputsOf(columnsOf(data)) : config.reconstruction,
    reduction: config.reduction,
    conditional: arm.kind === 'generating' && arm.conditional === true,
    klWarmup: config.kl_warmup * config.vae_epochs,
    freeBits: config.free_bits,
  });
  return config.encoder_layers.length === 0
    ? network
    : layeredVae(network, config.encoder_layers, data.shape);
}
