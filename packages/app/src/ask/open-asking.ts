import { hostname } from 'node:os';
import { configSpaceOf, HandOut, storedDefinition } from '@latentsweep/coordinator';
import { type FailedTrial, InputError, type ProgramSpec, type TrialResult } from '@latentsweep/core';
import { programSeed, type Report, Tally } from '@latentsweep/program';
import {
  type GivenTrial,
  type Store,
  type Sweep,
  TakenOver,
  type TrialOutcome,
  TryAgain,
} from '@latentsweep/store';
import { rungText } from '../text/rung.ts';
import type { Answer, Asked, Asking, Noted, Told } from './asking.ts';
import { refuseOther } from './compare.ts';
import { neverGiven, standOf, whyStop } from './judge.ts';
import { refuseMissing, reportOfMetrics } from './metrics.ts';
import { whyNone } from './reason.ts';
import { refuseNotAsked } from './refuse.ts';
import { together } from './together.ts';
import { type GivenName, readTrialName, trialName } from './trial-name.ts';

export interface AskServices {
  readonly store: Store;
  /** Who asks and tells, as it is shown with the trials. Default: the name of this machine. */
  readonly asker?: string;
  /** A sentence that is to be read now. */
  readonly note?: (text: string) => void;
}

export const MOST_ASKED = 1000;
export const LEASE_MS = 60 * 60 * 1000;
const SHORTEST_LEASE_MS = 1000;
export const LONGEST_LEASE_MS = 365 * 24 * LEASE_MS;
/** Of one trial. A curve shows 500 points of them. */
const MOST_REPORTS = 10_000;

