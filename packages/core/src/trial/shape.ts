import { armNamed } from '../augment/arms.ts';
import { type Config, generates } from '../config/config.ts';

/**
 * What trials on data of one width must have in common to be lanes of a cohort: its networks and how they are trained.
 * All else may differ from lane to lane: arm, seed, rates, dropout, loss weights, passes, epochs.
 */
export function shapeOf(config: Config): string {
  const vae = generates(config)
    ? [
        ...[config.hidden_sizes, config.latent_size, config.reconstruction, config.reduction],
        ...[config.kl_warmup * config.vae_epochs, config.free_bits, isConditional(config.arm)],
      ]
    : null;
  return JSON.stringify([vae, config.classifier_hidden_sizes, config.batch_size, config.optimizer]);
}

function isConditional(name: string): boolean {
  const arm = armNamed.get(name)!;
  return arm.kind === 'generating' && arm.conditional === true;
}
