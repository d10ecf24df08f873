import { plural } from '@latentsweep/core';
import { type Caveat, className, type Ranking } from './caveat.ts';

/** With fewer rows than that a class's share of a metric moves in leaps. */
const FEW = 10;
/** Classes that are named. */
const NAMED = 3;

/** Classes without a row on which they could be judged. */
export function missingClassCaveat(ranking: Ranking): Caveat | null {
  const { classRows } = ranking.standing;
  for (const split of ['test', 'validation'] as const) {
    const missing = classesWhere(classRows[split], (rows) => rows === 0);
    if (missing.length === 0) continue;
    const all = classRows[split].length;
    const lacking = classRows[split].filter((rows) => rows.includes(0)).length;
    const classes = classRows[split][0]!.length;
    const where = lacking === all ? '' : ` in ${lacking} of ${all} replicates`;
    const over =
      classes === 2
        ? 'say nothing of it'
        : `are over ${classes - missing.length} of ${classes} classes${lacking === all ? '' : ' there'}`;
    return {
      code: 'class_missing',
      message: `No ${split} row is of class ${names(ranking, missing)}${where}: ${split === 'test' ? 'test_' : 'val_'} metrics ${over}`,
      hint:
        split === 'test'
          ? 'Give the test rows a larger share (`dataset.split`), or get more rows of it.'
          : `Rank by a test_ metric, or ${missing.every((k) => isPair(ranking, k)) ? 'get more rows of it: two that differ go to training and test' : 'give the validation rows a larger share (`dataset.split`)'}.`,
    };
  }
  return null;
}

/** No share gives validation a row of a class of two. */
function isPair({ report }: Ranking, k: number): boolean {
  return report !== null && report.kind !== 'simulated' && report.classes[k]!.distinct <= 2;
}

/** Classes with so few test rows that one of them decides. */
export function smallClassCaveat(ranking: Ranking): Caveat | null {
  const { test } = ranking.standing.classRows;
  const few = classesWhere(test, (rows) => rows > 0 && rows < FEW);
  if (few.length === 0) return null;
  const least = Math.min(...few.map((k) => fewest(test, k)));
  const fewestOf = few.filter((k) => fewest(test, k) === least);
  const one = fewestOf.length === 1;
  const others = few.length - fewestOf.length;
  const more = others === 0 ? '' : ` (${plural(others, 'other')} fewer than ${FEW})`;
  return {
    code: 'class_small',
    message:
      `${one ? 'Class' : 'Each of the classes'} ${names(ranking, fewestOf)} has ` +
      `${least === 1 ? 'one test row' : `as few as ${least} test rows`}${more}: each is ${(1 / least).toFixed(2)} of its recall`,
    hint: 'Trust intervals over many replicates, which deal other rows to the test set, more than ranks.',
  };
}

function classesWhere(
  classRows: readonly (readonly number[])[],
  is: (fewestRows: number) => boolean,
): number[] {
  return (classRows[0] ?? []).flatMap((_, k) => (is(fewest(classRows, k)) ? [k] : []));
}

const fewest = (classRows: readonly (readonly number[])[], k: number) =>
  Math.min(...classRows.map((rows) => rows[k]!));

function names(ranking: Ranking, classes: readonly number[]): string {
  const shown = classes.slice(0, NAMED).map((k) => className(ranking, k));
  const more = classes.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} (and ${more} more)`;
}
