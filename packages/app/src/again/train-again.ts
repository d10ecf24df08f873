import { type EngineKind, formatEngineId, InputError, readConfig } from '@latentsweep/core';
import { runAgain, type TrainedAgain, type TrialPredictions } from '@latentsweep/worker';
import { checkEngine } from '../engine/engine.ts';
import { type AgainData, type AgainStore, dataOf } from './data.ts';
import { differenceFrom } from './difference.ts';
import { type RecordedTrial, trialToRepeat } from './recorded.ts';

/** What a trial predicted and made, row by row. */
export interface ShownTrial extends TrialPredictions {
  readonly trial: number;
  readonly replicate: number;
  /** Why these are not the bits that were recorded, in a sentence; null where they are. */
  readonly note: string | null;
}

export interface TrainAgain {
  readonly store: AgainStore;
  readonly trialId: number;
  readonly engines: readonly EngineKind[];
  /** Where libtensorflow was installed. */
  readonly nativeFolder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((epoch: number, of: number) => void) | undefined;
  /** `dataOf` by default. */
  readonly data?: ((sweep: Awaited<ReturnType<AgainStore['sweep']>>) => Promise<AgainData>) | undefined;
}

/**
 * Trains a trial once more, in a thread of its own, and holds the result against the recorded one. Throws InputError
 * `unknown_trial`, `nothing_to_draw`, `data_missing`, `other_result`, BackendMissing, LatentsweepError `again_failed`, and
 * the signal's reason.
 */
export async function trainAgain(given: TrainAgain): Promise<ShownTrial> {
  const { store, engines, signal, onEpoch, data = (sweep) => dataOf(store, sweep) } = given;
  const recorded = await store.trial(given.trialId);
  const { id, sweepId, replicate, config: stored, seed } = trialToRepeat(recorded);
  const config = readConfig(stored);
  const sweep = await store.sweep(sweepId);
  const { spec: engine } = await checkEngine(engines, sweep, { nativeFolder: given.nativeFolder });
  const { spec, content } = await data(sweep);
  const trained = await runAgain(
    { engine, config, seed, spec, content },
    { signal, onEpoch: (epoch) => onEpoch?.(epoch, config.epochs) },
  );
  const note = noteOn(recorded, trained, sweep.engine);
  if (!trained.predictions) throw new Error(`Trial ${id} has a result and no predictions.`);
  return { ...trained.predictions, trial: id, replicate, note };
}

/** Null for the same bits. Throws InputError `other_result` where an engine that is exact gives others. */
export function noteOn(
  recorded: RecordedTrial,
  { engine, result }: Pick<TrainedAgain, 'engine' | 'result'>,
  recordedBy: string,
): string | null {
  const difference = differenceFrom(recorded, result);
  if (difference === null) return null;
  const { row } = recorded;
  const here = formatEngineId(engine.id);
  if (here !== recordedBy) {
    throw new InputError(
      'other_result',
      `Trial ${row['id']} was trained by ${recordedBy}, and here is ${here}: trained again it is not the same (${difference}).`,
      'Use the version of latentsweep, and of the library, that it was trained with; or run the sweep file again, which makes a new sweep.',
    );
  }
  if (!engine.traits.exact) {
    const loose = `Trial ${row['id']} was trained again for this, by ${here}, which does not give the same bits each time: ${difference}.`;
    if (result.outcome === 'completed') return loose;
    throw new InputError('other_result', loose, 'Ask for it once more: another time it may complete.');
  }
  throw new InputError(
    'other_result',
    `Trial ${row['id']}, trained again by ${here}, is not what ${row['worker'] ?? 'a worker'} recorded with the same engine: ${difference}.`,
    'One of the two machines computes otherwise than it should: `sweep doctor` tries the engine on this one.',
  );
}
