import { type Fault, InputError } from '@latentsweep/core';
import type { Feature } from '../content/read.ts';
import type { DuckDBConnection } from '../duckdb.ts';
import { refuse, sentence } from '../refuse.ts';
import type { LeftOut } from '../report.ts';
import type { Source, TableDefinition } from '../source.ts';
import { featureKinds, targetFaults } from './check.ts';
import { numberedColumns } from './index-column.ts';
import { withoutWords } from './missing.ts';
import { type Profile, profileColumns } from './profile.ts';
import { readDates } from './read-dates.ts';
import { remarks } from './remark.ts';
import { reread } from './reread.ts';

export interface ReadColumns {
  readonly rows: number;
  readonly target: Profile;
  readonly features: readonly Feature[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly Fault[];
}

/** How each column is read, and what it becomes. Throws InputError with all faults of the columns at once. */
export async function readColumns(
  db: DuckDBConnection,
  source: Source,
  definition: TableDefinition,
): Promise<ReadColumns> {
  const { target, drop, categorical, missing } = definition;
  const present = source.columns.map((column) => withoutWords(column, missing ?? []));
  const { columns, ...dates } = await readDates(db, source, present, definition);
  const targetColumn = columns.find(({ name }) => name === target)!;
  const others = columns.filter(({ name }) => name !== target && !drop.includes(name));
  const { rows, profiles } = await profileColumns(db, [targetColumn, ...others], { codes: categorical });
  if (rows === 0) {
    const message = `${sentence(source.label)} has columns but no rows.`;
    throw new InputError('no_rows', message, 'Rows of data follow the header.');
  }
  const [targetRead, ...read] = await reread(db, profiles, definition, [target, ...categorical], rows);
  const profilesRead = read.map(({ profile }) => profile);
  const { numbered, notes } = await numberedColumns(db, source, profilesRead, rows, definition);
  const kept = read.filter(({ profile }) => !numbered.some(({ column }) => column === profile.column));
  const { kinds, faults } = await featureKinds(db, source, kept, definition);
  refuse([...targetFaults(source, targetRead!.profile, rows, definition), ...dates.faults, ...faults]);

  const features: Feature[] = [];
  const empty: LeftOut[] = [];
  kept.forEach(({ profile: { column } }, i) => {
    const kind = kinds[i]!;
    if (kind === 'empty') empty.push({ name: column.name, why: 'empty' });
    else features.push({ column, kind });
  });
  const dropped = source.columns.filter(({ name }) => drop.includes(name));
  return {
    rows,
    target: targetRead!.profile,
    features,
    leftOut: [
      ...dropped.map(({ name }) => ({ name, why: 'dropped' as const })),
      ...numbered.map(({ column, why }) => ({ name: column.name, why })),
      ...empty,
    ],
    notes: [...dates.notes, ...notes, ...(await remarks(db, source, kept, kinds, definition))],
  };
}
