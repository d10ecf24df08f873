import { type AnyConfig, leastSurvivors, pocockLevel, type RaceRules, type Values } from '@latentsweep/core';
import type { SweepDefinition } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import { has } from '../search/narrow.ts';
import { decidedBy } from './decided-by.ts';
import { shareRaced } from './race-share.ts';
import { looksOf } from './spend.ts';

/** That a race drops one of equals anywhere on its way, for each comparison. */
const LEVEL = 0.05;
/** The same of a milestone beside the best one of its own run, where to be wrong costs less (docs/decisions/0049). */
const LEVEL_WITHIN = 0.1;

/** With it a race by blocks, of whatever size, drops less than 5% of configs that are equal (docs/race.md). */
const LEAST_ADJUSTED = 24;

/** By what a race decides at each of its rungs: the same at all of them. */
export function raceRules(
  definition: Pick<SweepDefinition, 'race' | 'replicates' | 'parameters'>,
): RaceRules {
  const { parameters } = definition;
  const varying = parameters.filter(
    ({ distribution }) =>
      distribution.kind !== 'constant' &&
      !(distribution.kind === 'categorical' && distribution.values.length < 2),
  );
  const looks = looksOf(definition);
  return {
    level: pocockLevel(looks, LEVEL),
    within: pocockLevel(looks, LEVEL_WITHIN),
    least: leastSurvivors(varying.length),
  };
}

/**
 * The rules for a block of `alive` configs, where earlier blocks left so many runs. All blocks together keep as many runs at least
 * as one race. And the best so far, with which they are compared, owes a part of its mean to luck, as the best of many: where a
 * block has fewer than `LEAST_ADJUSTED` configs, chances are adjusted for so many of all that it may have been the best of.
 */
export function rulesInBlock(rules: RaceRules, before: number, alive: number): RaceRules {
  const others = Math.min(before, Math.max(0, LEAST_ADJUSTED - alive));
  return { ...rules, least: Math.max(0, rules.least - before), others, soFar: true };
}

/** Whether others are compared with the config, so that a race keeps it: by its arm, or as the file says. */
export function comparesWith(
  definition: Pick<SweepDefinition, 'baseline' | 'dataset' | 'parameters'>,
): (config: Values) => boolean {
  const space = configSpaceOf(definition);
  const { baseline = [] } = definition;
  return (config) => space.isComparator(config) || baseline.some((values) => has(config, values));
}

/** What a race will do, before it begins. */
export interface RacePlan {
  readonly rungs: readonly number[];
  /** By what it decides. */
  readonly metric: string;
  /** Proposals that are raced together, where a search learns: what they save pays for further ones. Null: all configs. */
  readonly block: number | null;
  /** Trials that are run at least: where all that may be dropped is, at the first rung. */
  readonly leastTrials: number;
  /** Trials that are run if configs differ by as much as the replicates of one do; null where what is saved is run all the same. */
  readonly expectedTrials: number | null;
  /** What is saved is run all the same: more replicates of those that are tied with the best. */
  readonly spends: boolean;
}

/** Null where the sweep does not race. `sample`: configs that stand for all of its `total`; `learns`: whether their search does. */
export function racePlan(
  definition: SweepDefinition,
  sample: readonly AnyConfig[],
  total: number,
  learns = false,
): RacePlan | null {
  const { race, replicates, metric } = definition;
  if (!race) return null;
  const compared = comparesWith(definition);
  const raced = sample.filter((config) => !compared(config)).length;
  const share = sample.length === 0 ? 0 : raced / sample.length;
  // Of each run one milestone at least.
  const rules = raceRules(definition);
  const surviving = Math.min(share * total, rules.least);
  const rung = race.rungs[0]!;
  const leastTrials = Math.round(total * rung + ((1 - share) * total + surviving) * (replicates - rung));
  const spends = race.spend === true;
  const isSaved = !learns && !spends && sample.length > 0;
  const of = { rungs: race.rungs, replicates, rules };
  return {
    rungs: race.rungs,
    metric: decidedBy(definition, metric.name),
    block: learns ? definition.lag! : null,
    leastTrials: learns ? total * replicates : leastTrials,
    expectedTrials: isSaved
      ? Math.round(shareRaced(configSpaceOf(definition), sample, of, compared) * total * replicates)
      : null,
    spends,
  };
}
