/**
 * Whether augmentation helped, and how that is known.
 *
 * The config with the best validation mean among many is the luckiest as well, and its luck is in its test values too: one
 * training made both, and splits of one table share their rows. So its expected luck is taken off what it gains on test
 * (`expectedLuck`), and the interval is that of replicates that share rows (`correctedDifference`). To judge each replicate by
 * the choice of all others (leave-one-out) needs no such model and was tried: its differences are unbiased, but so dependent
 * that their t test said `better` in 10% of 1,000 A/A sweeps of 1,000 configs in 10 replicates.
 *
 * `helps` needs every comparison to be told apart at 5%, which needs no correction for their number (the intersection-union
 * test: Berger, Multiparameter hypothesis testing and acceptance sampling, 1982); what is said of single ones is Holm's.
 * bench/verdict.ts measures how often either is wrong.
 */

import type { Values } from '../parameter/parameter.ts';
import { holm } from '../statistics/holm.ts';
import { type CorrectedDifference, correctedDifference, leastTold, replicatesToTell } from './difference.ts';
import { contendersIn, expectedLuck } from './luck.ts';
import type { ArmGroup, VerdictMaterial } from './material.ts';
import { augments, COMPARATORS, type Comparator, type ComparatorName, isPlacebo, isPlain } from './roles.ts';

const LEVEL = 0.05;

export interface NamedConfig {
  readonly hash: string;
  readonly config: Values;
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
type Conclusion = 'helps' | 'worse' | 'in part' | 'plain chosen' | 'not told apart';

export interface Verdict {
  readonly conclusion: Conclusion;
  /** The config that validation chose among those that make rows. */
  readonly chosen: NamedConfig;
  /** By validation it comes first among all configs, those without made rows included. */
  readonly first: NamedConfig;
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
  const score = ({ best }: ArmGroup) => sign * best.validation;
  /** The first with the best validation mean; `among` has one. */
  const best = (among: readonly ArmGroup[]) =>
    among.reduce((first, group) => (score(group) > score(first) ? group : first));
  const chosen = best(candidates);
  const contenders = contendersIn(candidates);
  const luckOf = (count: number) => expectedLuck(contenders, count, sharedRows);
  const beside = groups.filter(({ minorityRate }) => minorityRate === chosen.minorityRate);
  /** Null where the sweep lacks it. */
  const against = ({ of }: Pick<Comparator, 'of'>) => {
    const among = beside.filter((group) => of(group, chosen));
    if (among.length === 0) return null;
    const other = best(among);
    const pairs = chosen.best.test.map((value, r) => sign * (value - other.best.test[r]!));
    return { ...correctedDifference(pairs, luckOf(n), sharedRows), with: namedOf(other) };
  };

  const found: (CorrectedDifference & { readonly name: ComparatorName; readonly with: NamedConfig })[] = [];
  const missing: MissingComparison[] = [];
  const oneClassifier = new Set(groups.map(({ classifier }) => classifier)).size === 1;
  for (const { name, of } of COMPARATORS) {
    // Of one classifier the strongest would be the best plain arm once more.
    const difference = name === 'strongest' && oneClassifier ? null : against({ of });
    if (difference === null) missing.push({ name, classifier: chosen.classifier });
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
  const all = best(groups);
  return {
    conclusion: concluded(comparisons, augments(all)),
    ...{ chosen: namedOf(chosen), first: namedOf(all), replicates: n, comparisons, missing },
    among: candidates.reduce((sum, { configs }) => sum + configs, 0),
    placebo: against({
      of: (group, { classifier }) => isPlacebo(group.arm) && group.classifier === classifier,
    }),
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
  const { hash, config, validation, test } = best;
  const mean = test.reduce((sum, value) => sum + value, 0) / test.length;
  return { hash, config, arm, classifier, validation, test: mean };
}
