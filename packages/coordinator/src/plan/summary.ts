import { InputError, isBaseline, runHash } from '@latentsweep/core';
import type { Searcher, SweepDefinition } from '../port.ts';
import { configLimit, sampleOf } from '../search/searcher.ts';
import { mostBaselines } from '../search/space.ts';
import { addCosts, type Cost, costOfRun, type DataShape, NO_COST, scaleCost } from './cost.ts';

/** What a sweep will do, before it does it. */
export interface PlanSummary {
  /** Distinct configs within `run_cap`. */
  readonly configs: number;
  /** Those of the arm that all others are compared with, among the configs. */
  readonly baselines: number;
  /** Configs times replicates. */
  readonly trials: number;
  /** Training runs that serve the trials: configs that differ only in `epochs` share one, for each replicate. */
  readonly runs: number;
  /** Points of the grid's plain product that were the same config as another. */
  readonly duplicates: number;
  /** Of them, points with a value that is written twice. */
  readonly repeated: number;
  /** False where the counts are upper bounds or scaled up from a sample. */
  readonly exact: boolean;
  /** Of all runs, to their last epochs. Trials that an earlier sweep has run are in it. */
  readonly cost: Cost;
}

/** Configs that stand for all of them where there are more. The order of a search is a fair sample. */
const SAMPLE = 2000;
/** Trials that a sweep may have without `run_cap` and without asking. */
const MOST_UNCONFIRMED = 1_000_000;

export function summarisePlan(
  definition: SweepDefinition,
  searcher: Searcher,
  shape: DataShape,
): PlanSummary {
  const { size } = searcher;
  const configs = Math.min(size.configs, configLimit(definition));
  const sample = sampleOf(searcher, SAMPLE);
  const whole = sample.exhausted;
  const total = whole ? sample.configs.length : configs;
  const scale = total / sample.configs.length;
  // A run costs what its longest milestone costs: configs of one run come by rising epochs.
  const longest = [...new Map(sample.configs.map((config) => [runHash(config), config])).values()];
  const cost = longest.reduce((sum, config) => addCosts(sum, costOfRun(config, shape)), NO_COST);
  const runs = size.exact ? Math.ceil(total / (size.configs / size.runs)) : Math.ceil(longest.length * scale);
  const sampled = sample.configs.filter(isBaseline).length;
  return {
    configs: total,
    baselines: Math.min(Math.round(sampled * scale), mostBaselines(definition)),
    trials: total * definition.replicates,
    runs: runs * definition.replicates,
    duplicates: size.duplicates,
    repeated: size.repeated,
    exact: size.exact || whole,
    cost: scaleCost(cost, scale * definition.replicates),
  };
}

/** Throws InputError `too_many_trials` for a large sweep that has no `run_cap` and was not confirmed. */
export function refuseTooManyTrials(
  { runCap }: SweepDefinition,
  { trials }: Pick<PlanSummary, 'trials'>,
  confirmed: boolean,
): void {
  if (confirmed || runCap !== null || trials <= MOST_UNCONFIRMED) return;
  throw new InputError(
    'too_many_trials',
    `The sweep has ${trials.toLocaleString('en-US')} trials and no \`run_cap\`; more than ${MOST_UNCONFIRMED.toLocaleString('en-US')} need a confirmation.`,
    'Set `run_cap` for a fair sample of the grid, or confirm with --yes.',
  );
}
