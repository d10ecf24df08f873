import { setImmediate as turn } from 'node:timers/promises';
import type { Bus, Delivery, Job, Progress, ResultMessage } from '@latentsweep/bus';
import { LatentsweepError } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Board } from './board.ts';
import type { WorkerEvent } from './event.ts';
import { HeldJob } from './held-job.ts';

const TRIALS = [11, 12, 13];
const job = {
  ...{ v: 4, id: '3.13.1', sweepId: 3, requires: [] },
  milestones: TRIALS.map((trialId, i) => ({ trialId, epochs: 10 * (i + 1), attempt: 1 })),
  engine: 'fake@1',
} as unknown as Job;
const report = (trialId: number) => ({
  ...{ job: 0, trialId, attempt: 1, durationMs: 5 },
  result: { outcome: 'failed', error: 'as told' } as const,
});

/** A held job, its thread's side of the board, and in `log` all that reached the bus, in that order. */
function hold() {
  const log: string[] = [];
  const told: WorkerEvent[] = [];
  const sent: Progress[] = [];
  const inTheAir: { readonly message: ResultMessage; take(error?: Error): void }[] = [];
  const bus = {
    connected: true,
    publishResult: (message: ResultMessage) =>
      new Promise<void>((resolve, reject) => {
        inTheAir.push({
          message,
          take(error) {
            if (error) return reject(error);
            log.push(`result ${message.trialId}`);
            resolve();
          },
        });
      }),
    publishProgress: (progress: Progress) => {
      sent.push(progress);
      const trials = 'trialIds' in progress ? ` ${progress.trialIds.join(' ')}` : '';
      log.push(`${progress.kind}${trials}`);
    },
  } as unknown as Bus;
  const settle = (how: string) => async () => {
    log.push(how);
  };
  const delivery: Delivery<Job> = {
    ...{ message: job, ack: settle('ack'), nak: settle('nak'), working: settle('working') },
  };
  const now = { state: 'working', busy: 0, width: 1, unsent: 0, done: 0, pulledAt: null } as const;
  const board = Board.forJobs(1);
  const context = { bus, name: 'w', now: { ...now }, tell: (event: WorkerEvent) => told.push(event) };
  const held = new HeldJob(context, delivery, board, 0);
  /** The bus takes the next result, or does not. */
  const take = async (error?: Error) => {
    await turn();
    inTheAir.shift()?.take(error);
    await turn();
  };
  return { held, thread: new Board(board.buffer), log, told, sent, take, tally: context.now, inTheAir };
}

