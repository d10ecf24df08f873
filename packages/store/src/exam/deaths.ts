import { expect, test } from 'vitest';
import type { NewSweep, Store } from '../port.ts';
import { completed, diverged, failed, LEASE_MS, OWNER, ownedSweep, sampleTrials } from './samples.ts';

/** Attempts that end without a result, and results that do not agree. */
export function examineDeaths(opened: () => Store): void {
  const expandedSweep = async (configs: number, given: Partial<NewSweep> = {}) => {
    const sweep = await ownedSweep(opened(), given);
    await opened().expand(sweep.id, sampleTrials(configs, 1), null, true, OWNER);
    return sweep;
  };
  const claim = (sweepId: number) => opened().claim(sweepId, 9, OWNER, LEASE_MS);
  const conflictsOf = async (trialId: number) =>
    (await opened().alarms()).conflicts.filter((conflict) => conflict.trialId === trialId);

  test('a death is charged and kept, a trial that is merely given back is not charged', async () => {
    const sweep = await expandedSweep(1);
    const [trial] = await claim(sweep.id);
    expect(await opened().requeue(sweep.id, [trial!.id], OWNER)).toBe(1);
    const died = { worker: 'host-a', reason: 'thread ended with out of memory' };
    for (const deaths of [0, 1]) {
      expect(await claim(sweep.id)).toMatchObject([{ attempt: deaths + 2, deaths }]);
      expect(await opened().requeue(sweep.id, [trial!.id], OWNER, died)).toBe(1);
      // Not running any more: another death has nothing to be charged to.
      expect(await opened().requeue(sweep.id, [trial!.id], OWNER, died)).toBe(0);
    }
    const { row } = await opened().trial(trial!.id);
    expect(row).toMatchObject({ state: 'queued', deaths: 2, worker: null, error: null });
    const logged = { at: expect.any(String), ...died };
    expect(row['death_log']).toEqual([logged, logged]);
    const [again] = await claim(sweep.id);
    expect((await opened().runningTrials(sweep.id))[0]).toMatchObject({ deaths: 2, attempt: 4 });
    expect((await opened().record([completed(again!, 0.5)])).ended).toEqual([trial!.id]);
    expect((await opened().trial(trial!.id)).row).toMatchObject({ state: 'completed', deaths: 2 });
  });

  test('a trial in quarantine has ended, and tells why in one line', async () => {
    const sweep = await expandedSweep(4);
    const [trial, other] = await claim(sweep.id);
    const id = trial!.id;
    await opened().requeue(sweep.id, [id], OWNER, { worker: 'host-a', reason: 'thread ended:\n  \0oom' });
    await claim(sweep.id);
    await opened().renewLeases(sweep.id, [{ trialId: id, worker: 'host-b' }], OWNER, LEASE_MS);
    await opened().requeue(sweep.id, [id], OWNER, { worker: null, reason: 'its lease ran out' });
    const [last] = await claim(sweep.id);
    const death = { worker: null, reason: 'x'.repeat(1000) };
    expect(await opened().quarantine(sweep.id, [id, 2 ** 40], OWNER, death)).toBe(1);
    expect(await opened().quarantine(sweep.id, [id], OWNER, death)).toBe(0);
    const { row } = await opened().trial(id);
    expect(row).toMatchObject({ state: 'quarantined', deaths: 3, lease_until: null, value: null });
    expect(row['finished_at']).toBeInstanceOf(Date);
    const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;
    expect(row['error']).toMatch(
      new RegExp(
        `^3 workers died at it: host-a at ${time} \\(thread ended: oom\\), host-b at ${time} ` +
          `\\(its lease ran out\\), an unknown worker at ${time} \\(x{300}…\\)$`,
      ),
    );
    expect(await opened().counts(sweep.id)).toMatchObject({
      quarantined: 1,
      running: 3,
      queued: 0,
      failed: 0,
    });
    await opened().record([completed(other!, 0.5)]);
    // It is over: neither a late result nor a failure changes it.
    for (const outcome of [completed(last!, 0.9), diverged(last!), failed(last!)]) {
      expect(await opened().record([outcome])).toEqual({ ended: [], waiting: [], conflicts: [] });
    }
    expect((await opened().trial(id)).row).toEqual(row);
    expect(await opened().requeue(sweep.id, [id], OWNER)).toBe(0);
  });

  test('in a cancelled sweep, a trial whose worker died is cancelled', async () => {
    const sweep = await expandedSweep(1);
    const [trial] = await claim(sweep.id);
    await opened().setSweepState(sweep.id, 'cancelled');
    const died = { worker: 'w', reason: 'gone' };
    expect(await opened().requeue(sweep.id, [trial!.id], OWNER, died)).toBe(1);
    expect(await opened().counts(sweep.id)).toMatchObject({ cancelled: 1, running: 0 });
    expect(await opened().record([completed(trial!, 0.5)])).toEqual({
      ended: [],
      waiting: [],
      conflicts: [],
    });
  });

  test('a second result of an engine whose last bits may differ is no conflict', async () => {
    const sweep = await expandedSweep(1, { exact: false });
    const [trial] = await claim(sweep.id);
    expect((await opened().record([completed(trial!, 0.5)])).ended).toEqual([trial!.id]);
    const second = { ...completed(trial!, 0.7), worker: 'late' };
    expect(await opened().record([second])).toEqual({ ended: [], waiting: [], conflicts: [] });
    expect(await conflictsOf(trial!.id)).toEqual([]);
  });

  test('what computed a result stands beside it, and both are named where two differ', async () => {
    const given = sampleTrials(1, 1);
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, given, null, true, OWNER);
    const [trial] = await claim(sweep.id);
    const ran = { engine: 'other@1', device: 'Card 5 \0', driver: '550.1' };
    const kept = { ...ran, device: 'Card 5 ' };
    await opened().record([{ ...completed(trial!, 0.5), worker: 'first', ran }]);
    expect((await opened().trial(trial!.id)).ran).toEqual(kept);
    const again = { ...completed(trial!, 0.5), worker: 'late' };
    expect((await opened().record([again])).conflicts).toEqual([]);
    const other = { ...completed(trial!, 0.7), worker: 'late', ran: { ...ran, device: 'Card 6' } };
    expect((await opened().record([other])).conflicts).toEqual([trial!.id]);
    expect(await conflictsOf(trial!.id)).toEqual([
      {
        ...{ trialId: trial!.id, worker: 'late', at: expect.any(Date), ran: other.ran },
        ...{ engine: sweep.engine, firstWorker: 'first', firstRan: kept },
      },
    ]);
    expect((await opened().trial(trial!.id)).row['conflicts']).toMatchObject([{ ran: other.ran }]);

    // Of one that took it over, it is that of the trial that it has it from.
    const heir = await ownedSweep(opened());
    expect(await opened().expand(heir.id, given, null, true, OWNER)).toMatchObject({ reused: 1 });
    const [taken] = (await opened().trials(heir, { after: 0, limit: 1 })).rows;
    expect((await opened().trial(Number(taken![0]))).ran).toEqual(kept);
  });

  test('a second result that differs is kept beside the first; the same one is nothing new', async () => {
    const sweep = await expandedSweep(3);
    const [one, two, three] = await claim(sweep.id);
    const late = (trial: typeof one, value: number, worker = 'late') => ({
      ...completed(trial!, value, {}, { vae_loss: [Number.NaN] }),
      worker,
    });
    expect(await opened().record([late(one, 0.5, 'first'), diverged(two!)])).toEqual({
      ended: [one!.id, two!.id],
      waiting: [],
      conflicts: [],
    });
    const same = [late(one, 0.5), { ...diverged(two!), worker: 'late' }, failed(one!)];
    expect(await opened().record(same)).toEqual({ ended: [], waiting: [], conflicts: [] });
    const differing = [late(two, 0.7), late(one, 0.7), late(one, 0.8, 'another'), diverged(two!, 3)];
    for (let delivered = 0; delivered < 2; delivered++) {
      expect(await opened().record(differing)).toEqual({
        ended: [],
        waiting: [],
        conflicts: [one!.id, two!.id],
      });
    }
    expect(await conflictsOf(one!.id)).toMatchObject([{ worker: 'another' }, { worker: 'late' }]);
    expect(await conflictsOf(two!.id)).toEqual(
      ['worker-1', 'late'].map((worker) => ({
        ...{ trialId: two!.id, worker, at: expect.any(Date), ran: null },
        ...{ engine: sweep.engine, firstWorker: 'worker-1', firstRan: null },
      })),
    );
    const kept = await opened().query(
      `select outcome ->> 'test_accuracy', outcome -> 'curves' ->> 'vae_loss' from result_conflicts
       where trial_id = ${one!.id} and worker = 'late'`,
    );
    expect(kept.rows).toEqual([['0.7', '{NaN}']]);
    expect((await opened().trial(one!.id)).row).toMatchObject({
      ...{ value: 0.5, worker: 'first' },
      conflicts: ['late', 'another'].map((worker) => ({ worker, at: expect.any(String), ran: null })),
    });
    // Two of them in one batch: the first is recorded.
    const both = await opened().record([
      failed(three!),
      late(three, 0.1),
      late(three, 0.1),
      late(three, 0.2),
    ]);
    expect(both).toEqual({ ended: [three!.id], waiting: [], conflicts: [three!.id] });
    expect((await opened().trial(three!.id)).row).toMatchObject({ state: 'completed', value: 0.1 });
    expect(await conflictsOf(three!.id)).toHaveLength(1);
    await opened().removeSweep(sweep.id);
    expect(await conflictsOf(one!.id)).toEqual([]);
  });

  test('a batch may hold results of several sweeps, of trials that are gone, and nothing new', async () => {
    const sweeps = [await expandedSweep(2), await expandedSweep(2)];
    const trials = (await Promise.all(sweeps.map(({ id }) => claim(id)))).flat();
    const outcomes = trials.map((trial) => completed(trial, 0.5));
    const gone = { ...outcomes[0]!, trialId: 2 ** 40 };
    const ended = trials.map(({ id }) => id).sort((a, b) => a - b);
    expect(await opened().record([gone, ...outcomes])).toEqual({ ended, waiting: [], conflicts: [] });
    expect(await opened().record(outcomes)).toEqual({ ended: [], waiting: [], conflicts: [] });
    for (const { id } of sweeps) expect(await opened().counts(id)).toMatchObject({ completed: 2 });
  });
}
