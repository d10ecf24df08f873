import type { VaeSettings } from '../augment/arm.ts';
import { armNamed } from '../augment/arms.ts';
import type { NetworkSettings } from '../config/config.ts';
import { type ColumnLayout, columnsOf } from '../dataset/layout.ts';
import { type ClassifierNetwork, denseClassifier, denseVae, type VaeNetwork } from '../model/network.ts';
import { outputsOf } from './outputs.ts';

/** What networks are told of data. */
export interface DataWidth {
  readonly features: number;
  readonly classes: number;
  readonly columns?: readonly ColumnLayout[];
}

/** The networks that a config's sizes describe, over data of one width. */
export const classifierOf = (
  config: Pick<NetworkSettings, 'classifier_hidden_sizes'>,
  { features, classes }: DataWidth,
): ClassifierNetwork => denseClassifier({ features, classes, hiddenSizes: config.classifier_hidden_sizes });

export function vaeOf(config: VaeSettings & { readonly arm: string }, data: DataWidth): VaeNetwork {
  const { features, classes } = data;
  const arm = armNamed.get(config.arm)!;
  return denseVae({
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
}
