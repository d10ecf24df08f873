import {
  type Asking,
  beginAsked,
  openAsking,
  rankedConfigs,
  resumeAsked,
  runFunction,
} from '@latentsweep/app';
import { whereStore } from '@latentsweep/cli/settings';
import type { RunStatus } from '@latentsweep/coordinator';
import { type Fault, LatentsweepError } from '@latentsweep/core';
import { type KnownSweep, openStore, type Store } from '@latentsweep/store';
import manifest from '../package.json' with { type: 'json' };
import type {
  AskOptions,
  Config,
  Counts,
  Metrics,
  Objective,
  OpenOptions,
  Outcome,
  Progress,
  RankedConfig,
  RankingOptions,
  RunOptions,
  Sweep,
  Trial,
} from './api.ts';
import { isObject, refuseUnless } from './argument.ts';
import { readSweep } from './read-sweep.ts';
import { noteText, told } from './told.ts';

const ROWS = 10;

/**
 * A sweep file, or an object of the same shape, as a sweep whose trials are computed by whoever opened it. It is begun where it is
 * new, and goes on where it is not. Rejects with a `SweepError`.
 */
export function openSweep(file: string | object, options: OpenOptions = {}): Promise<Sweep> {
  return told(async () => {
    const isFile = typeof file === 'string' || isObject(file);
    refuseUnless(isFile, 'A sweep is the path of its file, or an object', file);
    const { onNote = () => {} } = options;
    const notes: string[] = [];
    const say = (note: Fault) => {
      // For those who ask on the command line.
      if (note.code !== 'asked_sweep') notes.push(noteText(note));
    };
    const store = await openStore({ location: whereStore(options.store, process.env) });
    try {
      const checked = await readSweep(file, { store: async () => store, say });
      const { sweep, made, created } = await beginAsked({ store, say }, checked);
      if (created) for (const note of notes) onNote(note);
      const known = await resumeAsked(store, sweep);
      const asking = await openAsking({ store, note: onNote }, known);
      return new OpenedSweep({ store, sweep: known, made, asking, onNote });
    } catch (error) {
      await store.close();
      throw error;
    }
  });
}

interface Opened {
  readonly store: Store;
  readonly sweep: KnownSweep;
  readonly made: Pick<Parameters<typeof runFunction>[0], 'definition' | 'dataset'>;
  readonly asking: Asking;
  readonly onNote: (note: string) => void;
}

class OpenedSweep implements Sweep {
  readonly name: string;
  readonly #opened: Opened;
  /** Asked for and not told. */
  readonly #out = new Set<string>();
  /** Under way. */
  readonly #calls = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  #running: Promise<unknown> | null = null;
  #closed: Promise<void> | null = null;

  constructor(opened: Opened) {
    this.#opened = opened;
    this.name = opened.sweep.slug;
  }

