import { grouped, InputError, plural } from '@latentsweep/core';
import type { Drawn } from '@latentsweep/figures';
import { isMaximized, type KnownSweep, type Reading, type SampleSize } from '@latentsweep/store';
import type { FigureWish } from './wish.ts';

/** Which configs of what, as statements of the store take it. */
export function rankingOf(sweep: KnownSweep, { by = sweep.metric, where }: FigureWish) {
  return { by, where };
}

/**
 * What the data of a figure of configs says of itself. Throws InputError `nothing_to_draw`, with what to do, where no config
 * is left, and `unknown_sweep` where the sweep was removed meanwhile.
 */
export async function drawnOf(
  store: Reading,
  sweep: KnownSweep,
  wish: FigureWish,
  size: SampleSize,
  notes: readonly string[] = [],
): Promise<Drawn> {
  const { by, where } = rankingOf(sweep, wish);
  if (size.shown === 0) throw await noConfigs(store, sweep, { by, where }, size);
  const { shown, of, estimated, infinite, breaking, asked } = size;
  return {
    ...{ sweep: sweep.slug, by, maximize: isMaximized(sweep, by), where: where ?? null },
    sample: { shown, of, estimated, what: 'configs' },
    notes: [
      ...notes,
      ...(breaking === 0
        ? []
        : [
            `Left out: ${plural(breaking, 'config')} that ${breaking === 1 ? 'breaks' : 'break'} a constraint.`,
          ]),
      ...(infinite === 0 ? [] : [`Left out: ${plural(infinite, 'config')} whose mean of ${by} is infinite.`]),
      ...(asked === null ? [] : [`The condition was asked of a sample of ${grouped(asked)} configs.`]),
      ...(by === sweep.metric || shown === of
        ? []
        : [`Of ${by}, which is not the sweep’s own metric, a sample of ${grouped(shown)} configs is read.`]),
    ],
  };
}

const NOTHING_LEFT_OUT = { infinite: 0, breaking: 0, asked: null };

/**
 * Why no config has a finite value, as an error `nothing_to_draw`. Throws InputError `unknown_sweep` where the sweep
 * was removed meanwhile.
 */
export async function noConfigs(
  store: Reading,
  { id, word }: KnownSweep,
  { by, where }: ReturnType<typeof rankingOf>,
  { infinite, breaking, asked }: Pick<SampleSize, 'infinite' | 'breaking' | 'asked'> = NOTHING_LEFT_OUT,
): Promise<InputError> {
  // One that was removed meanwhile looks the same.
  await store.sweep(id);
  const say = (message: string, hint: string) => new InputError('nothing_to_draw', message, hint);
  const { completed, diverged, failed, quarantined } = await store.counts(id);
  const without = diverged + failed + quarantined;
  if (completed + without === 0) {
    return say(`No trial of ${word} has ended yet.`, `See how it goes with \`sweep watch ${word}\`.`);
  }
  if (completed === 0) {
    const ended =
      without === 1 ? 'The only trial that has ended' : `All ${grouped(without)} trials that have ended`;
    return say(`${ended} failed or diverged.`, `See why with \`sweep trials ${word}\`.`);
  }
  if (infinite > 0) {
    return say(`The mean of ${by} is infinite in all configs.`, 'Choose another metric with `--by`.');
  }
  if (breaking > 0) {
    const those = where === undefined ? 'that have a result' : 'that meet the condition';
    const which =
      breaking === 1
        ? 'The only config that has a result breaks'
        : `All ${grouped(breaking)} configs ${those} break`;
    return say(`${which} a constraint.`, 'Widen the bounds of `constraints`, or try other values.');
  }
  if (where !== undefined) {
    if (asked !== null) {
      const of = `None of a fair sample of ${grouped(asked)} configs`;
      return say(`${of} meets the condition ${JSON.stringify(where)}.`, 'Widen it, or leave it out.');
    }
    return say(
      `No config that has a value of ${by} meets the condition ${JSON.stringify(where)}.`,
      'Widen it, or leave it out.',
    );
  }
  return say(`No trial has a value of ${by}.`, 'Choose another metric with `--by`.');
}
