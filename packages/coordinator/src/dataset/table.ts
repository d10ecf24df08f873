import { createHash } from 'node:crypto';
import { type Fault, InputError, type Seed, type TableSpec } from '@latentsweep/core';
import type { ArrowColumn } from './arrow.ts';
import { featureKinds, targetFaults, unknownColumns } from './check.ts';
import { classFaults, smallClassFaults } from './classes.ts';
import { type DuckDBConnection, withDuckDb } from './duckdb.ts';
import { numberedColumns } from './index-column.ts';
import { leakNotes } from './leak.ts';
import { loadSource, type Source, type TableDefinition } from './load.ts';
import { type Profile, profileColumns } from './profile.ts';
import { readTargets, readValues } from './read.ts';
import { refuse } from './refuse.ts';
import { type LeftOut, reportTable, type TableReport } from './report.ts';
import { byRule, type RuleChoice, ruleNotes } from './rule.ts';

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
  const kept = source.columns.filter(({ name }) => name !== target && !drop.includes(name));
  const targetColumn = source.columns.find(({ name }) => name === target)!;
  const { rows, profiles } = await profileColumns(db, [targetColumn, ...kept], {
    codes: definition.categorical,
  });
  if (rows === 0) {
    const message = `${source.label} has columns but no rows.`;
    throw new InputError('no_rows', message, 'Rows of data follow the header.');
  }
  const [targetProfile, ...otherProfiles] = profiles;
  const { numbered, notes } = await numberedColumns(db, source, otherProfiles, rows, definition);
  const featureProfiles = otherProfiles.filter(({ column }) => !numbered.some((of) => of.column === column));
  const { kinds, faults } = await featureKinds(db, source, featureProfiles, definition);
  refuse([...targetFaults(source, targetProfile!, rows), ...faults]);

  const coded = await readTargets(db, targetProfile!, rows);
  const targets = Array.from(coded.codes, (code) => coded.levels[code]!);
  const spelled = { ...definition, positive: asTarget(definition.positive, targetProfile!) };
  refuse(classFaults(spelled, targets));

  const features = featureProfiles.flatMap(({ column }, i) => {
    const kind = kinds[i]!;
    return kind === 'empty' ? [] : [{ column, kind }];
  });
  const { bytes, columns } = await readValues(db, features, coded, rows);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { spec, shape } = await byRule(specOf(spelled, columns, sha256), seed, bytes, chooseRule);
  if (shape.features === 0) {
    const message = `${source.label} has no column to learn from: all others are dropped, empty or constant.`;
    throw new InputError('no_features', message, 'Keep a column whose values differ.');
  }
  refuse(smallClassFaults(definition, shape, spec.rule ?? 1));
  const leftOut: LeftOut[] = [
    ...source.columns
      .filter(({ name }) => drop.includes(name))
      .map(({ name }) => ({ name, why: 'dropped' as const })),
    ...numbered.map(({ column, why }) => ({ name: column.name, why })),
    ...featureProfiles
      .filter((_, i) => kinds[i] === 'empty')
      .map(({ column }) => ({ name: column.name, why: 'empty' as const })),
  ];
  const report = reportTable(definition, shape, leftOut);
  return {
    spec,
    content: bytes,
    report,
    notes: [
      ...source.notes,
      ...notes,
      ...ruleNotes(spec, shape),
      ...leakNotes(source.label, columns.slice(0, -1), targets),
    ],
  };
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

/** The user's `positive` in the spelling that `readTargets` gives the values. */
function asTarget(positive: string | null, { present, finite, boolean }: Profile): string | null {
  if (positive === null) return null;
  if (finite === present && positive.trim() !== '' && Number.isFinite(Number(positive))) {
    return String(Number(positive));
  }
  return boolean === present ? positive.trim().toLowerCase() : positive.trim();
}