/** Gives out a sweep's trials and takes their results. Throws InputError `not_asked` of one that workers run. */
export async function openAsking(
  { store, asker = hostname(), note = () => {} }: AskServices,
  sweep: Sweep,
): Promise<Asking> {
  const definition = storedDefinition(sweep);
  const spec = refuseNotAsked(sweep, definition);
  const space = configSpaceOf(definition);
  const hands = new HandOut({
    ...{ store, sweep, definition, asker },
    // Its results are its own: no other sweep has their like.
    dataset: { spec: sweep.datasetSpec!, fingerprint: sweep.definitionHash, content: null },
    onRung: (rung) => note(`The race over replicates: ${rungText(rung)}.`),
    onDeath: ({ trialIds, reason, quarantined }) => {
      const then = quarantined ? 'is not given out any more' : 'is given out again';
      for (const id of trialIds) note(`Trial ${id} ${then}: ${reason}.`);
    },
  });

  const record = together(async (outcomes: readonly TrialOutcome[]) => {
    const { ended } = await store.record(outcomes);
    if (ended.length > 0) await settle();
    return ended;
  });

  /** What was told is kept by then. Where this has to wait, the next who asks or tells does it. */
  async function settle(): Promise<void> {
    try {
      await hands.settle();
    } catch (error) {
      if (!(error instanceof TryAgain || error instanceof TakenOver)) throw error;
    }
  }

  async function find(trial: string): Promise<{ name: GivenName; given: GivenTrial }> {
    const name = readTrialName(trial);
    const given = await store.givenTrial(name.trialId);
    if (given === null || given.sweepId !== sweep.id) throw neverGiven(name);
    return { name, given };
  }

  /** Who tells the same at once was told for. */
  async function noteEnd(name: GivenName, told: Told, again: boolean): Promise<Noted> {
    const ended = await store.trial(name.trialId);
    refuseOther(name, ended, told);
    return { trial: trialName(name), state: ended.row['state'] as Noted['state'], again };
  }

  return {
    async ask(count, { leaseMs = LEASE_MS } = {}) {
      if (!Number.isInteger(count) || count < 1 || count > MOST_ASKED) throw badCount(count);
      if (!(leaseMs >= SHORTEST_LEASE_MS && leaseMs <= LONGEST_LEASE_MS)) throw badLease(leaseMs);
      const leaseEnds = new Date(Date.now() + leaseMs).toISOString();
      const { trials, ...rest } = await hands.take(count, leaseMs);
      if (trials.length === 0) return { trials: [], ...whyNone(rest) };
      const asked = trials.map(
        ({ id, attempt, config, replicate, seed }): Asked => ({
          trial: trialName({ trialId: id, attempt }),
          ...{ config: space.read(config), replicate, seed: programSeed(seed), attempt, leaseEnds },
        }),
      );
      return { trials: asked, state: 'given', reason: null } satisfies Answer;
    },

    async report(trial, step, metrics) {
      if (!Number.isFinite(step)) throw badStep(step);
      const { values } = reportOfMetrics(metrics, step);
      const { name, given } = await find(trial);
      if (name.attempt > given.attempt) throw neverGiven(name);
      const { trial: now, kept } = await store.keepReport(name, { step, values }, MOST_REPORTS);
      if (now === null) throw neverGiven(name);
      const reason = whyStop(now, name);
      if (kept === null && reason === null) throw tooMany(name);
      return { stop: reason !== null, reason };
    },

    async tell(trial, told) {
      const last = 'metrics' in told ? reportOfMetrics(told.metrics, null) : null;
      const { name, given } = await find(trial);
      if (standOf(given, name) === 'ended') {
        const noted = await noteEnd(name, told, true);
        // Whoever told it first may have been killed before.
        if (given.sweepState === 'running') await settle();
        return noted;
      }
      const reports = last === null ? [] : [...(await store.keptReports(name.trialId, name.attempt)), last];
      if (last !== null) refuseMissing(spec, reports);
      else if (given.state === 'queued') throw givenBack(name);
      const result = 'failed' in told ? failure(told.failed) : resultOf(spec, reports);
      const startedAt = given.startedAt ?? new Date();
      const durationMs = Math.max(0, Date.now() - startedAt.getTime());
      const outcome = { ...name, result, startedAt, durationMs, worker: asker };
      const { result: ended, items } = await record(outcome);
      const [first, ...others] = items.filter(({ trialId }) => trialId === name.trialId);
      const isFirst = ended.includes(name.trialId);
      if (!isFirst || others.length > 0) {
        standOf(await store.givenTrial(name.trialId), name);
        return noteEnd(name, told, !isFirst || first !== outcome);
      }
      return { trial: trialName(name), state: result.outcome, again: false };
    },

    async giveBack(trials) {
      const found = await Promise.all(trials.map(find));
      const held = found.filter(({ name, given }) => given.attempt === name.attempt);
      if (held.length > 0) await hands.giveBack(held.map(({ name }) => name.trialId));
    },

    async close() {},
  };
}

function resultOf({ metrics }: ProgramSpec, reports: readonly Report[]): TrialResult | FailedTrial {
  const tally = new Tally(metrics);
  for (const report of reports) tally.add(report);
  return tally.result();
}

const failure = (reason: string): FailedTrial => ({ outcome: 'failed', error: reason });

const badCount = (count: number) =>
  new InputError('bad_count', `${count} trials were asked for.`, `Ask for 1 to ${MOST_ASKED} at once.`);

const badLease = (leaseMs: number) =>
  new InputError(
    'bad_lease',
    `The lease is ${leaseMs} ms.`,
    `It lasts from ${SHORTEST_LEASE_MS} ms to a year: longer than a trial takes, or than from one report to the next.`,
  );

const badStep = (step: number) =>
  new InputError('bad_step', `The step is ${step}.`, 'It is a number: where in its course the trial is.');

const tooMany = (name: GivenName) =>
  new InputError(
    'too_many_reports',
    `Trial ${trialName(name)} has ${MOST_REPORTS} reports, the most that one may have. This one is not kept.`,
    'Report every tenth step. `sweep tell` without --step ends the trial.',
  );

const givenBack = (name: GivenName) =>
  new InputError(
    'trial_given_back',
    `The lease of ${trialName(name)} ended before it was told to have failed: the next who asks is given it.`,
    'There is nothing to do.',
  );
