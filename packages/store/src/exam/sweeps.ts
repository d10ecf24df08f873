import { expect, test } from 'vitest';
import type { Store, Sweep, TrialOutcome } from '../port.ts';
import {
  completed,
  filledSweep,
  LEASE_MS,
  newSweep,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './samples.ts';

/** Sweeps: made, found, moved, removed. */
export function examineSweeps(opened: () => Store): void {
  test('a sweep comes back as it was given', async () => {
    const given = newSweep({ description: 'what', definition: { nested: [1, null, 'x'], z: 0.1 } });
    const { sweep, created } = await opened().createSweep(given);
    // For the store alone: see what it makes of second results.
    const { exact: _, ...told } = given;
    expect(created).toBe(true);
    expect(sweep).toMatchObject({
      ...told,
      state: 'running',
      cursor: null,
      expanded: false,
      finishedAt: null,
    });
    expect(sweep).toEqual({ ...(await opened().sweep(sweep.id)), word: sweep.slug });
  });

  test('the same definition is the same sweep', async () => {
    const given = newSweep();
    const first = await opened().createSweep(given);
    const second = await opened().createSweep({ ...given, name: 'another name' });
    expect(second).toEqual({ sweep: first.sweep, created: false });
  });

  test('any name becomes a slug, and equal names get a number', async () => {
    const slugs: string[] = [];
    for (const name of [
      `'; drop table sweeps; --`,
      '../../etc',
      '"quoted"',
      '🦊',
      'Ärger / mit',
      'Ärger mit',
    ]) {
      const { sweep } = await opened().createSweep(newSweep({ name }));
      expect(sweep.name).toBe(name);
      slugs.push(sweep.slug);
      await opened().trials(sweep, { after: 0, limit: 1 });
    }
    expect(slugs).toEqual(['drop_table_sweeps', 'etc', 'quoted', 'sweep', 'arger_mit', 'arger_mit_2']);
    const { sweep } = await opened().createSweep(newSweep({ name: 'x'.repeat(100) }));
    expect(sweep.slug).toBe('x'.repeat(40));
    const again = await opened().createSweep(newSweep({ name: 'x'.repeat(100) }));
    expect(again.sweep.slug).toBe(`${'x'.repeat(38)}_2`);
  });

  test('many that create at once get different slugs', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => opened().createSweep(newSweep({ name: 'crowd' }))),
    );
    expect(new Set(made.map(({ sweep }) => sweep.slug)).size).toBe(8);
  });

  test('a word means an id, the newest sweep of a name, or a slug; near names are named', async () => {
    const create = async (name: string) => (await opened().createSweep(newSweep({ name }))).sweep;
    const [old, newer, newest] = [
      await create('Deck Mixing'),
      await create('Deck Mixing'),
      await create('Deck Mixing'),
    ];
    const found = async (word: string) => {
      const { sweep, passedOver } = await opened().findSweep(word);
      return [sweep.id, ...passedOver.map(({ id }) => id)];
    };
    expect(await found('Deck Mixing')).toEqual([newest.id, newer.id, old.id]);
    expect(await found('deck_mixing')).toEqual([newest.id, newer.id, old.id]);
    expect(await found('deck_mixing_2')).toEqual([newer.id]);
    expect(await found(String(old.id))).toEqual([old.id]);
    const unknown = opened().findSweep('dekc_mixing');
    await expect(unknown).rejects.toMatchObject({
      code: 'unknown_sweep',
      hint: expect.stringContaining('deck_mixing'),
    });
    await expect(opened().sweep(2e9)).rejects.toMatchObject({ code: 'unknown_sweep' });
  });

  test('the newest sweep of a name on some data', async () => {
    const on = async (datasetFingerprint: string) =>
      (await opened().createSweep(newSweep({ name: 'ruled', datasetFingerprint }))).sweep;
    const first = await on('by rule 1');
    const second = await on('by rule 2');
    expect(await opened().sweepOn('ruled', ['by rule 2', 'by rule 1'])).toMatchObject({ id: second.id });
    expect(await opened().sweepOn('ruled', ['by rule 1'])).toMatchObject({ id: first.id });
    expect(await opened().sweepOn('ruled', ['other data'])).toBeNull();
    expect(await opened().sweepOn('another', ['by rule 1'])).toBeNull();
  });

  test('a sweep comes with the word that means it', async () => {
    const given = newSweep({ name: 'Worded' });
    const { sweep: old } = await opened().createSweep(given);
    expect(old.word).toBe('worded');
    const { sweep } = await opened().createSweep(newSweep({ name: 'Worded' }));
    expect(sweep.word).toBe('worded_2');
    expect((await opened().createSweep(given)).sweep).toEqual({ ...old, word: String(old.id) });
    expect((await opened().findSweep(String(old.id))).sweep.word).toBe(String(old.id));
  });

  test('a sweep moves between its states as it may', async () => {
    const { sweep } = await opened().createSweep(newSweep());
    const moves = async (...states: Parameters<Store['setSweepState']>[1][]) => {
      const moved: boolean[] = [];
      for (const state of states) moved.push(await opened().setSweepState(sweep.id, state, `to ${state}`));
      return moved;
    };
    expect(await moves('running', 'paused', 'completed', 'running')).toEqual([false, true, false, true]);
    expect(await moves('failed', 'running', 'completed')).toEqual([true, true, true]);
    expect(await opened().sweep(sweep.id)).toMatchObject({
      reason: 'to completed',
      finishedAt: expect.any(Date),
    });
    expect(await moves('running', 'cancelled', 'running', 'paused')).toEqual([true, true, false, false]);
  });

  test('what is queued ends with a sweep that is completed before its end', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(2, 3), null, false, OWNER);
    expect(await opened().setSweepState(sweep.id, 'completed', 'enough')).toBe(true);
    expect(await opened().counts(sweep.id)).toMatchObject({ queued: 0, cancelled: 6 });
    expect(await opened().sweep(sweep.id)).toMatchObject({ state: 'completed', reason: 'enough' });
  });

  test('one coordinator holds a sweep, until its lease runs out', async () => {
    const { sweep } = await opened().createSweep(newSweep());
    expect(await opened().acquireRun(sweep.id, 'a', 60_000)).toBe(true);
    expect(await opened().acquireRun(sweep.id, 'a', 60_000)).toBe(true);
    expect(await opened().acquireRun(sweep.id, 'b', 60_000)).toBe(false);
    await opened().releaseRun(sweep.id, 'b');
    expect(await opened().acquireRun(sweep.id, 'b', 60_000)).toBe(false);
    const { owner, leaseLeftMs } = (await opened().runHolders()).get(sweep.id)!;
    expect(owner).toBe('a');
    expect(leaseLeftMs).toBeGreaterThan(0);
    expect(leaseLeftMs).toBeLessThanOrEqual(60_000);
    await opened().releaseRun(sweep.id, 'a');
    expect((await opened().runHolders()).has(sweep.id)).toBe(false);
    expect(await opened().acquireRun(sweep.id, 'b', 1)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await opened().runHolders()).has(sweep.id)).toBe(false);
    expect(await opened().acquireRun(sweep.id, 'a', 60_000)).toBe(true);
  });

  test('the list has counts and the best config of each', async () => {
    const up = await filledSweep(opened(), 2, 2, { replicates: 2 });
    const down = await filledSweep(opened(), 2, 2, { goal: 'minimize', replicates: 2 });
    const empty = await ownedSweep(opened());
    const listed = await opened().listSweeps();
    const of = (sweep: Sweep) => listed.find(({ id }) => id === sweep.id);
    expect(of(up)).toMatchObject({ best: { n: 2, config: { latent_size: 1 } }, counts: { completed: 4 } });
    expect(of(up)!.best!.value).toBeCloseTo(0.011, 12);
    expect(of(down)).toMatchObject({ best: { n: 2, config: { latent_size: 0 } }, counts: { queued: 0 } });
    expect(of(empty)!.best).toBeNull();
    expect(await opened().bestConfig(empty.id)).toBeNull();
  });

  test('the list comes in pages, the newest first, each with its word', async () => {
    const create = async () => (await opened().createSweep(newSweep({ name: 'Paged' }))).sweep.id;
    const made = [await create(), await create(), await create()];
    const ids = (page: Awaited<ReturnType<Store['listSweeps']>>) => page.map(({ id }) => id);
    const first = await opened().listSweeps({ limit: 2 });
    expect(ids(first)).toEqual([made[2], made[1]]);
    expect(first.map(({ word }) => word)).toEqual(['paged_3', 'paged_2']);
    const [oldest] = await opened().listSweeps({ limit: 1, before: made[1] });
    // Its slug means the newest of its name.
    expect(oldest).toMatchObject({ id: made[0], slug: 'paged', word: String(made[0]) });
    expect(await opened().listSweeps({ limit: 5, before: 1 })).toEqual([]);
  });

  test('one lucky replicate is not the best, unless nothing else is there', async () => {
    const sweep = await ownedSweep(opened(), { replicates: 2 });
    await opened().expand(sweep.id, sampleTrials(3, 2), null, true, OWNER);
    const claimed = await opened().claim(sweep.id, 6, OWNER, LEASE_MS);
    const record = (config: number, replicate: number, value: number) => {
      const trial = claimed.find((t) => t.config['latent_size'] === config && t.replicate === replicate)!;
      return opened().record([completed(trial, value)]);
    };
    await record(0, 0, 0.9);
    expect(await opened().bestConfig(sweep.id)).toMatchObject({
      value: 0.9,
      n: 1,
      config: { latent_size: 0 },
    });
    await record(1, 0, 0.5);
    await record(1, 1, 0.6);
    expect(await opened().bestConfig(sweep.id)).toMatchObject({ n: 2, config: { latent_size: 1 } });
    await record(2, 0, 0.8);
    await record(2, 1, 0.7);
    const best = await opened().bestConfig(sweep.id);
    expect(best).toMatchObject({ n: 2, config: { latent_size: 2 } });
    expect(best!.value).toBeCloseTo(0.75, 12);
  });

  test('the time that it took here is told from that of what was reused', async () => {
    const origin = await ownedSweep(opened());
    const trials = sampleTrials(2, 2);
    await opened().expand(origin.id, trials, null, true, OWNER);
    const claimed = await opened().claim(origin.id, 4, OWNER, LEASE_MS);
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds);
    const took = (outcome: TrialOutcome, start: number, seconds: number) => ({
      ...outcome,
      startedAt: at(start),
      durationMs: 1000 * seconds,
    });
    // The two configs share their run: the longer one is the whole of it.
    await opened().record(
      claimed.map((trial) => took(completed(trial, 0.5), 10, trial.config['latent_size'] === 0 ? 5 : 8)),
    );
    const own = await opened().timing(origin.id);
    expect(own).toMatchObject({
      first: at(10),
      trained: { trials: 4, threadSeconds: 16 },
      reused: { trials: 0 },
    });
    const heir = await ownedSweep(opened());
    await opened().expand(heir.id, trials, null, true, OWNER);
    expect(await opened().timing(heir.id)).toEqual({
      ...{ first: null, last: null },
      trained: { trials: 0, threadSeconds: 0 },
      reused: { trials: 4, threadSeconds: 16 },
    });
  });

  test('a removed sweep is gone, and what others took over from it stays', async () => {
    const origin = await ownedSweep(opened());
    const trials = sampleTrials(2, 2);
    await opened().expand(origin.id, trials, null, true, OWNER);
    const claimed = await opened().claim(origin.id, 4, OWNER, LEASE_MS);
    await opened().record(claimed.map((trial) => completed(trial, sampleValue(trial))));
    const heir = await ownedSweep(opened());
    expect(await opened().expand(heir.id, trials, null, true, OWNER)).toMatchObject({ queued: 0, reused: 4 });
    const before = await opened().checksum(heir.id);
    await opened().removeSweep(origin.id);
    await expect(opened().sweep(origin.id)).rejects.toMatchObject({ code: 'unknown_sweep' });
    await expect(opened().query(`select * from sweep_${origin.slug}`)).rejects.toMatchObject({
      code: 'bad_sql',
    });
    expect(await opened().checksum(heir.id)).toBe(before);
    const { rows } = await opened().trials(heir, { after: 0, limit: 10 });
    expect((await opened().trial(rows[0]![0] as number)).curves?.vae_loss).toHaveLength(3);
    expect(await opened().counts(heir.id)).toMatchObject({ completed: 4, reused: 4 });
    await opened().removeSweep(origin.id);
  });
}
