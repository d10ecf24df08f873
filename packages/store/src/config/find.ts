import { InputError } from '@latentsweep/core';
import { all, type Db, first, type Method } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import type { Sweep } from '../port.ts';
import { sweepById } from '../sweep/read.ts';

/** So many are named of those that a word may mean. */
const NAMED = 3;

export const findConfig: Method<'findConfig'> = async (db, sweep, word) => {
  const start = word.trim().toLowerCase();
  // Looked up by an index, unlike beginnings.
  const [whole] = await all<{ id: number }>(db)`
    select id from configs c where c.config_hash = ${start} and ${inSweep('c', sweep.id)}`;
  if (whole) return start;
  const found = await all<{ hash: string }>(db)`
    select c.config_hash as hash
    from configs c
    where c.sweep_id = ${sweep.id} and starts_with(c.config_hash, ${start})
    order by c.config_hash
    limit ${NAMED + 1}`;
  const hashes = found.map(({ hash }) => hash);
  if (start === '' || hashes.length === 0) throw await unknownConfig(db, sweep, word);
  if (hashes.length > 1) throw ambiguous(sweep, word, hashes);
  return hashes[0]!;
};

/** Throws InputError `unknown_config`, or `unknown_sweep` where that was removed. */
export async function configId(db: Db, sweep: Pick<Sweep, 'id' | 'slug'>, hash: string): Promise<number> {
  const row = await first<{ id: number }>(db)`
    select id from configs c where c.config_hash = ${hash} and ${inSweep('c', sweep.id)}`;
  if (!row) throw await unknownConfig(db, sweep, hash);
  return row.id;
}

/** Throws InputError `unknown_sweep` where the sweep was removed. */
export async function unknownConfig(db: Db, { id }: Pick<Sweep, 'id'>, word: string): Promise<InputError> {
  const { slug } = await sweepById(db, id);
  return new InputError(
    'unknown_config',
    `${slug} has no config whose hash is or begins with ${JSON.stringify(word)}.`,
    'Hashes are in the column config_hash of `sweep top SWEEP -f csv`; the first characters of one are enough.',
  );
}

function ambiguous({ slug }: Pick<Sweep, 'slug'>, word: string, hashes: readonly string[]): InputError {
  const [more, named] = [hashes.length > NAMED ? ', …' : '', hashes.slice(0, NAMED)];
  return new InputError(
    'ambiguous_config',
    `Several configs of ${slug} begin with ${JSON.stringify(word)}: ${named.join(', ')}${more}.`,
    'Give more characters of the hash.',
  );
}
