/** Faults of the target's classes. */

import { type Fault, grouped, InputError, plural, type SplitRule, type TableShape } from '@latentsweep/core';
import { didYouMean } from '@latentsweep/plain-file';
import { continuousTarget, looksContinuous } from './continuous.ts';
import { text } from './duckdb.ts';
import { type Place, rowsWhere } from './instead.ts';
import { listed } from './refuse.ts';
import type { TableDefinition } from './source.ts';

const MOST_CLASSES = 255;
/** So many small classes are told one by one. */
const MOST_TOLD = 3;
/** So many are named in a condition that leaves them out. */
const MOST_LISTED = 10;

/** Throws by the values of the target alone, before rows are looked at. */
export function refuseClasses(
  { target, positive }: Pick<TableDefinition, 'target' | 'positive'>,
  values: readonly string[],
  spelled: (label: string) => string,
): void {
  const classes = Array.from(new Set(values)).sort();
  if (classes.length === 1) {
    const message = `The target \`${target}\` is '${classes[0]}' in all rows (${grouped(values.length)}).`;
    const hint = 'There must be two classes to tell apart. Is it the right column?';
    throw new InputError('one_class', message, hint);
  }
  if (classes.length > MOST_CLASSES) {
    const message = `The target \`${target}\` has ${grouped(classes.length)} different values; at most ${MOST_CLASSES} classes are possible.`;
    const hint =
      'Name a column of classes, or make classes of the numbers with `select` (case when … then … end).';
    throw new InputError('too_many_classes', message, hint);
  }
  if (positive === null) return;
  if (!classes.includes(positive)) {
    const message = `The target \`${target}\` never is '${positive}' (dataset.positive).`;
    const labels = classes.map(spelled);
    const hint = `${didYouMean(positive, labels)}Its values are ${listed(labels)}.`;
    throw new InputError('unknown_positive', message, hint);
  }
  if (classes.length === 2) return;
  const message = `\`positive\` is for two classes, but the target \`${target}\` has ${classes.length}: ${listed(classes.map(spelled))}.`;
  const hint = 'Leave `positive` out, or make two classes with `select`.';
  throw new InputError('positive_of_many', message, hint);
}

/**
 * Rows that differ count (equal rows stay together). Two classes need one of each for every split; of more, a class
 * needs one to train on and one to test: its metrics are left out of the validation that it lacks. Rule 1 counted all
 * rows of more than two classes, equal or not.
 */
export function smallClassFaults(
  definition: Place & Pick<TableDefinition, 'split'>,
  { classNames, classRows, distinctRows }: TableShape,
  rule: SplitRule,
  spelled: (label: string) => string,
): Fault[] {
  const { target, split } = definition;
  const two = classNames.length === 2;
  const counts = two || rule === 2 ? distinctRows : classRows;
  const splits = rule === 1 ? 3 : Object.values(split).filter((share) => share > 0).length;
  const least = two ? splits : Math.min(2, splits);
  const small = classNames.flatMap((_, k) => (counts[k]! < least ? [k] : []));
  if (small.length > 0 && looksContinuous(classNames)) {
    const { message, ...fault } = continuousTarget(definition, classNames);
    const few = `${grouped(small.length)} of them have too few rows to be trained on and tested`;
    return [{ ...fault, message: `${message}, and ${few}.` }];
  }
  const names = small.map((k) => text(spelled(classNames[k]!)));
  const others = names.length === 1 ? `<> ${names[0]}` : `not in (${names.join(', ')})`;
  const select = rowsWhere(definition, (column) => `${column} ${others}`);
  // One class is none to tell from others.
  const isWay = names.length <= MOST_LISTED && classNames.length - small.length > 1;
  const out = !isWay
    ? ''
    : select === null
      ? ', or take its rows out of the file'
      : `, or leave it out: ${select}`;
  const faults = small.map((k) => {
    const copies = counts[k] !== classRows[k];
    const rows = plural(counts[k]!, copies ? 'different row' : 'row');
    const inAll = copies ? ` (${grouped(classRows[k]!)} in all; equal rows count once)` : '';
    return {
      code: 'class_too_small',
      path: 'dataset.target',
      message: `Class '${spelled(classNames[k]!)}' of the target \`${target}\` has ${rows}${inAll}; it needs at least ${least} to be trained on and tested.`,
      hint: `Get more rows of it, or merge it with another class${out}.`,
    };
  });
  if (faults.length <= MOST_TOLD) return faults;
  const more = small.slice(1).map((k) => spelled(classNames[k]!));
  const told = `so it is with ${grouped(more.length)} more classes: ${listed(more)}`;
  return [{ ...faults[0]!, message: `${faults[0]!.message.slice(0, -1)}; ${told}.` }];
}
