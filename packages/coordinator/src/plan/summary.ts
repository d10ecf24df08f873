import { grouped, InputError } from '@latentsweep/core';
import type { Searcher, SearchSize, SweepDefinition } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { configLimit, sampleOf } from '../search/searcher.ts';
import { mostBaselines } from '../search/space.ts';
import { type EarlyPlan, earlyPlan } from './early.ts';
import { type RacePlan, racePlan } from './race.ts';

/** What a sweep will do, before it does it. */
export interface PlanSummary extends Pick<SearchSize, 'duplicatesRemoved' | 'valuesRepeated'> {
  /** Distinct configs within `run_cap`. */
  readonly configs: number;
  /** Those of the arm that all others are compared with, among the configs. */
  readonly baselines: number;
  /** Configs times replicates. */
  readonly trials: number;
  /** Training runs that serve the trials: configs that differ only in `epochs` share one, for each replicate. */
  readonly trainingRuns: number;
  /** Null where all configs get all their replicates. */
  readonly race: RacePlan | null;
  /** Null where all runs train for all their epochs. */
  readonly early: EarlyPlan | null;
  /** False where the counts are upper bounds or scaled up from a sample. */
  readonly exact: boolean;
}

/** Configs that stand for all of them where there are more. The order of a search is a fair sample. */
const SAMPLE = 2000;
/** Trials that a sweep may have without `run_cap` and without asking. */
const MOST_UNCONFIRMED = 1_000_000;

export function summarisePlan(definition: SweepDefinition, searcher: Searcher): PlanSummary {
  const { size } = searcher;
  const space = configSpaceOf(definition);
  const configs = Math.min(size.configs, configLimit(definition));
  const sample = sampleOf(searcher, SAMPLE);
  const whole = sample.exhausted;
  const total = whole ? sample.configs.length : configs;
  const scale = total / sample.configs.length;
  const sampledRuns = new Set(sample.configs.map(space.runHash)).size;
  const runs = size.exact ? Math.ceil(total / (size.configs / size.runs)) : Math.ceil(sampledRuns * scale);
  const sampled = sample.configs.filter(space.isBaseline).length;
  return {
    configs: total,
    baselines: Math.min(Math.round(sampled * scale), mostBaselines(definition)),
    trials: total * definition.replicates,
    trainingRuns: runs * definition.replicates,
    duplicatesRemoved: size.duplicatesRemoved,
    valuesRepeated: size.valuesRepeated,
    race: racePlan(definition, sample.configs, total, searcher.learnsFrom !== null),
    early: earlyPlan(definition, sample.configs, scale),
    exact: size.exact || whole,
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
    `The sweep has ${grouped(trials)} trials and no \`run_cap\`; more than ${grouped(MOST_UNCONFIRMED)} need a confirmation.`,
    'Set `run_cap` for a fair sample of the grid, or confirm with --yes.',
  );
}
