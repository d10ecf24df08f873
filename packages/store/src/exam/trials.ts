import { CURVES } from '@latentsweep/core';
import { expect, test } from 'vitest';
import type { Store, Sweep } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  filledSweep,
  LEASE_MS,
  NOT_COLLAPSED,
  OWNER,
  ownedSweep,
  sampleCurves,
  sampleTrials,
  sampleValue,
} from './samples.ts';

/** Trials: expanded, claimed, recorded, put back. */
export function examineTrials(opened: () => Store): void {
  const expandedSweep = async (configs: number, replicates: number, salt?: string) => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(configs, replicates, salt), { at: 1 }, true, OWNER);
    return sweep;
  };

  const toldOf = async (sweep: Sweep) => {
    const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
    return Promise.all(rows.map((row) => opened().trial(row[columns.indexOf('id')] as number)));
  };

  test('expansion keeps a trial once and moves the cursor', async () => {
    const sweep = await ownedSweep(opened());
    const trials = sampleTrials(4, 2);
    expect(await opened().expand(sweep.id, trials.slice(0, 6), { at: 6 }, false, OWNER)).toMatchObject({
      queued: 6,
      reused: 0,
      duplicates: 0,
    });
    expect(await opened().expand(sweep.id, [...trials, trials[0]!], { at: 8 }, true, OWNER)).toMatchObject({
      queued: 2,
      reused: 0,
      duplicates: 7,
    });
    expect(await opened().sweep(sweep.id)).toMatchObject({ cursor: { at: 8 }, expanded: true });
    const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
    expect(rows.map((row) => row[columns.indexOf('number')])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('claims go by number and never split a run', async () => {
    const sweep = await expandedSweep(7, 2);
    const first = await opened().claim(sweep.id, 2, OWNER, LEASE_MS);
    // Configs 0, 1 and 2 are one run for each replicate: two trials wanted, two runs begun.
    expect(first.map((trial) => [trial.runHash, trial.replicate])).toEqual(
      [0, 1, 0, 1, 0, 1].map((replicate) => ['run-0', replicate]),
    );
    expect(first[0]).toMatchObject({ sweepId: sweep.id, attempt: 1, seed: '0000000000000000' });
    expect(first[0]!.config).toMatchObject({ 'loss_weights.kl': 0, hidden_sizes: [0, 10] });
    expect(await opened().counts(sweep.id)).toMatchObject({ queued: 8, running: 6 });
    const rest = await opened().claim(sweep.id, 100, OWNER, LEASE_MS);
    expect(rest).toHaveLength(8);
    expect(await opened().claim(sweep.id, 100, OWNER, LEASE_MS)).toEqual([]);
  });

  test('many that claim at once share the trials out', async () => {
    const sweep = await expandedSweep(30, 2);
    const shares = await Promise.all(
      Array.from({ length: 8 }, () => opened().claim(sweep.id, 6, OWNER, LEASE_MS)),
    );
    const ids = shares.flat().map((trial) => trial.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const share of shares) {
      const runs = share.map((trial) => `${trial.runHash}/${trial.replicate}`);
      const others = shares.filter((other) => other !== share).flat();
      expect(others.some((trial) => runs.includes(`${trial.runHash}/${trial.replicate}`))).toBe(false);
    }
  });

  test('only a running sweep gives trials out', async () => {
    const sweep = await expandedSweep(3, 1);
    await opened().setSweepState(sweep.id, 'paused');
    expect(await opened().claim(sweep.id, 10, OWNER, LEASE_MS)).toEqual([]);
    await opened().setSweepState(sweep.id, 'running');
    expect(await opened().claim(sweep.id, 10, OWNER, LEASE_MS)).toHaveLength(3);
  });

  test('an outcome comes back bit for bit, with what is not finite as null', async () => {
    const sweep = await expandedSweep(2, 1);
    const [first, second] = await opened().claim(sweep.id, 3, OWNER, LEASE_MS);
    const odd = { test_mcc: Number.NaN, test_log_loss: 5e-324, test_brier: 1 / 3, ...NOT_COLLAPSED };
    const vaeLoss = [1e300, Number.POSITIVE_INFINITY, Number.NaN];
    const outcomes = [completed(first!, 0.1 + 0.2, odd, { vae_loss: vaeLoss }), diverged(second!)];
    expect(await opened().record(outcomes)).toEqual({
      ended: [first!.id, second!.id],
      waiting: [],
      conflicts: [],
    });
    const trial = await opened().trial(first!.id);
    expect(trial.row).toMatchObject({
      sweep: sweep.slug,
      state: 'completed',
      test_accuracy: 0.1 + 0.2,
      value: 0.1 + 0.2,
      test_mcc: null,
      test_log_loss: 5e-324,
      test_brier: 1 / 3,
      test_class_recall: [0.1 + 0.2, (0.1 + 0.2) / 3],
      test_confusion: [1, 2, 3, 4],
      kl_per_dim: 0.25,
      collapsed: false,
      duration_ms: 12.5,
      worker: 'worker-1',
      started_at: new Date('2026-01-02T03:04:05.678Z'),
      finished_at: expect.any(Date),
    });
    expect(trial.curves).toEqual({ ...sampleCurves(3), vae_loss: vaeLoss });
    expect(Object.keys(trial.curves!)).toEqual([...CURVES]);
    const other = await opened().trial(second!.id);
    expect(other.row).toMatchObject({ state: 'diverged', error: 'Epoch 2: loss was NaN', value: null });
    await expect(opened().trial(-1)).rejects.toMatchObject({ code: 'unknown_trial' });
  });

  test('a trial ends once; late results count, late failures do not', async () => {
    const sweep = await expandedSweep(2, 1);
    const [first, second] = await opened().claim(sweep.id, 2, OWNER, LEASE_MS);
    expect(await opened().requeue(sweep.id, [first!.id, second!.id], OWNER)).toBe(2);
    expect(await opened().record([failed(first!)])).toEqual({ ended: [], waiting: [], conflicts: [] });
    expect(await opened().record([completed(second!, 0.5)])).toEqual({
      ended: [second!.id],
      waiting: [],
      conflicts: [],
    });
    const [again] = await opened().claim(sweep.id, 2, OWNER, LEASE_MS);
    expect(again).toMatchObject({ id: first!.id, attempt: 2 });
    expect(await opened().record([failed(first!)])).toEqual({ ended: [], waiting: [], conflicts: [] });
    expect(await opened().record([failed(again!), completed(again!, 0.7)])).toEqual({
      ended: [again!.id],
      waiting: [],
      conflicts: [],
    });
    expect(await opened().record([failed(again!), completed(second!, 0.5)])).toEqual({
      ended: [],
      waiting: [],
      conflicts: [],
    });
    expect((await opened().trial(first!.id)).row).toMatchObject({ value: 0.7, attempt: 2 });
    expect((await opened().trial(second!.id)).row).toMatchObject({ value: 0.5, attempt: 1 });
    expect(await opened().record([])).toEqual({ ended: [], waiting: [], conflicts: [] });
  });

  test('an error may hold any text', async () => {
    const sweep = await expandedSweep(1, 1);
    const [trial] = await opened().claim(sweep.id, 1, OWNER, LEASE_MS);
    await opened().record([failed(trial!, `it's "bad" \\ \0 \ud800 🦊\n`)]);
    expect((await opened().trial(trial!.id)).row['error']).toBe(`it's "bad" \\  \ufffd 🦊\n`);
  });

  test('cancelling ends what waits; what runs ends when it is put back', async () => {
    const sweep = await expandedSweep(6, 1);
    const running = await opened().claim(sweep.id, 3, OWNER, LEASE_MS);
    expect(await opened().setSweepState(sweep.id, 'cancelled', 'by hand')).toBe(true);
    expect(await opened().counts(sweep.id)).toMatchObject({ running: 3, cancelled: 3, queued: 0 });
    expect((await opened().record([completed(running[0]!, 0.5)])).ended).toHaveLength(1);
    expect(await opened().requeue(sweep.id, null, OWNER)).toBe(2);
    expect(await opened().counts(sweep.id)).toMatchObject({ completed: 1, cancelled: 5, running: 0 });
    expect(await opened().expand(sweep.id, sampleTrials(20, 1), null, true, OWNER)).toMatchObject({
      queued: 0,
    });
  });

  test('results are taken over from other sweeps, for this sweep’s metric', async () => {
    const salt = 'taken over';
    const origin = await expandedSweep(4, 2, salt);
    const claimed = await opened().claim(origin.id, 6, OWNER, LEASE_MS);
    await opened().record(
      claimed.map((trial, i) =>
        i === 0 ? diverged(trial) : i === 1 ? failed(trial) : completed(trial, sampleValue(trial)),
      ),
    );
    const keys = sampleTrials(4, 2, salt).map((trial) => trial.resultKey);
    expect(await opened().countReusable([...keys, 'no such'])).toBe(claimed.length - 1);
    const sweep = await ownedSweep(opened(), { metric: 'val_recall', goal: 'minimize' });
    const outcome = await opened().expand(sweep.id, sampleTrials(5, 2, salt), null, true, OWNER);
    expect(outcome).toMatchObject({
      queued: 10 - (claimed.length - 1),
      reused: claimed.length - 1,
      duplicates: 0,
    });
    expect(await opened().counts(sweep.id)).toMatchObject({
      diverged: 1,
      failed: 0,
      completed: claimed.length - 2,
      reused: claimed.length - 1,
    });
    const taken = (await toldOf(sweep)).filter(({ row }) => row['reused_from'] !== null);
    expect(taken).toHaveLength(claimed.length - 1);
    for (const { row, curves } of taken) {
      expect(row['value']).toBe(row['val_recall']);
      expect(curves?.['vae_loss']).toHaveLength(row['state'] === 'completed' ? 3 : 2);
    }
    // A third sweep names the one that trained it.
    const third = await ownedSweep(opened());
    await opened().expand(third.id, sampleTrials(4, 2, salt), null, true, OWNER);
    const from = (await toldOf(third)).flatMap(({ row }) => row['reused_from'] ?? []);
    expect(new Set(from)).toEqual(new Set(taken.map(({ row }) => row['reused_from'])));
    const trained = new Set<unknown>(claimed.map(({ id }) => id));
    expect(from.every((id) => trained.has(id))).toBe(true);
  });

  test('the checksum sees results only: not ids, times, workers or order', async () => {
    const one = await filledSweep(opened(), 3, 2);
    const two = await ownedSweep(opened());
    const shuffled = sampleTrials(3, 2).reverse();
    for (const trial of shuffled) await opened().expand(two.id, [trial], null, true, OWNER);
    const claimed = await opened().claim(two.id, 6, OWNER, LEASE_MS);
    const outcome = (trial: (typeof claimed)[number]) => ({
      ...completed(trial, sampleValue(trial)),
      worker: 'other',
      durationMs: 1,
      startedAt: new Date(),
    });
    for (const trial of claimed.slice(1)) await opened().record([outcome(trial)]);
    expect(await opened().checksum(two.id)).not.toBe(await opened().checksum(one.id));
    await opened().record([outcome(claimed[0]!)]);
    expect(await opened().checksum(two.id)).toBe(await opened().checksum(one.id));
    const off = await filledSweep(opened(), 3, 2, {}, (trial) => sampleValue(trial) * (1 + 2 ** -52));
    expect(await opened().checksum(off.id)).not.toBe(await opened().checksum(one.id));
  });
}
