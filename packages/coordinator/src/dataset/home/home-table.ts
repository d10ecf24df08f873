/** A table as its file has it, for rows that are to stand beside its own. */

import { askOfEach, unpivoted } from '../column/batch.ts';
import { asNumber, familyOf } from '../column/cell.ts';
import { GENERATED } from '../column/generated.ts';
import { readColumns } from '../column/read-columns.ts';
import { asDeclared } from '../declared.ts';
import { identifier, rowOf, text, withDuckDb } from '../duckdb.ts';
import { loadSource } from '../load.ts';
import type { Source, SourceColumn, TableDefinition } from '../source.ts';
import { type CellStyle, styleOf } from './style.ts';

export interface HomeColumn {
  readonly name: string;
  readonly style: CellStyle;
  /** By Postgres's names, in which all of its cells fit. */
  readonly type: 'text' | 'double precision' | 'bigint' | 'boolean' | 'date' | 'timestamp';
}

export interface HomeTable {
  /** What it is called in messages. */
  readonly label: string;
  /** As in the file. */
  readonly columns: readonly HomeColumn[];
  readonly rows: number;
  /** Writes the table as CSV with a header, and a last column that says that none of its rows is generated. */
  writeCsv(path: string): Promise<void>;
}

/** Throws as reading the table for a sweep does. */
export async function withHomeTable<T>(
  given: TableDefinition,
  use: (table: HomeTable) => Promise<T>,
): Promise<T> {
  return withDuckDb(given.folder, async (db) => {
    const source = await loadSource(db, given);
    const definition = asDeclared(given, source);
    const { rows, features, leftOut } = await readColumns(source, definition);
    const types = await typesOf(source);
    const style = async (raw: SourceColumn, type: HomeColumn['type']): Promise<CellStyle> => {
      const { group, time } = definition;
      const counts = leftOut.some(({ name, why }) => name === raw.name && COUNTING.includes(why));
      // A made row comes from rows of several groups, and so is a group of its own.
      if (raw.name === group && type === 'text') return { kind: 'own name' };
      if (raw.name === group || counts) return counterOf(source, raw);
      const feature = features.find(({ column }) => column.name === raw.name);
      return styleOf(source, raw, raw.name === time ? undefined : feature, definition);
    };
    const columns: HomeColumn[] = [];
    for (const [i, raw] of source.columns.entries()) {
      if (raw.name === GENERATED) continue;
      const type = types[i]!;
      columns.push({ name: raw.name, style: await style(raw, type), type });
    }
    return use({
      label: source.label,
      columns,
      rows,
      async writeCsv(path) {
        const own = source.columns.filter(({ name }) => name !== GENERATED);
        // Names are read without blanks around them: what has none in the file has none here.
        const unnamed = own.filter(({ name }) => source.unnamed.includes(name));
        const headed = (column: SourceColumn) => {
          const place = unnamed.indexOf(column);
          return place < 0 ? column.name : ' '.repeat(place + 1);
        };
        const selected = own.map((column) => `${column.sql} as ${identifier(headed(column))}`);
        const query = `select ${[...selected, `false as ${identifier(GENERATED)}`].join(', ')} from data order by rowid`;
        await db.run(
          `copy (${query}) to ${text(path)} (format csv, header true, delim ',', quote '"', escape '"', nullstr '')`,
        );
      },
    });
  });
}

const COUNTING: readonly string[] = ['unnamed', 'row numbers'];

/** Numbers of rows go on behind the last one, so that they are known for such when the table is read again. */
async function counterOf({ db }: Source, column: SourceColumn): Promise<CellStyle> {
  const [last, all] = await rowOf(
    db,
    `select max(${asNumber(column)}), count(*) = count(${asNumber(column)}) from data`,
  );
  return all && Number.isSafeInteger(last) ? { kind: 'counter', last: Number(last) } : { kind: 'blank' };
}

/** Text of which all cells are numbers is numbers in a file with types. */
async function typesOf(source: Source): Promise<HomeColumn['type'][]> {
  const texts = source.columns.filter(({ type }) => familyOf(type) === 'text');
  const said = await askOfEach<{ present: string; whole: string; plain: string; flags: string }>(
    source.db,
    texts,
    (batch) => `
      select i, count(t) as present, count(try_cast(t as bigint)) filter (t = try_cast(t as bigint)::varchar) as whole,
        count(try_cast(t as double)) filter (not contains(t, '_')) as plain,
        count(*) filter (lower(t) in ('true', 'false')) as flags
      from (select i, ${batch.text} as t from ${unpivoted(batch)}) group by i`,
  );
  return source.columns.map((column) => {
    const counts = said.get(column);
    if (counts === undefined) return ofType(column.type);
    const present = Number(counts.present);
    if (present === 0) return 'text';
    if (Number(counts.whole) === present) return 'bigint';
    if (Number(counts.plain) === present) return 'double precision';
    return Number(counts.flags) === present ? 'boolean' : 'text';
  });
}

function ofType(type: string): HomeColumn['type'] {
  if (/^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) return 'bigint';
  if (familyOf(type) === 'number') return 'double precision';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'DATE') return 'date';
  return type.startsWith('TIMESTAMP') ? 'timestamp' : 'text';
}
