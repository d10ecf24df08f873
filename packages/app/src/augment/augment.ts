/** The table of a sweep with rows beside its own that a trained trial made. */

import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { GENERATED, type HomeTable, storedDefinition, withHomeTable } from '@latentsweep/coordinator';
import { type EngineKind, InputError, readConfig } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';
import { type MadePart, runAgain } from '@latentsweep/worker';
import type { AgainStore } from '../again/data.ts';
import { trialToRepeat } from '../again/recorded.ts';
import { noteOn } from '../again/train-again.ts';
import { checkEngine } from '../engine/engine.ts';
import { writeAtomically } from '../export/atomic-file.ts';
import { csvToParquet } from '../export/parquet.ts';
import { sameDataset } from '../run/resume.ts';
import { linesOf } from './lines.ts';
import { balancing, Quota } from './quota.ts';

export interface AugmentWish {
  readonly store: AgainStore;
  readonly sweep: Sweep;
  readonly trialId: number;
  readonly engines: readonly EngineKind[];
  readonly nativeFolder?: string | undefined;
  /** How many rows; null: each class is filled up to the largest. */
  readonly rows: number | null;
  /** The table's file where it is not where the sweep has it, from the folder `from`. */
  readonly data?: { readonly path: string; readonly from: string } | undefined;
  readonly to: string;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((epoch: number, of: number) => void) | undefined;
}

export interface Augmented {
  /** Rows of the table, and those that were made. */
  readonly real: number;
  readonly made: number;
  /** Made rows of each class, by name. */
  readonly ofClasses: ReadonlyMap<string, number>;
  /** Made rows that equal a row that was trained on. */
  readonly copies: number;
  /** Why the trial is not the recorded one bit for bit; null where it is. */
  readonly note: string | null;
}

/**
 * Trains the trial again and writes the file, which appears once it is whole and the result was held against the recorded
 * one. Equal wishes write equal bytes as CSV. Throws what `trainAgain` throws, and InputError `no_table`, `no_rows_made`.
 */
export async function augment(wish: AugmentWish): Promise<Augmented> {
  const { store, sweep, to, data } = wish;
  const definition = storedDefinition(sweep);
  if (definition.dataset.kind !== 'table') {
    throw new InputError(
      'no_table',
      `The data of ${sweep.slug} are ${definition.dataset.kind === 'images' ? 'images' : 'drawn by a law'}: there is no table to add rows to.`,
      'Name a sweep of a table.',
    );
  }
  const given = definition.dataset;
  const table = data === undefined ? given : { ...given, path: resolve(data.from, data.path), select: null };
  const dataset = await sameDataset(sweep, { ...definition, dataset: table }).catch((error: unknown) => {
    if (data !== undefined || !(error instanceof InputError) || error.code !== 'file_not_found') throw error;
    throw new InputError(error.code, error.message, 'Say where the table is now: --data FILE.');
  });
  return withHomeTable(table, async (home) => {
    let told: Augmented | null = null;
    await writeAtomically(to, async (partial) => {
      const csv = to.endsWith('.parquet') ? `${partial}.csv` : partial;
      try {
        await home.writeCsv(csv);
        told = await appendMade(wish, home, dataset, csv);
        if (csv !== partial) await csvToParquet(csv, partial, typesOf(home));
      } finally {
        if (csv !== partial) await rm(csv, { force: true });
      }
    });
    return told!;
  });

  function typesOf({ columns }: HomeTable) {
    const own = columns.map(({ name, type }) => [name, type] as const);
    return [...own, [GENERATED, 'boolean'] as const];
  }

  async function appendMade(
    { trialId, engines, nativeFolder, rows, signal, onEpoch }: AugmentWish,
    home: HomeTable,
    { spec, content, report }: Awaited<ReturnType<typeof sameDataset>>,
    csv: string,
  ): Promise<Augmented> {
    if (report.kind !== 'table') throw new TypeError('not a table');
    const recorded = await store.trial(trialId);
    const { config: stored, seed } = trialToRepeat(recorded);
    const config = readConfig(stored);
    const { spec: engine } = await checkEngine(engines, sweep.engine, nativeFolder);
    const names = report.classes.map(({ name }) => name);
    const quota = new Quota(rows ?? balancing(report.classes.map((one) => one.rows)));
    const made = names.map(() => 0);
    let copies = 0;
    const out = createWriteStream(csv, { flags: 'a' });
    const written = finished(out);
    // What goes wrong meanwhile is thrown by whoever waits for it.
    written.catch(() => {});
    let idle = 0;
    const onMade = async (part: MadePart): Promise<boolean> => {
      const before = made.reduce((sum, count) => sum + count, 0);
      const wanted: number[] = [];
      for (const [row, label] of part.labels.entries()) {
        if (!quota.take(label)) continue;
        wanted.push(row);
        made[label]!++;
        copies += part.copies[row]!;
      }
      idle = wanted.length === 0 ? idle + part.labels.length : 0;
      if (idle > MOST_IDLE)
        throw neverMade(
          config.arm,
          quota.lacking.map((k) => names[k]!),
        );
      const lines = linesOf(home, part, names, wanted, before);
      if (lines !== '' && !out.write(lines)) await Promise.race([drained(out), written]);
      return quota.left > 0;
    };
    if (quota.left === 0) throw nothingToAdd(home.label, rows);
    const task = { engine, config, seed, spec, content, makes: true };
    const epochs = (epoch: number) => onEpoch?.(epoch, config.epochs);
    try {
      const trained = await runAgain(task, { signal, onEpoch: epochs, onMade });
      const note = noteOn(recorded, trained, sweep.engine);
      out.end();
      await written;
      return {
        real: home.rows,
        made: made.reduce((sum, count) => sum + count, 0),
        ofClasses: new Map(names.map((name, k) => [name, made[k]!])),
        copies,
        note,
      };
    } finally {
      out.destroy();
    }
  }
}

/** Rows in a row that nobody wants, after which it is given up. */
const MOST_IDLE = 200_000;

function neverMade(arm: string, classes: readonly string[]): InputError {
  return new InputError(
    'class_not_made',
    `The arm ${arm} makes no rows of ${classes.map((name) => `'${name}'`).join(', ')}.`,
    'Say how many to make, of the classes that it makes: --rows N.',
  );
}

function drained(out: NodeJS.WritableStream): Promise<void> {
  return new Promise((done) => {
    out.once('drain', () => done());
  });
}

function nothingToAdd(label: string, rows: number | null): InputError {
  return rows === null
    ? new InputError(
        'balanced_already',
        `All classes of ${label} have equally many rows.`,
        'Say how many to make: --rows N.',
      )
    : new InputError('bad_option', 'No row is wanted.', 'Say how many to make: --rows N.');
}
