/**
 * Whether augmentation helped, and how that is known.
 *
 * The config with the best validation mean among many is the luckiest as well, and its luck is in the test values of the same
 * replicates: one training made both. So each replicate is judged by a choice that it had no part in: the config that the
 * validation values of all others choose, and what it is compared with chosen likewise (leave-one-out, as Varma and Simon,
 * Bias in error estimation when using cross-validation for model selection, 2006). What is judged is thereby the choosing, and
 * the config that all replicates choose is named for it; where all choices agree, it is that config's own difference. Luck that
 * replicates share is taken off (`expectedLuck`) and the interval is that of replicates that share rows (`correctedDifference`).
 *
 * `helps` needs every comparison to be told apart at 5%, which needs no correction for their number (the intersection-union
 * test: Berger, 1982); what is said of single ones is Holm's. bench/verdict.ts measures how often either is wrong.
 */

import { holm } from '../statistics/holm.ts';
import { type CorrectedDifference, correctedDifference, leastTold, replicatesToTell } from './difference.ts';
import { contendersIn, expectedLuck } from './luck.ts';
import type { ArmGroup, VerdictMaterial } from './material.ts';
import { augments, COMPARATORS, type Comparator, type ComparatorName, isPlacebo, isPlain } from './roles.ts';

export const LEVEL = 0.05;

export interface NamedConfig {
  readonly hash: string;
  readonly arm: string;
  readonly classifier: string;
  /** Of all replicates. */
  readonly validation: number;
  readonly test: number;
}

export interface VerdictComparison extends CorrectedDifference {
  readonly name: ComparatorName;
  /** What all replicates choose to compare with. */
  readonly with: NamedConfig;
  /** Corrected for the number of comparisons. */
  readonly adjusted: number;
  readonly says: 'better' | 'worse' | 'not told apart';
  /** So many replicates tell a difference as large as this one in 80% of sweeps; null where no number of them does. */
  readonly needed: number | null;
  /** The difference that these replicates tell in 80% of sweeps. */
  readonly tells: number;
}

/** What the sweep has nothing of; `classifier`: that it would have to be with. */
export interface MissingComparison {
  readonly name: ComparatorName;
  readonly classifier: string;
}

/**
 * `helps`: better than all that it was compared with, doing nothing and another plain arm among them; `worse`: worse than one
 * of them; `in part`: better than some; `plain chosen`: by validation a config that makes no rows comes first.
 */
export type Conclusion = 'helps' | 'worse' | 'in part' | 'plain chosen' | 'not told apart';

export interface Verdict {
  readonly conclusion: Conclusion;
  /** The config that validation chose among those that make rows. */
  readonly chosen: NamedConfig;
  /** By validation it comes first among all configs, those without made rows included. */
  readonly first: NamedConfig;
  /** In how many replicates the choice by all others is the same config. */
  readonly agreeing: number;
  readonly replicates: number;
  /** Configs that it was chosen among. */
  readonly among: number;
  readonly comparisons: readonly VerdictComparison[];
  readonly missing: readonly MissingComparison[];
  /** The placebo of the chosen config's classifier, which is no part of the conclusion. */
  readonly placebo: (CorrectedDifference & { readonly with: NamedConfig }) | null;
}

/** Why there is none. */
export interface NoVerdict {
  readonly conclusion: 'none';
  readonly reason: 'no result' | 'one replicate' | 'nothing augmented' | 'nothing plain';
}

