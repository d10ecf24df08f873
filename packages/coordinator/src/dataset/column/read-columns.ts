import { InputError } from '@latentsweep/core';
import type { Feature } from '../content/read.ts';
import type { DeclaredDefinition } from '../declared.ts';
import { refuse, sentence } from '../refuse.ts';
import type { Source, TableDefinition } from '../source.ts';
import { featureKinds, targetFaults } from './check.ts';
import { GENERATED, generatedNotes } from './generated.ts';
import { numberedColumns } from './index-column.ts';
import { withoutWords } from './missing.ts';
import { profileColumns } from './profile.ts';
import { readDates } from './read-dates.ts';
import { remarks } from './remark.ts';
import { reread } from './reread.ts';
import { splitFaults, splitFeature, splitName } from './split-column.ts';

/** How each column is read, and what it becomes. Throws InputError with all faults of the columns at once. */
export async function readColumns(source: Source, definition: TableDefinition & Partial<DeclaredDefinition>) {
  const { db } = source;
  const { target, drop, categorical, missing } = definition;
  const present = source.columns.map((column) => withoutWords(column, missing ?? []));
  const { columns, ...dates } = await readDates(source, present, definition);
  const targetColumn = columns.find(({ name }) => name === target)!;
  const splitBy = splitName(definition);
  const splitColumns = columns.filter(({ name }) => name === splitBy);
  const apart = [target, splitBy, GENERATED, ...drop];
  const others = columns.filter(({ name }) => !apart.includes(name));
  const { rows, profiles } = await profileColumns(db, [targetColumn, ...splitColumns, ...others], {
    codes: categorical,
  });
  if (rows === 0) {
    const message = `${sentence(source.label)} has columns but no rows.`;
    throw new InputError('no_rows', message, 'Rows of data follow the header.');
  }
  const named = [target, ...(definition.group === undefined ? [] : [definition.group]), ...categorical];
  const [targetRead, ...all] = await reread(db, profiles, definition, named, rows);
  const read = all.slice(splitColumns.length);
  const [splitRead] = all.slice(0, splitColumns.length);
  const profilesRead = read.map(({ profile }) => profile);
  const { numbered, notes } = await numberedColumns(source, profilesRead, rows, definition);
  const kept = read.filter(({ profile }) => !numbered.some(({ column }) => column === profile.column));
  const { kinds, faults } = await featureKinds(source, kept, definition);
  refuse([
    ...targetFaults(source, targetRead!.profile, rows, definition),
    ...(splitRead ? await splitFaults(source, splitRead.profile, rows, definition) : []),
    ...dates.faults,
    ...faults,
  ]);

  const features = kept.flatMap(({ profile: { column } }, i): Feature[] => {
    const kind = kinds[i]!;
    return kind === 'empty' ? [] : [{ column, kind }];
  });
  const dropped = source.columns.filter(
    ({ name }) => name !== splitBy && name !== GENERATED && drop.includes(name),
  );
  const generated = source.columns.filter(({ name }) => name === GENERATED);
  const empty = kept.filter((_, i) => kinds[i] === 'empty');
  return {
    rows,
    target: targetRead!.profile,
    features: splitRead ? [...features, splitFeature(splitRead.profile, definition)] : features,
    leftOut: [
      ...splitColumns.map(({ name }) => ({ name, why: 'splits the rows' as const })),
      ...dropped.map(({ name }) => ({ name, why: 'dropped' as const })),
      ...generated.map(({ name }) => ({ name, why: 'says which rows are generated' as const })),
      ...numbered.map(({ column, why }) => ({ name: column.name, why })),
      ...empty.map(({ profile }) => ({ name: profile.column.name, why: 'empty' as const })),
    ],
    notes: [
      ...(await generatedNotes(source)),
      ...dates.notes,
      ...notes,
      ...(await remarks(source, kept, kinds, definition)),
    ],
  };
}
