/** Trains a trial again and hands on the rows that it makes, as many of each class as are wanted. */

import type { ResolvedDataset } from '@latentsweep/coordinator';
import { type EngineKind, InputError, ownData, readConfig } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';
import { type MadePart, runAgain } from '@latentsweep/worker';
import type { AgainStore } from '../again/data.ts';
import { trialToRepeat } from '../again/recorded.ts';
import { noteOn } from '../again/train-again.ts';
import { checkEngine } from '../engine/engine.ts';
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

/** Rows that came at once; `wanted`: which of them, `before`: how many were wanted before, `names`: of classes. */
export interface Taken {
  readonly part: MadePart;
  readonly names: readonly string[];
  readonly wanted: readonly number[];
  readonly before: number;
}

/** `label`: what to call the data in messages. Throws what `trainAgain` throws, and InputError `no_rows_made`. */
export async function makeWanted(
  { store, sweep, trialId, engines, nativeFolder, rows, signal, onEpoch }: AugmentWish,
  { spec: given, content, report }: ResolvedDataset,
  label: string,
  take: (taken: Taken) => Promise<void>,
): Promise<Omit<Augmented, 'real'>> {
  const spec = ownData(given);
  if (report === null || report.kind === 'simulated') throw new TypeError('drawn data');
  const recorded = await store.trial(trialId);
  const { config: stored, seed } = trialToRepeat(recorded);
  const config = readConfig(stored);
  const { spec: engine } = await checkEngine(engines, sweep, { nativeFolder });
  const names = report.classes.map(({ name }) => name);
  const quota = new Quota(rows ?? balancing(report.classes.map((one) => one.rows)));
  const made = names.map(() => 0);
  let copies = 0;
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
    await take({ part, names, wanted, before });
    return quota.left > 0;
  };
  if (quota.left === 0) throw nothingToAdd(label, rows);
  const task = { engine, config, seed, spec, content, makes: true };
  const epochs = (epoch: number) => onEpoch?.(epoch, config.epochs);
  const trained = await runAgain(task, { signal, onEpoch: epochs, onMade });
  return {
    made: made.reduce((sum, count) => sum + count, 0),
    ofClasses: new Map(names.map((name, k) => [name, made[k]!])),
    copies,
    note: noteOn(recorded, trained, sweep.engine),
  };
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

function nothingToAdd(label: string, rows: number | null): InputError {
  return rows === null
    ? new InputError(
        'balanced_already',
        `All classes of ${label} have equally many rows.`,
        'Say how many to make: --rows N.',
      )
    : new InputError('bad_option', 'No row is wanted.', 'Say how many to make: --rows N.');
}
