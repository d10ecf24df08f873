import { plural } from '../words.ts';
import { type EarlyRule, isBelow } from './early.ts';

/** How values are told. */
export interface Words {
  /** The metric, on validation rows. */
  readonly metric: string;
  /** -1 where less is better: values are given with their sign turned. */
  readonly sign: 1 | -1;
  /** What bands count. Default: epochs. */
  readonly counts?: 'epochs' | 'steps';
}

/** Why a run goes on behind a band, or does not, as a sentence. `compared`: what it was judged by; more is better. `waits`: it may go on. */
export function whyOf(
  compared: number | null,
  waits: boolean,
  whole: {
    readonly band: number;
    readonly rule: EarlyRule;
    readonly threshold: number | null;
    /** Runs that have reached the band. */
    readonly count: number;
    readonly words: Words;
  },
): string {
  const { band, rule, threshold, count, words } = whole;
  const after = words.counts === 'steps' ? `At step ${band}` : `After ${plural(band, 'epoch')}`;
  if (compared === null) return `${after} it has no value, and has not reached the band.`;
  const told = (value: number) => (words.sign * value).toPrecision(4);
  const what = `${after} its ${rule.strict ? words.metric : `best ${words.metric} so far`} is ${told(compared)}`;
  const ends = waits ? '' : '; it trains for no longer';
  if (threshold === null) return `${what}: ${plural(count, 'run')} are too few for a median${ends}.`;
  const limit =
    rule.type === 'median'
      ? `the median of ${plural(count, 'run')}`
      : `place ${Math.floor((1 / rule.eta) * count) + 1} of ${count}`;
  const below = isBelow(compared, threshold);
  return `${what}, ${below ? 'worse' : 'no worse'} than the ${told(threshold)} that is ${limit}${ends}.`;
}
