import { plural } from '@latentsweep/core';
import type { FigureData } from '@latentsweep/figures';
import type { BegunTrial, BegunTrials, KnownSweep } from '@latentsweep/store';
import { percent } from '../text/number.ts';
import { drawnOfTrials } from './drawn-of-trials.ts';
import { nothingToDraw } from './nothing.ts';
import type { Gather } from './wish.ts';

type TimelineData = Extract<FigureData, { figure: 'timeline' }>;

/** So many trials tell how busy each worker was; finding them takes a fraction of a second. */
const SAMPLE = 20_000;
/** Single trials up to so many, */
const SINGLE = 2000;
/** workers up to so many, the busiest first, */
const WORKERS = 40;
/** and equal parts of the time. */
const PARTS = 120;
/** One moment alone is no time at all. */
const LEAST = 10;
/** A worker of which nobody was told. */
const NOBODY = 'unknown';

export const gatherTimeline: Gather<'timeline'> = async (store, sweep, wish) => {
  const { by, where } = wish;
  const begun = await store.begunTrials(sweep, { ...(by && { by }), where, most: SAMPLE });
  const own = begun.trials.filter(({ reused }) => !reused);
  if (own.length === 0) throw await nothingToDraw(store, sweep, whyNone(sweep, begun), where);
  const whole = begun.trials.length === begun.of;
  const [shown, of] = whole ? [own.length, own.length] : [begun.trials.length, begun.of];
  const reused = begun.trials.length - own.length;
  return {
    figure: 'timeline',
    ...drawnOfTrials(
      sweep,
      wish,
      { shown, of, what: 'trials' },
      reusedNotes(reused, begun.trials.length, whole),
    ),
    ...timelineOf(own, begun.now, of / shown),
  };
};

function whyNone({ word }: KnownSweep, { trials }: BegunTrials): string {
  return trials.length > 0
    ? `All trials of ${word} took over results of earlier sweeps: nobody worked at them.`
    : `No trial of ${word} has begun.`;
}

function reusedNotes(reused: number, of: number, whole: boolean): string[] {
  if (reused === 0) return [];
  const which = whole ? plural(reused, 'trial') : `About ${percent(reused / of)} of the trials`;
  return [`${which} took over results of earlier sweeps: they are not shown.`];
}

type Spans = Pick<TimelineData, 'from' | 'to' | 'workers' | 'moreWorkers' | 'ended'>;

/** `weight`: how many trials each one stands for. */
export function timelineOf(trials: readonly BegunTrial[], now: number, weight = 1): Spans {
  const endOf = ({ from, to }: BegunTrial) => Math.max(from, to ?? now);
  const from = trials.reduce((least, trial) => Math.min(least, trial.from), Number.POSITIVE_INFINITY);
  const to = trials.reduce((most, trial) => Math.max(most, endOf(trial)), from + LEAST);
  const part = (to - from) / PARTS;
  const partOf = (time: number) => Math.min(PARTS - 1, Math.floor((time - from) / part));

  const ended = new Array<number>(PARTS).fill(0);
  for (const trial of trials) if (trial.to !== null) ended[partOf(endOf(trial))]! += weight;

  const byWorker = [...Map.groupBy(trials, ({ worker }) => worker ?? NOBODY)].map(([worker, own]) => ({
    worker,
    own,
    work: own.reduce((sum, trial) => sum + endOf(trial) - trial.from, 0),
  }));
  byWorker.sort((a, b) => b.work - a.work || (a.worker < b.worker ? -1 : 1));
  const single = weight === 1 && trials.length <= SINGLE;
  const workers = byWorker.slice(0, WORKERS).map(({ worker, own }) => ({
    worker,
    trials: single ? own.toSorted((a, b) => a.from - b.from || a.id - b.id).map(spanOf) : [],
    busy: single ? [] : busyOf(own),
  }));
  return { from, to, workers, moreWorkers: byWorker.length - workers.length, ended };

  /** The mean number of trials at work in each part. */
  function busyOf(own: readonly BegunTrial[]): number[] {
    const busy = new Array<number>(PARTS).fill(0);
    for (const trial of own) {
      const end = endOf(trial);
      for (let at = partOf(trial.from); at <= partOf(end); at++) {
        const overlap = Math.min(end, from + (at + 1) * part) - Math.max(trial.from, from + at * part);
        busy[at]! += (weight * Math.max(0, overlap)) / part;
      }
    }
    return busy;
  }
}

function spanOf({ id, from, to, state, attempt }: BegunTrial) {
  return { id, from, to, state, attempt };
}
