import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { NewSweep, Store, WorkerRow } from '../port.ts';
import { failed, LEASE_MS, newSweep, OWNER, ownedSweep, sampleTrials, unique } from './samples.ts';

const TABLE = {
  kind: 'table',
  target: 'label',
  positive: null,
  categorical: ['colour'],
  scale: 'quantile',
  split: { train: 0.6, validation: 0.2, test: 0.2 },
  balance: 'original',
} as const;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What a cluster keeps in the store beside its trials. */
export function examineCluster(opened: () => Store): void {
  const submitted = async (given: Partial<NewSweep> = {}) => {
    const { sweep } = await opened().createSweep(newSweep(given));
    return opened().submitSweep(sweep.id);
  };
  const clusterIds = async () => (await opened().clusterSweeps()).map(({ id }) => id);

  test('a submitted sweep is the cluster’s, and runs again if it may', async () => {
    const { sweep: created } = await opened().createSweep(newSweep());
    const sweep = await opened().sweep(created.id);
    expect(sweep.onCluster).toBe(false);
    expect(await clusterIds()).not.toContain(sweep.id);
    const taken = await opened().submitSweep(sweep.id);
    expect(taken).toEqual({ ...sweep, onCluster: true });
    expect(await opened().clusterSweeps()).toContainEqual(taken);
    for (const state of ['paused', 'failed', 'completed'] as const) {
      await opened().setSweepState(sweep.id, state, 'so');
      expect(await clusterIds()).not.toContain(sweep.id);
      expect(await opened().submitSweep(sweep.id)).toEqual(taken);
      expect(await clusterIds()).toContain(sweep.id);
    }
    await opened().setSweepState(sweep.id, 'cancelled', 'by hand');
    expect(await opened().submitSweep(sweep.id)).toMatchObject({ state: 'cancelled', reason: 'by hand' });
    expect(await clusterIds()).not.toContain(sweep.id);
    await expect(opened().submitSweep(2e9)).rejects.toMatchObject({ code: 'unknown_sweep' });
  });

  test('bytes come back as they were put, however many', async () => {
    const MB = 1024 * 1024;
    for (const length of [0, 1, 4 * MB, 8 * MB + 1]) {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = (i * 31 + length) >> 3;
      const hash = sha256(bytes);
      expect(await opened().getContent(hash)).toBeNull();
      await submitted({ datasetSpec: { ...TABLE, content: hash } });
      await Promise.all([opened().putContent(hash, bytes), opened().putContent(hash, bytes)]);
      await opened().putContent(hash, bytes);
      const back = await opened().getContent(hash);
      expect(back).not.toBeNull();
      expect(Buffer.compare(back!, bytes)).toBe(0);
    }
    const wrong = opened().putContent(sha256(new Uint8Array(1)), new Uint8Array(2));
    await expect(wrong).rejects.toMatchObject({ code: 'wrong_content' });
  });

  test('bytes stay as long as a sweep names them', async () => {
    const bytes = Buffer.from(`table ${unique()}`);
    const datasetSpec = { ...TABLE, content: sha256(bytes) };
    const one = await submitted({ datasetSpec });
    const two = await submitted({ datasetSpec });
    expect((await opened().sweep(one.id)).datasetSpec).toEqual(datasetSpec);
    await opened().putContent(datasetSpec.content, bytes);
    await opened().removeSweep(one.id);
    expect(await opened().getContent(datasetSpec.content)).toEqual(new Uint8Array(bytes));
    await opened().removeSweep(two.id);
    expect(await opened().getContent(datasetSpec.content)).toBeNull();
  });

  test('workers are listed as they were last heard of', async () => {
    const worker = (name: string, given: Partial<WorkerRow> = {}): WorkerRow => ({
      name,
      host: 'host "a"',
      pid: 4_000_000_000,
      version: '1.2.3',
      engine: 'simd@1',
      device: null,
      slots: 8,
      labels: ['gpu', 'a100,"x"'],
      state: 'working',
      running: 3,
      done: 5_000_000_000,
      ...given,
    });
    await opened().saveWorkers([]);
    await opened().saveWorkers([worker('b', { device: 'GPU "x"' }), worker('a', { labels: [] })]);
    const first = await opened().listWorkers();
    expect(first).toEqual(
      [worker('a', { labels: [] }), worker('b', { device: 'GPU "x"' })].map((row) => ({
        ...row,
        lastSeen: expect.any(Date),
        silentMs: expect.any(Number),
      })),
    );
    const later = worker('b', { state: 'gone', running: 0 });
    await opened().saveWorkers([worker('b'), later]);
    const second = await opened().listWorkers();
    expect(second[1]).toMatchObject(later);
    expect(second[0]!.lastSeen).toEqual(first[0]!.lastSeen);
    expect(second[1]!.lastSeen.getTime()).toBeGreaterThan(first[1]!.lastSeen.getTime());
    expect(second[0]!.silentMs).toBeGreaterThan(second[1]!.silentMs);
  });

  test('files are needless once their sweep is removed, checkpoints once their trial has ended', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(2, 2), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 3, OWNER, LEASE_MS);
    const [ended, ...others] = trials.map(({ id }) => ({ sweepId: sweep.id, trialId: id }));
    await opened().record([failed(trials[0]!)]);
    const another = { sweepId: sweep.id + 1_000_000, trialId: 1 };
    const kept = { artifacts: [sweep.id, another.sweepId], checkpoints: [ended!, ...others, another] };
    expect(await opened().needlessFiles(kept)).toEqual({ artifacts: [], checkpoints: [ended] });
    // A trial is meant with its sweep.
    const [other] = others;
    const mixed = { sweepId: sweep.id - 1, trialId: other!.trialId };
    expect((await opened().needlessFiles({ artifacts: [], checkpoints: [mixed] })).checkpoints).toEqual([
      mixed,
    ]);
    await opened().removeSweep(sweep.id);
    const { artifacts, checkpoints } = await opened().needlessFiles(kept);
    expect(artifacts).toEqual([sweep.id]);
    const inOrder = checkpoints.toSorted((a, b) => a.trialId - b.trialId);
    expect(inOrder).toEqual([ended!, ...others].toSorted((a, b) => a.trialId - b.trialId));
    expect(await opened().needlessFiles({ artifacts: [], checkpoints: [] })).toEqual({
      artifacts: [],
      checkpoints: [],
    });
  });

  test('troubles of the bus last as long as they are said, each since it began', async () => {
    expect(await opened().listTroubles()).toEqual([]);
    await opened().saveTroubles(['the disk is full', 'it’s \0 slow']);
    const first = await opened().listTroubles();
    expect(first.map(({ reason }) => reason).sort()).toEqual(['it’s  slow', 'the disk is full']);
    await opened().saveTroubles(['the disk is full', 'the disk is full']);
    const second = await opened().listTroubles();
    expect(second).toEqual(first.filter(({ reason }) => reason === 'the disk is full'));
    expect(second[0]!.since).toEqual(expect.any(Date));
    await opened().saveTroubles([]);
    expect(await opened().listTroubles()).toEqual([]);
  });

  test('of bad messages the newest thousand are kept, with any text', async () => {
    const text = 'x\0\ud800"\n'.padEnd(20_000, 'y');
    await opened().keepBadMessage({ kind: 'result', reason: 'it’s \0 bad', text });
    const [newest] = (await opened().alarms()).badMessages;
    expect(newest).toMatchObject({ kind: 'result', reason: 'it’s  bad', at: expect.any(Date) });
    expect(newest!.text).toMatch(/^x\ufffd"\ny{9000,}$/);
    for (let i = 0; i < 1001; i++) {
      await opened().keepBadMessage({ kind: 'job', reason: `${i}`, text: '' });
    }
    const { badMessages } = await opened().alarms();
    expect(badMessages.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 1000 }, (_, i) => `${1000 - i}`),
    );
    const { rows } = await opened().query('select count(*) from bad_messages');
    expect(rows).toEqual([[1000]]);
  });
}