/** `sharedRows`: test rows by training rows where replicates split the same ones, 0 where each draws its own. */
export function verdictOn(material: VerdictMaterial, sharedRows: number): Verdict | NoVerdict {
  const { groups, replicates } = material;
  const sign = material.higherIsBetter ? 1 : -1;
  const candidates = groups.filter(augments);
  const none = (reason: NoVerdict['reason']): NoVerdict => ({ conclusion: 'none', reason });
  if (groups.length === 0) return none('no result');
  if (replicates.length < 2) return none('one replicate');
  if (candidates.length === 0) return none('nothing augmented');
  if (!groups.some(isPlain)) return none('nothing plain');

  const n = replicates.length;
  const best = (among: readonly ArmGroup[]) => first(among, ({ best }) => sign * best.validation);
  const choices = replicates.map((_, r) => first(candidates, ({ leftOut }) => sign * leftOut[r]!.validation));
  const contenders = contendersIn(candidates);
  const luckOf = (count: number) => expectedLuck(contenders, count, sharedRows);
  const chosen = best(candidates);

  /** The pairs of a comparison; null where the sweep lacks it. */
  const against = ({ of }: Pick<Comparator, 'of'>) => {
    const pairs: number[] = [];
    for (const [r, choice] of choices.entries()) {
      const among = groups.filter((group) => of(group, choice.classifier));
      if (among.length === 0) return { lacks: choice.classifier };
      const other = first(among, ({ leftOut }) => sign * leftOut[r]!.validation);
      pairs.push(sign * (choice.leftOut[r]!.test - other.leftOut[r]!.test));
    }
    const among = groups.filter((group) => of(group, chosen.classifier));
    if (among.length === 0) return { lacks: chosen.classifier };
    return { ...correctedDifference(pairs, luckOf(n), sharedRows), with: namedOf(best(among)) };
  };

  const found: (CorrectedDifference & { readonly name: ComparatorName; readonly with: NamedConfig })[] = [];
  const missing: MissingComparison[] = [];
  const oneClassifier = new Set(groups.map(({ classifier }) => classifier)).size === 1;
  for (const { name, of } of COMPARATORS) {
    const difference = against({ of });
    if ('lacks' in difference) missing.push({ name, classifier: difference.lacks });
    // Of one classifier the strongest would be the best plain arm once more.
    else if (name === 'strongest' && oneClassifier) missing.push({ name, classifier: chosen.classifier });
    else found.push({ name, ...difference });
  }
  if (found.length === 0) return none('nothing plain');
  const adjusted = holm(found.map(({ p }) => p));
  const isTold = found.every(({ p, value }) => p < LEVEL && value > 0);
  const comparisons = found.map((one, i): VerdictComparison => {
    const told = isTold || adjusted[i]! < LEVEL;
    return {
      ...one,
      adjusted: adjusted[i]!,
      says: !told ? 'not told apart' : one.value > 0 ? 'better' : 'worse',
      needed: replicatesToTell(one, sharedRows, luckOf),
      tells: leastTold(one, sharedRows),
    };
  });
  const placebo = against({ of: ({ arm, classifier }, own) => isPlacebo(arm) && classifier === own });
  const all = best(groups);
  return {
    conclusion: concluded(comparisons, augments(all)),
    ...{ chosen: namedOf(chosen), first: namedOf(all), replicates: n, comparisons, missing },
    agreeing: choices.filter((choice, r) => choice.leftOut[r]!.hash === chosen.best.hash).length,
    among: candidates.reduce((sum, { configs }) => sum + configs, 0),
    placebo: 'lacks' in placebo ? null : placebo,
  };
}

function concluded(comparisons: readonly VerdictComparison[], chosenMakesRows: boolean): Conclusion {
  const says = (wanted: VerdictComparison['says']) => comparisons.filter(({ says }) => says === wanted);
  const has = (name: ComparatorName) => comparisons.some((one) => one.name === name);
  if (says('worse').length > 0) return 'worse';
  if (!chosenMakesRows) return 'plain chosen';
  const others = comparisons.some(({ name, with: { arm } }) => name !== 'nothing' && arm !== 'none');
  if (says('better').length === comparisons.length && has('nothing') && others) return 'helps';
  return says('better').length > 0 ? 'in part' : 'not told apart';
}

function namedOf({ arm, classifier, best }: ArmGroup): NamedConfig {
  const { hash, validation, test } = best;
  const mean = test.reduce((sum, value) => sum + value, 0) / test.length;
  return { hash, arm, classifier, validation, test: mean };
}

/** The first with the greatest score; `among` has one. */
function first(among: readonly ArmGroup[], score: (group: ArmGroup) => number): ArmGroup {
  return among.reduce((best, group) => (score(group) > score(best) ? group : best));
}
