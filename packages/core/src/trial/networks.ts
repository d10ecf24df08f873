import type { ArmSettings, VaeSettings } from '../augment/arm.ts';
import { type ClassifierNetwork, denseClassifier, denseVae, type VaeNetwork } from '../model/network.ts';

interface DataWidth {
  readonly features: number;
  readonly classes: number;
}

/** The networks that a config's sizes describe, over data of one width. */
export const classifierOf = (
  config: ArmSettings<never>,
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
