import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { resultColumns } from './columns.ts';
import type { Db } from './db.ts';
import type { Layout } from './measures.ts';

const PAGE = 5000;

/**
 * SHA-256 over a sweep's trials by (config hash, replicate): state and every figure as Postgres writes a row, where
 * each double precision is its shortest decimal that reads back to the same bits. Measures that came later stand behind
 * it by their names, in the trials that have them.
 */
export async function checksum(db: Db, layout: Layout, sweepId: number): Promise<string> {
  const hash = createHash('sha256');
  const { early, late } = resultColumns(layout);
  const figures = sql.join(early.map((measure) => layout.column(measure)));
  const more = late
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (measure) =>
        sql` || coalesce(${sql.lit(`,${measure.name}=`)} || (${layout.column(measure)})::text, '')`,
    );
  let after = { config_hash: '', replicate: -1 };
  for (;;) {
    const { rows } = await sql<{ config_hash: string; replicate: number; line: string }>`
      select c.config_hash, t.replicate, row(c.config_hash, t.replicate, t.state, ${figures})::text${sql.join(more, sql``)} as line
      from configs c
      join trial_rows t on t.config_id = c.id
      where c.sweep_id = ${sweepId}
        and (c.config_hash collate "C", t.replicate) > (${after.config_hash}::text collate "C", ${after.replicate}::int)
      order by c.config_hash collate "C", t.replicate
      limit ${PAGE}`.execute(db);
    for (const { line } of rows) hash.update(`${line}\n`);
    const last = rows.at(-1);
    if (!last) return hash.digest('hex');
    after = { config_hash: last.config_hash, replicate: last.replicate };
  }
}
