import { plural } from '../words.ts';
import { fails, type Judged } from './judge.ts';
import type { RaceRules } from './racer.ts';

/** Why a config that would be dropped stays all the same. */
export type Stay = 'compared with' | 'spared' | 'with a longer one' | null;

/** What was decided of a config that was compared, as a sentence. */
export function reasonOf(
  judged: Judged,
  stay: Stay,
  { least, soFar = false }: Pick<RaceRules, 'least' | 'soFar'>,
): string {
  const { racer, count, best, isOwnLead, behind, p, level, verdict } = judged;
  const n = racer.values.length;
  const after = plural(n, 'replicate');
  const stays = fails(judged) && stay !== null ? `; it stays, ${STAYS[stay](least)}` : '';
  const theBest = soFar ? 'the best so far' : 'the best';
  if (verdict === 'best') return `After ${after} it is ${theBest}.`;
  if (count === 0) {
    const others = verdict === 'no value' ? '' : ', nor has any of another config';
    return `None of ${after} has a value${others}${stays}.`;
  }
  const where = count === n ? `After ${after}` : `With a value in ${count} of ${after}`;
  const breaks = racer.breaks ? 'it breaks a constraint, and ' : '';
  if (p === null || behind === null) return `${where} ${breaks}there is nothing to tell it from others by.`;
  const other = isOwnLead ? 'the best milestone of its run' : theBest;
  const place = `${behind > 0 ? behind.toPrecision(3) : 'not'} behind ${other}, ${best!.slice(0, 8)}`;
  const limit = `${verdict === 'worse' ? 'below' : 'not below'} ${level.toPrecision(3)}`;
  return `${where} ${breaks}it is ${place}: by chance with p = ${p.toPrecision(2)}, ${limit}${stays}.`;
}

const STAYS: Readonly<Record<Exclude<Stay, null>, (least: number) => string>> = {
  'compared with': () => 'as others are compared with it',
  spared: (least) => `as one of the ${least} that at least go on`,
  'with a longer one': () => 'as one of its run that trains for longer goes on',
};
