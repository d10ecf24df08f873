import { createHash } from 'node:crypto';
import { type Fault, InputError, type Seed, type TableSpec } from '@latentsweep/core';
import type { ArrowColumn } from './arrow.ts';
import { featureKinds, targetFaults, unknownColumns } from './check.ts';
import { classFaults, smallClassFaults } from './classes.ts';
import { continuousTarget, looksContinuous } from './continuous.ts';
import { type DuckDBConnection, withDuckDb } from './duckdb.ts';
import { numberedColumns } from './index-column.ts';
import { labelMeant } from './label.ts';
import { leakNotes } from './leak.ts';
import { loadSource, type Source, type TableDefinition } from './load.ts';
import { withoutWords } from './missing.ts';
import { profileColumns } from './profile.ts';
import { readTargets, readValues } from './read.ts';
import { readDates } from './read-dates.ts';
import { refuse } from './refuse.ts';
import { remarks } from './remark.ts';
import { type LeftOut, reportTable, type TableReport } from './report.ts';
import { reread } from './reread.ts';
import { byRule, type RuleChoice, ruleNotes } from './rule.ts';
import { spellings } from './spelling.ts';

export interface ResolvedTable {
  readonly spec: TableSpec;
  readonly content: Uint8Array;
  readonly report: TableReport;
  readonly notes: readonly Fault[];
}

/**
 * Reads a table, finds the types of its columns, checks it and puts it into Arrow. Throws InputError where it
 * can't be learnt from, with all faults of the columns at once. `seed`: of the replicate whose split is reported.
 */
export async function resolveTable(
  definition: TableDefinition,
  seed: Seed,
  chooseRule: RuleChoice,
): Promise<ResolvedTable> {
  return withDuckDb(definition.folder, async (db) => {
    const source = await loadSource(db, definition);
    refuse(unknownColumns(source, definition));
    return readTable(db, source, definition, seed, chooseRule);
  });
}

async function readTable(
  db: DuckDBConnection,
  source: Source,
  definition: TableDefinition,
  seed: Seed,
  chooseRule: RuleChoice,
): Promise<ResolvedTable> {
  const { target, drop } = definition;
  const words = definition.missing ?? [];
  const present = source.columns.map((column) => withoutWords(column, words));
  const { columns, ...dates } = await readDates(db, source, present, definition);
  const kept = columns.filter(({ name }) => name !== target && !drop.includes(name));
  const targetColumn = columns.find(({ name }) => name === target)!;
  const { rows, profiles } = await profileColumns(db, [targetColumn, ...kept], {
    codes: definition.categorical,
  });
  if (rows === 0) {
    const message = `${source.label} has columns but no rows.`;
    throw new InputError('no_rows', message, 'Rows of data follow the header.');
  }
  const read = await reread(db, profiles, definition, [target, ...definition.categorical], rows);
  const targetProfile = read[0]!.profile;
  const others = read.slice(1).map(({ profile }) => profile);
  const { numbered, notes: numberings } = await numberedColumns(db, source, others, rows, definition);
  const columnsRead = read
    .slice(1)
    .filter(({ profile }) => !numbered.some(({ column }) => column === profile.column));
  const { kinds, faults } = await featureKinds(db, source, columnsRead, definition);
  refuse([...targetFaults(source, targetProfile, rows), ...dates.faults, ...faults]);

  const coded = await readTargets(db, targetProfile, rows);
  const targets = Array.from(coded.codes, (code) => coded.levels[code]!);
  const { positive } = definition;
  const spelled = { ...definition, positive: positive && labelMeant(positive, coded.levels) };
  const labels = await spellings(db, targetProfile);
  refuse(classFaults(spelled, targets, labels));

  const features = columnsRead.flatMap(({ profile: { column } }, i) => {
    const kind = kinds[i]!;
    return kind === 'empty' ? [] : [{ column, kind }];
  });
  const { bytes, columns: made } = await readValues(db, features, coded, rows);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { spec, shape } = await byRule(specOf(spelled, made, sha256), seed, bytes, chooseRule);
  if (shape.features === 0) {
    const message = `${source.label} has no column to learn from: all others are dropped, empty or constant.`;
    throw new InputError('no_features', message, 'Keep a column whose values differ.');
  }
  refuse(smallClassFaults(definition, shape, spec.rule ?? 1, labels));
  const shown = { ...shape, classNames: shape.classNames.map(labels) };
  const notes = [
    ...source.notes,
    ...dates.notes,
    ...numberings,
    ...(await remarks(db, source, columnsRead, kinds, definition)),
    ...(looksContinuous(shape.classNames) ? [continuousTarget(definition, shape.classNames)] : []),
    ...ruleNotes(spec, shown),
    ...leakNotes(source.label, made.slice(0, -1), targets, definition.keep ?? []),
  ];
  const leftOut: LeftOut[] = [
    ...source.columns
      .filter(({ name }) => drop.includes(name))
      .map(({ name }) => ({ name, why: 'dropped' as const })),
    ...numbered.map(({ column, why }) => ({ name: column.name, why })),
    ...columnsRead
      .filter((_, i) => kinds[i] === 'empty')
      .map(({ profile }) => ({ name: profile.column.name, why: 'empty' as const })),
  ];
  const report = reportTable(definition, shown, leftOut);
  return { spec, content: bytes, report, notes };
}

function specOf(definition: TableDefinition, columns: readonly ArrowColumn[], content: string): TableSpec {
  const { target, positive, categorical, scale, split, balance } = definition;
  // Text is categorical anyway, so naming it makes no other data set.
  const numbers = columns.filter(({ name, kind }) => kind === 'number' && categorical.includes(name));
  return {
    kind: 'table',
    content,
    target,
    positive,
    categorical: numbers.map(({ name }) => name),
    scale,
    split,
    balance,
  };
}
