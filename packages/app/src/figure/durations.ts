import { plural } from '@latentsweep/core';
import type { FigureData } from '@latentsweep/figures';
import type { BegunTrial } from '@latentsweep/store';
import { percent } from '../text/number.ts';
import { drawnOfTrials } from './drawn-of-trials.ts';
import { nothingToDraw } from './nothing.ts';
import type { Gather } from './wish.ts';

type DurationsData = Extract<FigureData, { figure: 'durations' }>;
type Histogram = DurationsData['arms'][number]['histogram'];
type Spread = DurationsData['arms'][number]['spread'];

/** So many trials tell how long they take. */
const SAMPLE = 10_000;
const BINS = 40;
/** What lasts for less than a clock tells is drawn as a microsecond: a logarithm has no zero. */
const LEAST = 1e-6;

export const gatherDurations: Gather<'durations'> = async (store, sweep, wish) => {
  const { by, where } = wish;
  const { trials, of } = await store.begunTrials(sweep, {
    ...(by && { by }),
    where,
    most: SAMPLE,
    arms: true,
  });
  const timed = trials.filter(({ seconds }) => seconds !== null);
  if (timed.length === 0) {
    throw await nothingToDraw(store, sweep, `No trial of ${sweep.word} has come to an end.`, where);
  }
  const whole = trials.length === of;
  const sample = { shown: timed.length, of: whole ? timed.length : of, what: 'trials' } as const;
  return {
    figure: 'durations',
    ...drawnOfTrials(sweep, wish, sample, reusedNotes(timed, whole)),
    arms: durationsOf(timed),
  };
};

function reusedNotes(timed: readonly BegunTrial[], whole: boolean): string[] {
  const reused = timed.filter((trial) => trial.reused).length;
  if (reused === 0) return [];
  const which = whole ? plural(reused, 'trial') : `About ${percent(reused / timed.length)} of the trials`;
  return [`${which} took over results of earlier sweeps: the time is that of then.`];
}

/** By arm, the slowest first, between the same edges. */
export function durationsOf(timed: readonly Pick<BegunTrial, 'arm' | 'seconds'>[]): DurationsData['arms'] {
  const seconds = (trial: (typeof timed)[number]) => Math.max(LEAST, trial.seconds!);
  const edges = edgesOf(timed.map(seconds));
  return [...Map.groupBy(timed, ({ arm }) => arm ?? '')]
    .map(([arm, own]) => {
      const values = own.map(seconds).sort((a, b) => a - b);
      return { arm, histogram: histogramOf(values, edges), spread: spreadOf(values) };
    })
    .sort((a, b) => b.spread.quartiles[1] - a.spread.quartiles[1] || (a.arm < b.arm ? -1 : 1));
}

/** Less than this apart, relative to their size, times are one: edges between them would be no edges. */
const APART = 1e-9;

/** Equal factors from the least to the most; around a single value a tenth to each side. */
function edgesOf(values: readonly number[]): number[] {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most <= least * (1 + APART)) return [least / 1.1, most * 1.1];
  const edge = (i: number) => least * (most / least) ** (i / BINS);
  return [least, ...Array.from({ length: BINS - 1 }, (_, i) => edge(i + 1)), most];
}

/** `values` go up. Each bin holds its lower edge, the last one both. */
function histogramOf(values: readonly number[], edges: readonly number[]): Histogram {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  for (const value of values) {
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]! += 1;
  }
  return { edges, counts };
}

/** `values` go up; quartiles lie between them as numpy's do. */
function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => {
    const place = share * (values.length - 1);
    const [below, above] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
    return Math.min(above, below + (place % 1) * (above - below));
  };
  return {
    least: values[0]!,
    quartiles: [at(0.25), at(0.5), at(0.75)],
    most: values.at(-1)!,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    n: values.length,
  };
}
