import { armNamed } from '../augment/arms.ts';
import { type Config, generates, hasSteps, stepwise } from '../config/config.ts';

/**
 * What trials on data of one width must have in common to be lanes of a cohort: its networks and how they are trained,
 * or what is fitted. All else may differ from lane to lane: arm, seed, rates, dropout, loss weights, passes, epochs.
 */
export function shapeOf(config: Config): string {
  const vae = generates(config)
    ? [
        ...[
          config.hidden_sizes,
          config.encoder_layers,
          config.latent_size,
          config.reconstruction,
          config.reduction,
        ],
        ...[config.kl_warmup * config.vae_epochs, config.free_bits, isConditional(config.arm)],
      ]
    : null;
  const classifier = stepwise(config)
    ? [...config.classifier_hidden_sizes, ...config.classifier_layers]
    : config.classifier;
  const steps = hasSteps(config) ? [config.batch_size, config.optimizer] : [];
  return JSON.stringify([vae, classifier, ...steps]);
}

function isConditional(name: string): boolean {
  const arm = armNamed.get(name)!;
  return arm.kind === 'generating' && arm.conditional === true;
}
