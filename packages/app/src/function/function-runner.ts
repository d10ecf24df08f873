import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { type FailedTrial, InputError, reasonOf, type TrialResult, type Values } from '@latentsweep/core';
import { type ProgramRunner, programSeed, Tally } from '@latentsweep/program';
import { reportOfMetrics } from '../ask/metrics.ts';

/** A trial, as a function is given it. */
interface FunctionTrial {
  readonly config: Values;
  /** From 1. */
  readonly replicate: number;
  /** From 0 to 2^31-1: the same for all configs of a replicate. */
  readonly seed: number;
  /** Aborts where nobody waits for the result. */
  readonly signal: AbortSignal;
  /** A place of the trial's curve. Throws InputError `bad_step`, `bad_metric_name`, `bad_metric`. */
  report(step: number, metrics: Readonly<Record<string, number>>): void;
}

/** Its metrics at the end; none where its reports have said all. */
export type Objective = (trial: FunctionTrial) => unknown;

const RAN = { host: hostname(), platform: `${process.platform} ${process.arch}` };
const LONGEST_LOG = 32 * 1024;

/**
 * Runs trials by calling a function in this process. What it throws is how the trial failed. A function can't be ended: one that
 * is asked to stop is left to itself, and its trial runs again.
 */
export function functionRunner(objective: Objective): ProgramRunner {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  return {
    async run({ config, replicate, seed, spec }, wanted, onReport) {
      if (wanted.aborted || closing.signal.aborted) return null;
      const started = performance.now();
      const stopping = new AbortController();
      const { promise: stopped, resolve } = Promise.withResolvers<null>();
      const stop = () => {
        stopping.abort();
        resolve(null);
      };
      const signals = [wanted, closing.signal];
      for (const signal of signals) signal.addEventListener('abort', stop);
      const tally = new Tally(spec.metrics);
      const trial: FunctionTrial = {
        ...{ config, replicate, seed: programSeed(seed), signal: stopping.signal },
        report(step, metrics) {
          if (!Number.isFinite(step)) throw badStep(step);
          tally.add(reportOfMetrics(metrics, step));
          onReport(tally.count);
        },
      };
      try {
        const end = await Promise.race([called(objective, trial, tally), stopped]);
        if (end === null) return null;
        return { ...end, cut: false, durationMs: performance.now() - started, artifacts: [], ran: RAN };
      } finally {
        for (const signal of signals) signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      closing.abort();
    },
  };
}

interface Called {
  readonly result: TrialResult | FailedTrial;
  readonly log: string;
}

async function called(objective: Objective, trial: FunctionTrial, tally: Tally): Promise<Called> {
  try {
    const last = await objective(trial);
    if (last !== undefined) tally.add(reportOfMetrics(asMetrics(last), null));
    return { result: tally.result(), log: '' };
  } catch (error) {
    const word = error instanceof InputError ? 'bad_report' : 'program_failed';
    const log = error instanceof Error ? (error.stack ?? '') : '';
    return {
      result: { outcome: 'failed', error: `${word}: ${reasonOf(error)}` },
      log: log.slice(0, LONGEST_LOG),
    };
  }
}

function asMetrics(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new InputError(
    'bad_metric',
    `The function returned ${JSON.stringify(value)?.slice(0, 80)}, which is no object of metrics.`,
    'Return { val_loss: 0.4 }, with the names that the sweep has.',
  );
}

const badStep = (step: number) =>
  new InputError('bad_step', `The step is ${step}.`, 'It is a number: where in its course the trial is.');