  run(objective: Objective, options: RunOptions = {}): Promise<Outcome> {
    return this.#open(async (opened) => {
      refuseUnless(typeof objective === 'function', 'The objective is a function', objective);
      if (this.#running) throw runsAlready(this.name);
      const running = this.#run(opened, objective, options);
      this.#running = running;
      try {
        return await running;
      } finally {
        this.#running = null;
      }
    });
  }

  async #run(
    { store, sweep, made, onNote }: Opened,
    objective: Objective,
    { slots = 1, signal, onProgress }: RunOptions,
  ): Promise<Outcome> {
    if (!Number.isInteger(slots) || slots < 1 || slots > MOST_SLOTS) throw badSlots(slots);
    const closing = this.#closing.signal;
    const onlooker = {
      signal: signal ? AbortSignal.any([signal, closing]) : closing,
      status: (status: RunStatus) => onProgress?.(progressOf(status)),
      note: onNote,
    };
    const training = { store, ...made, sweep: { ...sweep, ...(await store.sweep(sweep.id)) } };
    const calling = { objective, slots, version: manifest.version };
    const { state, reason, counts } = await runFunction(training, calling, onlooker);
    if (state === 'failed') throw hasFailed(this.name, reason);
    return { state, reason, ...countsOf(counts) };
  }

  ask(count = 1, { leaseMs }: AskOptions = {}): Promise<Trial[]> {
    return this.#open(async ({ asking }) => {
      const { trials } = await asking.ask(count, leaseMs === undefined ? {} : { leaseMs });
      for (const { trial } of trials) this.#out.add(trial);
      return trials.map((asked) => ({ ...asked, config: asked.config as Config }));
    });
  }

  report(trial: Trial | string, step: number, metrics: Metrics) {
    return this.#open(({ asking }) => asking.report(nameOf(trial), step, asMetrics(metrics)));
  }

  tell(trial: Trial | string, metrics: Metrics): Promise<void> {
    return this.#end(trial, () => ({ metrics: asMetrics(metrics) }));
  }

  fail(trial: Trial | string, failed: string): Promise<void> {
    return this.#end(trial, () => ({ failed: String(failed) }));
  }

  state() {
    return this.#open(async ({ store, sweep }) => (await store.sweep(sweep.id)).state);
  }

  async best(): Promise<RankedConfig | null> {
    return (await this.leaderboard({ rows: 1 }))[0] ?? null;
  }

  leaderboard({ rows = ROWS, by, where }: RankingOptions = {}): Promise<RankedConfig[]> {
    return this.#open(async ({ store, sweep }) => {
      const isCount = Number.isInteger(rows) && rows > 0;
      refuseUnless(isCount, '`rows` is a whole number from 1', rows);
      const now = { ...sweep, ...(await store.sweep(sweep.id)) };
      const ranked = await rankedConfigs(store, now, { rows, by, where });
      return ranked.map((row) => ({ ...row, config: row.config as Config }));
    });
  }

  close(): Promise<void> {
    this.#closed ??= told(async () => {
      this.#closing.abort();
      await Promise.allSettled(this.#calls);
      try {
        if (this.#out.size > 0) await this.#opened.asking.giveBack([...this.#out]);
      } finally {
        await this.#opened.store.close();
      }
    });
    return this.#closed;
  }

  #end(trial: Trial | string, end: () => Parameters<Asking['tell']>[1]): Promise<void> {
    return this.#open(async ({ asking }) => {
      const name = nameOf(trial);
      await asking.tell(name, end());
      this.#out.delete(name);
    });
  }

  /** Throws `sweep_closed` once it was. */
  #open<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    return told(async () => {
      if (this.#closed) throw isClosed(this.name);
      const call = work(this.#opened);
      this.#calls.add(call);
      try {
        return await call;
      } finally {
        this.#calls.delete(call);
      }
    });
  }
}

const MOST_SLOTS = 1000;

function nameOf(trial: Trial | string): string {
  const name = isObject(trial) ? trial.trial : trial;
  refuseUnless(typeof name === 'string', 'A trial is one that was asked for, or its name', trial);
  return name;
}

function asMetrics(metrics: Metrics): Metrics {
  refuseUnless(isObject(metrics), 'Metrics are an object of numbers by name', metrics);
  return metrics;
}

const countsOf = ({ completed, failed, diverged }: Counts): Counts => ({ completed, failed, diverged });

function progressOf({ counts, total, trialsPerSecond, best }: RunStatus): Progress {
  const shown = best && { config: best.config as Config, mean: best.value, n: best.n };
  return { ...countsOf(counts), total, trialsPerSecond, best: shown };
}

const badSlots = (slots: number) =>
  new LatentsweepError('bad_slots', `slots is ${slots}.`, `It is a whole number from 1 to ${MOST_SLOTS}.`);

const runsAlready = (name: string) =>
  new LatentsweepError(
    'sweep_running',
    `${name} is being run here already.`,
    'Await that run, or give it more slots.',
  );

const isClosed = (name: string) =>
  new LatentsweepError('sweep_closed', `${name} was closed.`, 'Open it again: it goes on where it was.');

const hasFailed = (name: string, reason: string | null) =>
  new LatentsweepError(
    'sweep_failed',
    `${name} was stopped: ${reason ?? 'too many of its first trials failed'}.`,
    'Mend the objective, and run it again under another `name`, or go on with this one.',
  );
