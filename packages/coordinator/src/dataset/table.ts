import { type Fault, InputError, type TableShape, type TableSpec, tableShape } from '@latentsweep/core';
import { type ArrowColumn, toArrow } from './arrow.ts';
import { featureKinds, targetFaults, unknownColumns } from './check.ts';
import { classFaults, smallClassFaults } from './classes.ts';
import { type DuckDBConnection, withDuckDb } from './duckdb.ts';
import { loadSource, type Source, type TableDefinition } from './load.ts';
import { type Profile, profileColumns } from './profile.ts';
import { readTargets, readValues } from './read.ts';
import { grouped, refuse } from './refuse.ts';

export interface ResolvedTable {
  readonly spec: TableSpec;
  readonly content: Uint8Array;
  readonly summary: string;
  readonly notes: readonly Fault[];
}

/**
 * Reads a table, finds the types of its columns, checks it and puts it into Arrow. Throws InputError where it
 * can't be learnt from, with all faults of the columns at once.
 */
export async function resolveTable(definition: TableDefinition): Promise<ResolvedTable> {
  return withDuckDb(definition.folder, async (db) => {
    const source = await loadSource(db, definition);
    refuse(unknownColumns(source, definition));
    return readTable(db, source, definition);
  });
}

async function readTable(
  db: DuckDBConnection,
  source: Source,
  definition: TableDefinition,
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
  const [targetProfile, ...featureProfiles] = profiles;
  const { kinds, faults } = await featureKinds(db, source, featureProfiles, definition);
  refuse([...targetFaults(source, targetProfile!, rows), ...faults]);

  const targets = await readTargets(db, targetProfile!, rows);
  const spelled = { ...definition, positive: asTarget(definition.positive, targetProfile!) };
  refuse(classFaults(spelled, targets));

  const features = featureProfiles.flatMap(({ column }, i) => {
    const kind = kinds[i]!;
    return kind === 'empty' ? [] : [{ column, kind }];
  });
  const columns: ArrowColumn[] = [
    ...(await readValues(db, features, rows)),
    { name: target, kind: 'text', values: targets },
  ];
  const { bytes, sha256 } = toArrow(columns);
  const spec = specOf(spelled, columns, sha256);
  const shape = tableShape(spec, bytes);
  if (shape.features === 0) {
    const message = `${source.label} has no column to learn from: all others are dropped, empty or constant.`;
    throw new InputError('no_features', message, 'Keep a column whose values differ.');
  }
  refuse(smallClassFaults(definition, shape));
  const empty = featureProfiles.filter((_, i) => kinds[i] === 'empty').map(({ column }) => column.name);
  return { spec, content: bytes, summary: summaryOf(shape, features.length, empty), notes: source.notes };
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

function summaryOf(shape: TableShape, columns: number, empty: readonly string[]): string {
  const { rows, features, classNames, classRows } = shape;
  const counted = classNames.map((name, k) => `${name} (${grouped(classRows[k]!)})`);
  const classes = counted.length > 10 ? [...counted.slice(0, 10), '…'] : counted;
  const encoded = features === columns ? '' : ` as ${grouped(features)} features`;
  const left = empty.length === 0 ? '' : `; left out, empty: ${empty.join(', ')}`;
  return `${grouped(rows)} rows, ${grouped(columns)} columns${encoded}, ${classNames.length} classes: ${classes.join(', ')}${left}`;
}
