import { bothSplits, type Config } from '@latentsweep/core';
import type { FinishedConfig, HistoryWish, SearchHistory } from '../port.ts';
import { chosenOf, spreadOver } from '../trial/chosen.ts';
import { isOpen, type SweepRow, type TrialRow } from './memory.ts';

/** As `searchHistory` in trial/history.ts. */
export function searchHistory({ sweep, trials }: SweepRow, wish: HistoryWish): SearchHistory | null {
  const { replicates, metric, goal } = sweep;
  const made = Math.floor(trials.length / replicates);
  const known = Math.max(0, made - wish.lookahead);
  if (trials.slice(0, known * replicates).some(isOpen)) return null;
  const column = bothSplits(metric).validation;
  const spread = new Set(spreadOver(known, wish.spread));
  const configs = Array.from({ length: made }, (_, i) => trials.slice(i * replicates, (i + 1) * replicates));
  const finished = configs
    .slice(0, known)
    .map((own, place): FinishedConfig => {
      const values = own.flatMap((trial) => (trial[column] as number | null) ?? []);
      return { place, config: configOf(own), ...meanOf(values, goal === 'maximize' ? 1 : -1) };
    })
    .filter(({ place }) => spread.has(place) || configs[place]![0]!.reason !== null);
  return { finished: chosenOf(finished, known, wish), running: configs.slice(known).map(configOf) };
}

/** It was canonical when it was proposed. */
const configOf = ([first]: readonly TrialRow[]) => first!.config as Config;

function meanOf(values: readonly number[], sign: number): Pick<FinishedConfig, 'mean' | 'sd' | 'n'> {
  const n = values.length;
  if (n === 0) return { mean: null, sd: null, n };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean: sign * mean, sd: n < 2 ? null : Math.sqrt(squares / (n - 1)), n };
}
