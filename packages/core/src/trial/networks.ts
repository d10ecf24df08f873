import type { VaeSettings } from '../augment/arm.ts';
import type { NetworkSettings } from '../config/config.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { type ClassifierNetwork, denseClassifier, denseVae, type VaeNetwork } from '../model/network.ts';

type DataWidth = Pick<Dataset, 'features' | 'classes'>;

/** The networks that a config's sizes describe, over data of one width. */
export const classifierOf = (
  config: Pick<NetworkSettings, 'classifier_hidden_sizes'>,
  { features, classes }: DataWidth,
): ClassifierNetwork => denseClassifier({ features, classes, hiddenSizes: config.classifier_hidden_sizes });

export const vaeOf = (config: VaeSettings, { features, classes }: DataWidth): VaeNetwork =>
  denseVae({
    features,
    classes,
    hiddenSizes: config.hidden_sizes,
    latentSize: config.latent_size,
    reconstruction: config.reconstruction,
    reduction: config.reduction,
  });
