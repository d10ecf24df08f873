/** What trials of programs leave beside their results: a log, what they ran in, artifacts. */

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { all, first, type Method, one, type Trx } from '../db.ts';
import type { Artifact, TrialOutcome } from '../port.ts';
import { storable } from '../storable.ts';

/** Characters of a log, from its end. */
const LONGEST_LOG = 32 * 1024;
/** Characters of what a trial ran in, as JSON; more than that is none. */
const LONGEST_RAN = 32 * 1024;
const MOST_ARTIFACTS = 1000;
const LONGEST_NAME = 1024;

/** Of outcomes that have just ended their trials. */
export async function keepNotes(trx: Trx, sweepId: number, outcomes: readonly TrialOutcome[]): Promise<void> {
  const notes = outcomes.map(noteOf).filter(({ log, ran }) => log !== null || ran !== null);
  if (notes.length > 0) await insertNotes(trx, sweepId, notes);
  const artifacts = outcomes.flatMap(artifactsOf);
  if (artifacts.length > 0) {
    await sql`
      insert into artifacts (trial_id, name, sha256, bytes)
      select trial_id, name, sha256, bytes
      from json_to_recordset(${JSON.stringify(artifacts)}::json) as x(trial_id bigint, name text, sha256 text, bytes bigint)
      on conflict (trial_id, name) do nothing`.execute(trx);
  }
}

interface Note {
  readonly id: number;
  readonly log: string | null;
  /** JSON. */
  readonly ran: string | null;
}

function noteOf({ trialId: id, log, ran }: TrialOutcome): Note {
  const text = ran === undefined ? null : JSON.stringify(storableJson(ran));
  return {
    id,
    log: log ? keptLog(log) : null,
    ran: text === null || text.length > LONGEST_RAN ? null : text,
  };
}

/** A log as it is kept. */
export const keptLog = (log: string): string => storable(log.slice(-LONGEST_LOG));

async function insertNotes(trx: Trx, sweepId: number, notes: readonly Note[]): Promise<void> {
  const environments = new Map(notes.flatMap(({ ran }) => (ran === null ? [] : [[hashOf(ran), ran]])));
  if (environments.size > 0) {
    await sql`
      insert into environments (sweep_id, hash, ran)
      select ${sweepId}::int, x.hash, x.ran::jsonb
      from unnest(${[...environments.keys()]}::text[], ${[...environments.values()]}::text[]) as x (hash, ran)
      on conflict (sweep_id, hash) do nothing`.execute(trx);
  }
  await sql`
    insert into trial_notes (trial_id, log, ran)
    select x.id, x.log, x.ran
    from unnest(
      ${notes.map(({ id }) => id)}::bigint[],
      ${notes.map(({ log }) => log)}::text[],
      ${notes.map(({ ran }) => ran && hashOf(ran))}::text[]
    ) as x (id, log, ran)
    on conflict (trial_id) do update set log = excluded.log, ran = excluded.ran`.execute(trx);
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** One of a name. */
export function artifactsOf({ trialId, artifacts = [] }: TrialOutcome) {
  const kept = artifacts.slice(0, MOST_ARTIFACTS).map(({ name, sha256, bytes }) => ({
    ...{ trial_id: trialId, name: storable(name, LONGEST_NAME), sha256: storable(sha256, 64), bytes },
  }));
  return [...new Map(kept.map((artifact) => [artifact.name, artifact])).values()];
}

/** JSON with texts and keys that Postgres takes. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [storable(key), storableJson(own)]));
}

export const readTrialLog: Method<'readTrialLog'> = async (db, trialId) => {
  const row = await first<{ log: string | null }>(db)`
    select log from trial_notes where trial_id = ${trialId}`;
  return row?.log ?? null;
};

export const artifacts: Method<'artifacts'> = (db, trialId) => all<Artifact>(db)`
  select name, sha256, bytes from artifacts where trial_id = ${trialId} order by name collate "C"`;

export const artifactBytes: Method<'artifactBytes'> = async (db, sweepId) => {
  const { bytes } = await one<{ bytes: number }>(db)`
    select coalesce(sum(a.bytes), 0)::double precision as bytes
    from artifacts a
    join trial_rows t on t.id = a.trial_id
    where t.sweep_id = ${sweepId}::int`;
  return bytes;
};
