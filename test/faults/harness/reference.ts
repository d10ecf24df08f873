import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@latentsweep/store';
import { Part } from './part.ts';
import { isOfProgram, PROGRAMS, writeSweep } from './sweeps.ts';

/** What a sweep finds that nobody disturbs. */
export interface Reference {
  readonly checksum: string;
  /** By config hash and replicate. */
  readonly trials: ReadonlyMap<string, TrialRow>;
}

export interface TrialRow {
  readonly id: number;
  readonly key: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly state: string;
  readonly attempt: number;
  readonly deaths: number;
  readonly error: string | null;
  readonly resultHash: string | null;
}

const known = new Map<string, Promise<Reference>>();

/** Runs the sweep once by itself, with the embedded store and without a cluster. */
export function referenceOf(text: string): Promise<Reference> {
  const made = known.get(text) ?? make(text);
  known.set(text, made);
  return made;
}

async function make(text: string): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-reference-'));
  try {
    const file = await writeSweep(folder, text);
    const location = join(folder, 'store');
    const declared = isOfProgram(text) ? ['--programs', join(folder, PROGRAMS)] : [];
    const part = new Part({
      name: 'reference',
      args: ['run', file, '--slots', '1', '--store', location, ...declared],
      cwd: folder,
    });
    await part.ended(300_000);
    if (part.child.exitCode !== 0) throw new Error(`The fault-free run failed:\n${part.tail()}`);
    const store = await openStore({ location, lingerMs: 0 });
    try {
      const sweepId = (await store.listSweeps())[0]!.id;
      const trials = await readTrials(store, sweepId);
      return {
        checksum: await store.checksum(sweepId),
        trials: new Map(trials.map((trial) => [trial.key, trial])),
      };
    } finally {
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function readTrials(store: Store, sweepId: number): Promise<TrialRow[]> {
  const { columns, rows } = await store.query(
    `select t.id, c.config_hash || '.' || t.replicate as key, c.config, t.state, t.attempt, t.deaths, t.error,
       t.result_hash as "resultHash"
     from trial_rows t join configs c on c.id = t.config_id
     where t.sweep_id = ${sweepId} order by t.id`,
    { limit: 100_000 },
  );
  return rows.map(
    (row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])) as unknown as TrialRow,
  );
}