describe('A job in the hands of a worker', () => {
  it('is acknowledged after the bus has taken its last result, and not before', async () => {
    const { held, log, take, tally } = hold();
    for (const trial of TRIALS) held.report(report(trial));
    expect(tally.unsent).toBe(3);
    await turn();
    expect(log).toEqual([]);
    await take();
    expect([...held.openTrials]).toEqual([12, 13]);
    await take();
    expect(log).toEqual(['result 11', 'result 12']);
    await take();
    expect(log).toEqual(['result 11', 'result 12', 'result 13', 'ack']);
    expect(tally).toMatchObject({ unsent: 0, done: 3 });
    await held.finish();
    await held.finish('too late');
    expect(log).toHaveLength(4);
  });

  it('goes back to the bus, with what was published still counting, when its thread ends without it', async () => {
    const { held, log, take } = hold();
    held.report(report(11));
    const finishing = held.finish();
    await turn();
    expect(log).toEqual([]);
    await take();
    await finishing;
    expect(log).toEqual(['result 11', 'nak']);
  });

  it('is done with when its thread died at it, and its open trials are named', async () => {
    const { held, log, take, sent } = hold();
    held.report(report(11));
    const crashing = held.finish('exit 3');
    await take();
    await crashing;
    expect(log).toEqual(['result 11', 'ack', 'crashed 12 13']);
    expect(sent[0]).toMatchObject({ jobId: '3.13.1', sweepId: 3, worker: 'w', reason: 'exit 3' });
  });

  it('is not charged for a thread that died after its last result', async () => {
    const { held, log, take } = hold();
    for (const trial of TRIALS) held.report(report(trial));
    const crashing = held.finish('exit 3');
    for (const _ of TRIALS) await take();
    await crashing;
    expect(log.slice(-2)).toEqual(['result 13', 'ack']);
  });

  it('goes back where the bus did not take a result: its trials run again', async () => {
    const { held, log, told, take } = hold();
    for (const trial of TRIALS) held.report(report(trial));
    await take(new LatentsweepError('bus_closed', 'closed', ''));
    await held.finish();
    expect(log).toEqual(['nak']);
    expect(told.map(({ kind }) => kind)).toEqual(['not_delivered', 'given_back']);
    expect([...held.openTrials]).toEqual(TRIALS);
  });

  it('ends as failed where its result is one that the bus never takes', async () => {
    const { held, log, told, take, inTheAir } = hold();
    held.report(report(11));
    await take(new LatentsweepError('message_too_big', 'It has 9 MB.', ''));
    expect(inTheAir[0]!.message.result).toEqual({ outcome: 'failed', error: 'It has 9 MB.' });
    await take();
    expect(log).toEqual(['result 11']);
    expect(told).toMatchObject([{ kind: 'ended', outcome: 'failed' }]);
  });

  it('says where a thread is, unless nobody could hear it', () => {
    const { held, sent, thread } = hold();
    thread.start(0);
    held.sayEpoch(0);
    thread.noteEpoch(0, 4);
    held.sayEpoch(250);
    held.sayEpoch(500);
    expect(sent).toMatchObject([{ kind: 'epoch', epoch: 4, of: 30 }]);
    // 4 of 30 epochs in half a second: 3.25 s to go, and a margin.
    expect(held.endsWithin(4500, 250, 250)).toBe(true);
    expect(held.endsWithin(3000, 250, 250)).toBe(false);
  });

  it('settles once, loses no trial and doubles none, whatever comes in whatever order', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...TRIALS).map((trial) => ['report', trial] as const) },
      { weight: 5, arbitrary: fc.constant(['take'] as const) },
      { weight: 1, arbitrary: fc.constant(['refuse'] as const) },
      { weight: 2, arbitrary: fc.constant(['start'] as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('paused', 'stopping', 'overdue').map((how) => ['let go', how] as const),
      },
    );
    const history = fc.record({
      steps: fc.array(step, { maxLength: 12 }),
      crash: fc.constantFrom(null, 'exit'),
      interrupted: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, crash, interrupted }) => {
        const { held, thread, log, take, inTheAir, tally } = hold();
        const settling: Promise<void>[] = [];
        let started = false;
        for (const [what, with_] of steps) {
          if (what === 'report' && started) held.report(report(with_));
          else if (what === 'take') await take();
          else if (what === 'refuse') await take(new Error('refused'));
          else if (what === 'start') started ||= thread.start(0);
          else if (what === 'let go' && held.letGo(with_)) settling.push(held.finish());
        }
        if (interrupted) held.letGo('stopping');
        settling.push(held.finish(crash));
        for (let turns = 0; turns < 10 || inTheAir.length > 0; turns++) await take();
        await Promise.all(settling);

        const results = log.filter((line) => line.startsWith('result'));
        expect(new Set(results).size).toBe(results.length);
        const settled = log.filter((line) => line === 'ack' || line === 'nak');
        expect(settled).toHaveLength(1);
        expect(held.settled).toBe(true);
        expect(tally.unsent).toBe(0);
        // Every trial has its result before the job is settled, or is named, or comes with the job again.
        const before = new Set(results.filter((line) => log.indexOf(line) < log.indexOf(settled[0]!)));
        const open = TRIALS.filter((trial) => !before.has(`result ${trial}`));
        const named = log.find((line) => /^(crashed|released)/.test(line));
        if (settled[0] === 'ack' && open.length > 0) {
          expect(named?.split(' ').slice(1).map(Number)).toEqual(open);
        } else expect(named).toBeUndefined();
        expect(results).toHaveLength(before.size);
      }),
      { numRuns: 500 },
    );
  });
});
