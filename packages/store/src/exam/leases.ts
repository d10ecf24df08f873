import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Store, Sweep } from '../port.ts';
import { completed, LEASE_MS, newSweep, OWNER, ownedSweep, sampleTrials } from './samples.ts';

/** Who may write, and how long a trial is believed to be at work. */
export function examineLeases(opened: () => Store): void {
  const expandedSweep = async (configs: number) => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(configs, 1), null, true, OWNER);
    return sweep;
  };
  const writes = (sweep: Sweep, trialId: number, owner: string) => [
    () => opened().expand(sweep.id, sampleTrials(9, 1), { at: 9 }, true, owner),
    () => opened().claim(sweep.id, 1, owner, LEASE_MS),
    () => opened().renewLeases(sweep.id, [{ trialId, worker: 'w' }], owner, LEASE_MS),
    () => opened().requeue(sweep.id, null, owner),
    () => opened().requeue(sweep.id, [trialId], owner, { worker: 'w', reason: 'died' }),
    () => opened().quarantine(sweep.id, [trialId], owner, { worker: 'w', reason: 'died' }),
  ];
  const allRefused = async (attempts: readonly (() => Promise<unknown>)[]) => {
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'sweep_taken_over' });
    }
  };

  test('only who holds the sweep writes to it', async () => {
    const sweep = await expandedSweep(6);
    const [trial] = await opened().claim(sweep.id, 1, OWNER, LEASE_MS);
    const state = async () => [await opened().sweep(sweep.id), (await opened().trial(trial!.id)).row];
    const before = await state();
    await allRefused(writes(sweep, trial!.id, 'another'));
    await opened().releaseRun(sweep.id, OWNER);
    await allRefused(writes(sweep, trial!.id, OWNER));
    expect(await opened().acquireRun(sweep.id, 'another', LEASE_MS)).toBe(true);
    await allRefused(writes(sweep, trial!.id, OWNER));
    expect(await state()).toEqual(before);
    // A result counts, whoever brings it.
    expect((await opened().record([completed(trial!, 0.5)])).ended).toEqual([trial!.id]);
    const { sweep: never } = await opened().createSweep(newSweep());
    await allRefused(writes(never, trial!.id, OWNER));
    await opened().removeSweep(sweep.id);
    await allRefused(writes(sweep, trial!.id, 'another'));
  });

  test('a sweep’s lease that ran out is good until another takes it', async () => {
    const sweep = await expandedSweep(6);
    await opened().acquireRun(sweep.id, OWNER, 1);
    await sleep(20);
    expect(await opened().claim(sweep.id, 1, OWNER, LEASE_MS)).toHaveLength(3);
    await opened().acquireRun(sweep.id, 'another', LEASE_MS);
    await expect(opened().claim(sweep.id, 1, OWNER, LEASE_MS)).rejects.toMatchObject({
      code: 'sweep_taken_over',
      message: expect.stringContaining(`'${sweep.slug}'`),
    });
    expect(await opened().claim(sweep.id, 1, 'another', LEASE_MS)).toHaveLength(3);
  });

  test('a trial has a lease from its claim until it ends or goes back', async () => {
    const sweep = await expandedSweep(9);
    const claimed = await opened().claim(sweep.id, 9, OWNER, LEASE_MS);
    const running = await opened().runningTrials(sweep.id);
    expect(running.map(({ worker, leaseLeftMs, ...trial }) => ({ worker, trial }))).toEqual(
      claimed.map((trial) => ({ worker: null, trial })),
    );
    for (const { leaseLeftMs } of running) {
      expect(leaseLeftMs).toBeGreaterThan(0);
      expect(leaseLeftMs).toBeLessThanOrEqual(LEASE_MS);
    }
    const [first, second, third] = claimed.map(({ id }) => id);
    await opened().record([completed(claimed[0]!, 0.5)]);
    await opened().requeue(sweep.id, [second!], OWNER);
    const left = await opened().runningTrials(sweep.id);
    expect(left.map(({ id }) => id)).toEqual(claimed.slice(2).map(({ id }) => id));
    expect(left[0]!.id).toBe(third);
    for (const id of [first!, second!]) {
      expect((await opened().trial(id)).row).toMatchObject({ lease_until: null });
    }
    expect((await opened().trial(second!)).row).toMatchObject({ worker: null, attempt: 1, deaths: 0 });
  });

  test('leases run out by the database’s clock, and are renewed with who is at work', async () => {
    const sweep = await expandedSweep(6);
    const ids = (await opened().claim(sweep.id, 6, OWNER, 1)).map(({ id }) => id);
    const expired = async () =>
      (await opened().runningTrials(sweep.id, { expired: true })).map(({ id }) => id);
    await sleep(20);
    expect(await expired()).toEqual(ids);
    for (const { leaseLeftMs } of await opened().runningTrials(sweep.id, { expired: true })) {
      expect(leaseLeftMs).toBeLessThan(0);
    }
    const other = await expandedSweep(1);
    const [foreign] = await opened().claim(other.id, 1, OWNER, LEASE_MS);
    await opened().requeue(sweep.id, [ids[5]!], OWNER);
    const leases = [
      { trialId: ids[0]!, worker: 'a' },
      { trialId: ids[1]!, worker: null },
      { trialId: ids[2]!, worker: 'b' },
      // Of two that say they have it, one is noted.
      { trialId: ids[0]!, worker: null },
      { trialId: ids[5]!, worker: 'a' },
      { trialId: foreign!.id, worker: 'a' },
      { trialId: 2 ** 40, worker: 'a' },
    ];
    expect(await opened().renewLeases(sweep.id, leases, OWNER, LEASE_MS)).toEqual(ids.slice(0, 3));
    expect(await expired()).toEqual(ids.slice(3, 5));
    const workers = async () => (await opened().runningTrials(sweep.id)).map(({ worker }) => worker);
    expect(await workers()).toEqual(['a', null, 'b', null, null]);
    await opened().renewLeases(sweep.id, [{ trialId: ids[0]!, worker: null }], OWNER, LEASE_MS);
    expect(await workers()).toEqual([null, null, 'b', null, null]);
    expect((await opened().trial(foreign!.id)).row).toMatchObject({ worker: null });
    expect(await opened().renewLeases(sweep.id, [], OWNER, LEASE_MS)).toEqual([]);
  });

  test('one coordinator leads, until its lease runs out', async () => {
    const acquire = (owner: string, leaseMs = LEASE_MS) => opened().acquireLead(owner, leaseMs);
    expect(await opened().leader()).toBeNull();
    expect(await acquire('a')).toBe(true);
    expect(await acquire('a')).toBe(true);
    expect(await acquire('b')).toBe(false);
    await opened().releaseLead('b');
    expect(await acquire('b')).toBe(false);
    expect(await opened().leader()).toBe('a');
    await opened().releaseLead('a');
    expect(await acquire('b', 1)).toBe(true);
    await sleep(20);
    expect(await opened().leader()).toBeNull();
    const many = Array.from({ length: 6 }, (_, i) => acquire(`${i}`));
    expect((await Promise.all(many)).filter(Boolean)).toHaveLength(1);
  });
}
