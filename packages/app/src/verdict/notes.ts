import {
  grouped,
  type MissingComparison,
  MOST_NEEDED,
  plural,
  type Verdict,
  type VerdictComparison,
} from '@latentsweep/core';
import { metric, signed } from '../text/number.ts';
import type { SweepVerdict } from './read.ts';
import { breakingText, COMPARED, list } from './text.ts';

/** How it is known, what would be needed to know more, and what is missing; a sentence or two each. */
export function verdictNotes(given: SweepVerdict & { verdict: Verdict }): string[] {
  return [
    ofChoice(given),
    ofLuck(given),
    ofMore(given),
    ofPlacebo(given),
    ...ofMissing(given),
    ofLeftOut(given),
    breakingText(given),
    given.state === 'completed' ? null : `The sweep is ${given.state}: this is as it stands now.`,
  ].filter((note) => note !== null);
}

type Given = SweepVerdict & { verdict: Verdict };

function ofChoice({ verdict, higherIsBetter }: Given): string {
  return `Differences are paired over ${plural(verdict.replicates, 'replicate')}; above zero is better${
    higherIsBetter ? '' : ', though less of the metric is'
  }. Intervals are 95%; p is corrected for ${plural(verdict.comparisons.length, 'comparison')} (Holm).`;
}

function ofLuck({ verdict, sharedRows, fixedRows }: Given): string | null {
  const { luck } = verdict.comparisons[0]!;
  const notes: string[] = [];
  if (luck > 0) {
    notes.push(
      `Of a difference above zero ${metric(luck)} are taken off: the best of ${plural(verdict.among, 'config')} by validation owes that to luck on average.`,
    );
  }
  if (fixedRows !== null) {
    const same =
      fixedRows === 'by time'
        ? 'rows in training, validation and test, which are split by time'
        : 'test images, which the source has apart';
    notes.push(
      `All replicates have the same ${same}: intervals know how training varies, and not what other rows would have given.`,
    );
  } else if (sharedRows > 0) {
    notes.push('Replicates split the same rows, for which intervals are widened (Nadeau and Bengio, 2003).');
  }
  return notes.length === 0 ? null : notes.join(' ');
}

function ofMore({ verdict, state, sharedRows }: Given): string | null {
  const open = verdict.comparisons.filter(({ says }) => says === 'not told apart');
  if (open.length === 0) return null;
  const varies = open.filter(({ half }) => half !== null);
  if (varies.length === 0) return neverTold(open, sharedRows).trim();
  const tells = Math.max(...varies.map((one) => one.tells));
  const told = `${plural(verdict.replicates, 'replicate')} tell a difference of ${metric(tells)} or more in 80% of sweeps.`;
  const known = open.flatMap(({ needed }) => (needed === null ? [] : [needed]));
  const more =
    known.length === 0 || Math.max(...known) <= verdict.replicates
      ? ''
      : ` For differences as large as those seen it would take ${plural(Math.max(...known), 'replicate')}${state === 'completed' ? ' (`--replicates` of `sweep run`; only the new ones are trained)' : ''}.`;
  return told + more + neverTold(open, sharedRows);
}

/** Of those that no number of replicates tells apart: where they split the same rows, or where all have the same value. */
function neverTold(open: readonly VerdictComparison[], sharedRows: number): string {
  const beyond = open.filter(({ needed }) => needed === null);
  const names = (some: readonly VerdictComparison[]) => list(some.map(({ name }) => COMPARED[name]));
  const alike = beyond.filter(({ half }) => half === null);
  const small = beyond.filter(({ half }) => half !== null);
  const why =
    sharedRows > 0
      ? 'no number of replicates tells one as small as was seen: that takes more rows'
      : `one as small as was seen takes over ${grouped(MOST_NEEDED)} replicates`;
  return [
    small.length === 0 ? '' : ` To ${names(small)} ${why}.`,
    alike.length === 0
      ? ''
      : ` To ${names(alike)} the difference is the same in every replicate, so that it is not known how much it varies.`,
  ].join('');
}

function ofPlacebo({ verdict }: Given): string | null {
  const { placebo, conclusion } = verdict;
  if (placebo === null) return null;
  const told = placebo.p < 0.05;
  const difference = `${signed(placebo.value)}${placebo.half === null ? '' : ` ± ${metric(placebo.half)}`}`;
  if (told && placebo.value > 0)
    return `Over ${placebo.with.arm}, whose made rows hold nothing, it gains ${difference}.`;
  return `Rows that hold nothing (${placebo.with.arm}) do ${told ? 'better' : 'no worse that could be told'} (difference ${difference})${
    conclusion === 'helps' || conclusion === 'in part'
      ? ': what it gains may not be the merit of its rows'
      : ''
  }.`;
}

const WANTED: Readonly<Record<Exclude<MissingComparison['name'], 'strongest'>, string>> = {
  nothing: 'none',
  oversampling: 'oversample',
  shifting: 'prior_shift',
  plain: 'oversample',
};

/** What to add to the sweep file, so that it is compared with all. */
function ofMissing({ verdict: { missing }, varying, narrowed, breaking }: Given): string[] {
  const breaks = ({ name, classifier }: MissingComparison) =>
    breaking.some((one) => one.classifier === classifier && answers(one.arm, name));
  const broken = missing.filter(breaks);
  const arms = missing.filter((one) => one.name !== 'strongest' && !breaks(one));
  const strongest = missing.find(({ name }) => name === 'strongest');
  const names = (some: readonly MissingComparison[]) => list(some.map(({ name }) => COMPARED[name]));
  if (narrowed && missing.length > 0) {
    return [`Not compared with ${names(missing)}: no other config that meets the condition is that.`];
  }
  const notes: string[] = [];
  if (broken.length > 0) notes.push(`Not compared with ${names(broken)}: that breaks a constraint here.`);
  if (arms.length > 0) {
    const wanted = [...new Set(arms.map(({ name }) => WANTED[name as keyof typeof WANTED]))];
    const with_ = arms[0]!.classifier === 'ffn' ? '' : ` (with \`classifier: ${arms[0]!.classifier}\`)`;
    notes.push(
      `Not compared with ${names(arms)}: add ${list(wanted)} to the values of \`arm\`${with_}; only they are trained.`,
    );
  }
  if (strongest !== undefined) notes.push(ofOneClassifier(strongest.classifier, varying));
  return notes;
}

/** Whether configs of an arm would be compared with under that name. */
const answers = (arm: string, name: MissingComparison['name']): boolean =>
  name === 'plain' ? Object.values(WANTED).includes(arm) : name !== 'strongest' && WANTED[name] === arm;

function ofOneClassifier(classifier: string, varying: readonly string[]): string {
  const not = `Not compared with ${COMPARED.strongest}`;
  if (varying.includes('classifier')) {
    return `${not}: of the sweep's classifiers only ${classifier} is looked at, because no other has results in all replicates.`;
  }
  const both = [...new Set([classifier, 'boosted_trees'])].join(', ');
  return `${not}: the sweep has one classifier. Add \`classifier: { values: [${both}] }\` to its parameters; only the new ones are trained.`;
}

function ofLeftOut({ incomplete }: Given): string | null {
  if (incomplete === 0) return null;
  return `${plural(incomplete, 'config')} that ${incomplete === 1 ? 'lacks' : 'lack'} a value in some replicate ${incomplete === 1 ? 'is' : 'are'} left out.`;
}
