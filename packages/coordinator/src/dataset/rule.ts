/** By which rule a table is split and its classes are rebalanced. */

import { packSpec } from '@latentsweep/bus';
import {
  type Fault,
  InputError,
  type OpenTable,
  openTable,
  type Seed,
  type SplitRule,
  type TableShape,
  type TableSpec,
  tableShape,
} from '@latentsweep/core';

/** Chooses by the fingerprints that the table has by each rule: a sweep goes on by the one that it began with. */
export type RuleChoice = (fingerprints: Readonly<Record<SplitRule, string>>) => Promise<SplitRule>;

/**
 * `first` as the chosen rule has it, and its shape. Where both rules say the same, it stays as it is: so do its
 * fingerprint and all results on it.
 */
export async function byRule(
  first: TableSpec,
  seed: Seed,
  content: Uint8Array,
  choose: RuleChoice,
): Promise<{ readonly spec: TableSpec; readonly shape: TableShape }> {
  const table = await openTable(content);
  // What is split by a column has no older results.
  if (first.rule === 2) return { spec: first, shape: splitShape(first, seed, table) };
  const second: TableSpec = { ...first, rule: 2 };
  const shape = tableShape(second, seed, table);
  if (rulesAgree(shape)) return { spec: first, shape };
  const rule = await choose({ 1: packSpec(first).sha256, 2: packSpec(second).sha256 });
  return rule === 2 ? { spec: second, shape } : { spec: first, shape: tableShape(first, seed, table) };
}

/** Throws InputError where groups can't be dealt. */
function splitShape(spec: TableSpec, seed: Seed, table: OpenTable): TableShape {
  try {
    return tableShape(spec, seed, table);
  } catch (error) {
    if (spec.group === undefined || !(error instanceof Error)) throw error;
    throw new InputError(
      'groups_not_split',
      `The groups of \`${spec.group}\` can't be split: ${error.message}.`,
      'Each class needs rows in several groups. Split by another column, or leave small classes out with a `select`.',
    );
  }
}

/** Where all rows of a class differ, both deal them alike; of two classes the first rule never rebalances class 0. */
function rulesAgree({ classNames, majority, classRows, distinctRows }: TableShape): boolean {
  const dealtAlike = classRows.every((rows, k) => rows >= 3 && distinctRows[k] === rows);
  return dealtAlike && (classNames.length > 2 || majority === 0);
}

/** What a class of few rows means for the splits. */
export function ruleNotes({ rule }: TableSpec, { classNames, splitRows }: TableShape): Fault[] {
  const lacking = classNames.filter((_, k) => splitRows.validation[k] === 0);
  const validated = classNames.length - lacking.length;
  if (rule !== 2 || lacking.length === 0 || validated === 0) return [];
  const [which, have] =
    lacking.length === 1 ? [`class '${lacking[0]}'`, 'has'] : [`${lacking.length} classes`, 'have'];
  const message = `${which} of the target ${have} two different rows, one to train on and one to test: validation has none of it`;
  const hint = `Metrics that begin with val_ are over ${validated} of ${classNames.length} classes.`;
  return [{ code: 'class_not_validated', path: 'dataset.target', message, hint }];
}
