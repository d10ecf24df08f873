import type { ComparatorName, NamedConfig, Verdict, VerdictComparison } from '@latentsweep/core';
import { grouped, isPlacebo, MOST_NEEDED, plural } from '@latentsweep/core';
import { configText } from '../text/config.ts';
import { metric, signed } from '../text/number.ts';
import { namesOf, type SweepVerdict } from './read.ts';

export const COMPARED: Readonly<Record<ComparatorName, string>> = {
  nothing: 'doing nothing',
  oversampling: 'oversampling',
  shifting: 'shifting the threshold',
  plain: 'the best plain arm',
  strongest: 'the strongest classifier without made rows',
};

/** The verdict in one sentence or two. */
export function verdictSentence({ verdict, metric: name }: SweepVerdict & { verdict: Verdict }): string {
  const { chosen, first, among, comparisons } = verdict;
  const it = armOf(chosen);
  const value = `${name} ${metric(chosen.test)}`;
  const choice = `${it}, chosen by validation among ${plural(among, 'config')} that ${among === 1 ? 'makes' : 'make'} rows (${value})`;
  const worse = comparisons.filter(({ says }) => says === 'worse');
  const better = comparisons.filter(({ says }) => says === 'better');
  switch (verdict.conclusion) {
    case 'helps':
      return `Augmentation helps on these data: ${choice}, is better than all that it was compared with.`;
    case 'worse':
      return `Augmentation does not help on these data: ${choice}, is worse than ${listed(worse)}.`;
    case 'plain chosen':
      return (
        `Augmentation does not help on these data: by validation ${armOf(first)} comes first, ${isPlacebo(first.arm) ? 'whose rows hold nothing' : 'which makes no rows'} ` +
        `(${name} ${metric(first.test)}). Beside it, ${choice}, is ${
          better.length > 0 ? `better than ${listed(better)} all the same` : 'not told apart from anything'
        }.`
      );
    case 'in part':
      return (
        `Augmentation helps in part: ${choice}, is better than ${listed(better)}` +
        `${restOf(comparisons)}. What it gains may be had without it.`
      );
    case 'not told apart':
      return `Whether augmentation helps on these data is not told: ${choice}, is not told apart from anything that it was compared with.`;
  }
}

function restOf(comparisons: readonly VerdictComparison[]): string {
  const rest = comparisons.filter(({ says }) => says === 'not told apart');
  return rest.length === 0 ? '' : `, and not told apart from ${listed(rest)}`;
}

const listed = (some: readonly Pick<VerdictComparison, 'name'>[]) =>
  list(some.map(({ name }) => COMPARED[name]));

/** Null where no config breaks a constraint. */
export function breakingText({ breaking }: Pick<SweepVerdict, 'breaking'>): string | null {
  const count = breaking.reduce((sum, { configs }) => sum + configs, 0);
  if (count === 0) return null;
  return `${plural(count, 'config')} that ${count === 1 ? 'breaks a constraint is' : 'break a constraint are'} left out, neither chosen nor compared with.`;
}

export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** `vae_mixing`; with its classifier where that is not the usual one. */
const armOf = ({ arm, classifier }: Pick<NamedConfig, 'arm' | 'classifier'>) =>
  classifier === 'ffn' ? arm : `${arm} with ${classifier}`;

/** A row of the table of comparisons, as texts. */
export interface ComparisonRow {
  readonly compared: string;
  readonly with: string;
  readonly difference: string;
  /** With the luck of the choice taken off. */
  readonly corrected: string;
  /** About that. */
  readonly interval: string;
  readonly p: string;
  readonly says: string;
  /** Replicates that would tell. */
  readonly needed: string;
}

/** What stands over each of a row's texts, in their order. */
const HEADS: Readonly<Record<keyof ComparisonRow, string>> = {
  compared: 'compared with',
  with: 'which is',
  difference: 'difference on test',
  corrected: 'less luck',
  interval: 'its 95% interval',
  p: 'p',
  says: 'it is',
  needed: 'replicates to tell',
};

export function comparisonRows({ verdict, ...given }: SweepVerdict & { verdict: Verdict }): ComparisonRow[] {
  return verdict.comparisons.map((one) => {
    const { mean, value, half, adjusted, says } = one;
    return {
      compared: COMPARED[one.name],
      with: configText(one.with.config, namesOf(given, one.with.config)),
      difference: signed(mean),
      corrected: signed(value),
      interval: half === null ? 'none' : `${signed(value - half)} to ${signed(value + half)}`,
      p: adjusted < 0.001 ? '< 0.001' : adjusted.toFixed(3),
      says,
      needed: says === 'not told apart' ? neededText(one, given.sharedRows) : '',
    };
  });
}

/** The rows with what stands over them, a text a column. */
export function comparisonTable(given: SweepVerdict & { verdict: Verdict }) {
  const columns = Object.keys(HEADS) as (keyof ComparisonRow)[];
  const rows = comparisonRows(given).map((row) => columns.map((column) => row[column]));
  return { columns: columns.map((column) => HEADS[column]), rows };
}

/** Replicates that split the same rows tell so much and no more; those that draw their own tell anything, in the end. */
function neededText({ half, needed }: VerdictComparison, sharedRows: number): string {
  if (needed !== null) return String(needed);
  if (half === null) return 'not known';
  return sharedRows > 0 ? 'more rows' : `over ${grouped(MOST_NEEDED)}`;
}
