import { expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { completed, failed, LEASE_MS, OWNER, ownedSweep, sampleTrials } from './samples.ts';

const MOST = 3;

/** Trials that somebody holds and tells of. */
export function examineAsked(opened: () => Store): void {
  const given = async (asker?: string, leaseMs = LEASE_MS) => {
    const sweep = await ownedSweep(opened(), { ownMeasures: true, metric: 'loss', goal: 'minimize' });
    await opened().expand(sweep.id, sampleTrials(1, 1), null, true, OWNER);
    const [trial] = await opened().claim(sweep.id, 1, OWNER, leaseMs, asker);
    return { sweep, trial: trial!, at: { trialId: trial!.id, attempt: trial!.attempt } };
  };
  const report = (step: number, loss: number) => ({ step, values: new Map([['loss', loss]]) });
  const lossesOf = async ({ id, attempt }: { readonly id: number; readonly attempt: number }) =>
    (await opened().keptReports(id, attempt)).map(({ step, values }) => [step, values.get('loss')]);
  const keep = (at: { readonly trialId: number; readonly attempt: number }, step: number, loss: number) =>
    opened().keepReport(at, report(step, loss), MOST);

  test('reports are kept in their order, once each, and renew the lease', async () => {
    const { sweep, trial, at } = await given('me', 2 * LEASE_MS);
    expect(await keep(at, 0, 9)).toMatchObject({ kept: 1 });
    const [held] = await opened().runningTrials(sweep.id);
    expect(held).toMatchObject({ worker: 'me', attempt: 1 });
    expect(held!.leaseLeftMs).toBeGreaterThan(LEASE_MS);
    await opened().renewLeases(sweep.id, [{ trialId: trial.id, worker: 'me' }], OWNER, 1000);
    expect(await keep(at, 1, Number.NaN)).toMatchObject({
      ...{ kept: 2, trial: { state: 'running', attempt: 1, sweepId: sweep.id, sweepState: 'running' } },
    });
    expect(await keep(at, 1, Number.NaN)).toMatchObject({ kept: 2 });
    expect(await keep(at, 2.5, -Infinity)).toMatchObject({ kept: 3 });
    expect(await keep(at, 4, 0.5)).toMatchObject({ kept: null, trial: { state: 'running' } });
    expect(await lossesOf(trial)).toEqual([
      ...[
        [0, 9],
        [1, Number.NaN],
        [2.5, -Infinity],
      ],
    ]);
    expect((await opened().runningTrials(sweep.id))[0]!.leaseLeftMs).toBeGreaterThan(LEASE_MS);
  });

  test('of an attempt that was given to another nothing is kept', async () => {
    const { sweep, trial, at } = await given();
    await keep(at, 1, 0.5);
    await opened().requeue(sweep.id, [trial.id], OWNER);
    expect(await keep(at, 2, 0.4)).toMatchObject({ kept: 2, trial: { state: 'queued', attempt: 1 } });
    expect(await opened().runningTrials(sweep.id)).toEqual([]);
    const [again] = await opened().claim(sweep.id, 1, OWNER, LEASE_MS);
    expect(await keep(at, 3, 0.3)).toMatchObject({ kept: null, trial: { state: 'running', attempt: 2 } });
    expect(await keep({ ...at, attempt: 2 }, 1, 0.7)).toMatchObject({ kept: 1 });
    expect(await lossesOf(trial)).toEqual([]);
    expect(await lossesOf(again!)).toEqual([[1, 0.7]]);
  });

  test('they go with the end of their trial, and with their sweep', async () => {
    const { sweep, trial, at } = await given();
    await keep(at, 1, 0.5);
    await opened().record([failed(trial)]);
    expect(await lossesOf(trial)).toEqual([]);
    expect(await keep(at, 2, 0.4)).toMatchObject({
      kept: null,
      trial: { state: 'failed', error: 'out of luck' },
    });
    const other = await given();
    await keep(other.at, 1, 0.5);
    const result = { outcome: 'completed', measures: { loss: 0.5 }, curves: {} } as const;
    await opened().record([{ ...completed(other.trial, 0.5), result }]);
    expect(await lossesOf(other.trial)).toEqual([]);
    const third = await given();
    await keep(third.at, 1, 0.5);
    for (const { id } of [sweep, third.sweep]) await opened().removeSweep(id);
    expect(await lossesOf(third.trial)).toEqual([]);
    expect(await opened().givenTrial(trial.id)).toBeNull();
    expect(await keep(third.at, 2, 0.5)).toEqual({ kept: null, trial: null });
  });
}
