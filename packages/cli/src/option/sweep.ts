import { plural, printable } from '@latentsweep/core';
import type { KnownSweep, Reading, Store, SweepName } from '@latentsweep/store';
import type { Context } from '../context.ts';

export const SWEEP_ARGUMENT = [
  '<sweep>',
  'name of a sweep (the newest of that name), its slug or id, as `sweep list` shows them',
] as const;

/** The sweep that a word of the command line means; where it might mean others as well, that is said. */
export async function findSweep(context: Context, store: Reading, word: string): Promise<KnownSweep> {
  const { sweep, passedOver } = await store.findSweep(word);
  if (passedOver.length > 0) context.note(severalText(word, sweep, passedOver));
  return sweep;
}

/** The same, with the store that it is in. Throws InputError `no_store`. */
export async function openSweep(
  context: Context,
  word: string,
): Promise<{ readonly store: Store; readonly sweep: KnownSweep }> {
  const store = await context.existingStore();
  return { store, sweep: await findSweep(context, store, word) };
}

/** How many are told of. */
const SHOWN = 4;

function severalText(word: string, sweep: SweepName, passedOver: readonly SweepName[]): string {
  const others = passedOver.slice(0, SHOWN).map(({ id, slug }) => `${id} is ${slug}`);
  if (passedOver.length > SHOWN) others.push('…');
  return (
    `${plural(passedOver.length + 1, 'sweep')} are called ${printable(word)}: this is ${withId(sweep)}. ` +
    `Name another by its id: ${others.join(', ')}.`
  );
}

export const withId = ({ id, slug }: SweepName): string => `${slug} (id ${id})`;

/** The view with its trials. */
export const viewOf = ({ slug }: Pick<SweepName, 'slug'>): string => `sweep_${slug}`;

/** A sweep's slug, with its id where its slug means another sweep. */
export function called(sweep: KnownSweep): string {
  return sweep.word === sweep.slug ? sweep.slug : withId(sweep);
}
