import { ARM_NAMES, armNamed, InputError, plural } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import type { ShownLatent } from '@latentsweep/worker';
import { classNames } from './class-names.ts';
import { bestWhere, configOf } from './config-of.ts';
import { pairs } from './pairs.ts';
import { predictedOf } from './predicted.ts';
import type { FigureWish, Gather } from './wish.ts';

/** Of one trial: the first replicate that has completed, of the config that is named or of the best one with a VAE. */
export const gatherLatent: Gather<'latent'> = async (store, sweep, wish, services = {}) => {
  const config = wish.config ?? (await bestWithVae(store, sweep, wish));
  const wished = { ...wish, config };
  const predicted = await predictedOf(store, sweep, wished, services, 1, (shown) => shown);
  const { trial, latent, classes } = predicted.made[0]!;
  const arm = String(predicted.values['arm']);
  if (!latent) throw withoutVae(`Trial ${trial} has no latent space: its arm, ${arm}, has no VAE.`);
  const { labels, of, coordinates, explained } = latent;
  const { drawn } = predicted;
  return {
    figure: 'latent',
    ...drawn,
    ...{ config: predicted.config, trial, arm, coordinates, explained },
    sample: { shown: labels.length, of, what: 'rows' },
    notes: [...drawn.notes, ...notesOn(arm, latent)],
    classes: classNames(sweep, classes),
    points: pairs(latent.places).map((at, i) => ({ of: labels[i]!, at })),
  };
};

const hasVae = (arm: string): boolean => armNamed.get(arm)?.kind === 'generating';
const WITH_VAE = `arm in (${ARM_NAMES.filter(hasVae)
  .map((name) => `'${name}'`)
  .join(', ')})`;

async function bestWithVae(store: Reading, sweep: KnownSweep, wish: FigureWish): Promise<string> {
  // Says what is wrong with the condition as the user wrote it.
  await configOf(store, sweep, wish);
  const { by = sweep.metric, where } = wish;
  const condition = where === undefined ? WITH_VAE : `(${where}) and ${WITH_VAE}`;
  const best = await bestWhere(store, sweep, { by, where: condition });
  if (best !== undefined) return best;
  const those = where === undefined ? '' : ` among those where ${where}`;
  throw withoutVae(`No config of ${sweep.word} with a VAE has a result${those}.`);
}

function withoutVae(why: string): InputError {
  return new InputError(
    'nothing_to_draw',
    why,
    'Arms with a VAE are `vae_mixing`, `vae_boundary`, `vae_conditional` and `vae_minority`.',
  );
}

function notesOn(arm: string, { coordinates, labels, of }: ShownLatent): string[] {
  const told = armNamed.get(arm);
  return [
    `The means of posteriors in ${plural(coordinates, 'coordinate')} of the last epoch, on their two principal components${labels.length < of ? ', of about as many rows of each class' : ''}.`,
    ...(told?.kind === 'generating' && told.conditional && new Set(labels).size > 1
      ? ['This VAE is told the class, so that its latent space has no need to tell classes apart.']
      : []),
  ];
}
