import type { SweepDefinition } from '@latentsweep/coordinator';
import { InputError, type ProgramSpec } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';

/** What each trial has to tell. Throws InputError `not_asked` of a sweep whose trials are run. */
export function refuseNotAsked({ slug }: Pick<Sweep, 'slug'>, { dataset }: SweepDefinition): ProgramSpec {
  if (dataset.kind === 'program' && dataset.asked) return dataset;
  const who = dataset.kind === 'program' ? `the program ${dataset.name} does` : 'they are built in';
  throw new InputError(
    'not_asked',
    `The trials of ${slug} are not computed by whoever asks: ${who}.`,
    `\`sweep run\` or \`sweep resume ${slug}\` runs them. A sweep of one's own begins with \`sweep ask FILE\`, under a name of its own.`,
  );
}

/** Throws InputError `asked_sweep` where a sweep of those who ask is to be run. */
export function refuseAsked({ name, dataset }: Pick<SweepDefinition, 'name' | 'dataset'>): void {
  if (dataset.kind !== 'program' || !dataset.asked) return;
  throw new InputError(
    'asked_sweep',
    `Nothing runs the trials of ${name}: they are computed by whoever asks for them.`,
    'Give them out with `sweep ask`, and tell results with `sweep tell`: docs/ask-tell.md.',
  );
}
