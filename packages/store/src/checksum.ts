import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { resultColumns } from './columns.ts';
import { all, type Db, type Method } from './db.ts';
import type { Layout } from './measures.ts';

const PAGE = 5000;

/**
 * SHA-256 over a sweep's trials by (config hash, replicate): state and every figure as Postgres writes a row, where
 * each double precision is its shortest decimal that reads back to the same bits. Measures that came later stand behind
 * it by their names, in the trials that have them.
 */
export const checksum: Method<'checksum', [Db, Layout]> = async (db, layout, sweepId) => {
  const hash = createHash('sha256');
  const { early, late } = resultColumns(layout);
  const row = [
    ...['c.config_hash', 't.replicate', 't.state'].map((name) => sql.ref(name)),
    ...early.map(([, value]) => value),
  ];
  const more = late
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => sql` || coalesce(${sql.lit(`,${name}=`)} || (${value})::text, '')`);
  let after = { config_hash: '', replicate: -1 };
  for (;;) {
    const rows = await all<{ config_hash: string; replicate: number; line: string }>(db)`
      select c.config_hash, t.replicate, row(${sql.join(row)})::text${sql.join(more, sql``)} as line
      from configs c
      join trial_rows t on t.config_id = c.id
      where c.sweep_id = ${sweepId}
        and (c.config_hash collate "C", t.replicate) > (${after.config_hash}::text collate "C", ${after.replicate}::int)
      order by c.config_hash collate "C", t.replicate
      limit ${PAGE}`;
    for (const { line } of rows) hash.update(`${line}\n`);
    const last = rows.at(-1);
    if (!last) return hash.digest('hex');
    after = last;
  }
};
