import { classNames } from './class-names.ts';
import { configOf } from './config-of.ts';
import { drawnOfTrials } from './drawn-of-trials.ts';
import { nothingToDraw } from './nothing.ts';
import type { Gather } from './wish.ts';

export const gatherConfusion: Gather<'confusion'> = async (store, sweep, wish) => {
  const { split = 'test' } = wish;
  const config = await configOf(store, sweep, wish);
  const { replicates, counts, recall } = await store.configConfusion(sweep, config, split);
  if (replicates === 0) {
    throw await nothingToDraw(store, sweep, `No trial of config ${config} has completed.`);
  }
  const k = recall.length;
  const notes = replicates === 1 ? ['One replicate: there is no interval.'] : [];
  return {
    figure: 'confusion',
    ...drawnOfTrials(sweep, wish, { shown: replicates, of: replicates, what: 'trials' }, notes),
    ...{ config, split, replicates, recall },
    classes: classNames(
      sweep,
      recall.map((_, i) => `class ${i}`),
    ),
    counts: recall.map((_, i) => counts.slice(i * k, (i + 1) * k)),
  };
};
