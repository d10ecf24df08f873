import { parseSweep, resolveDataset } from '@latentsweep/coordinator';
import type { Fault } from '@latentsweep/core';
import { type KnownSweep, type Store, TakenOver } from '@latentsweep/store';
import { createMemoryStore } from '@latentsweep/store/memory';
import { describe, expect, test, vi } from 'vitest';
import { begin } from '../run/begin.ts';
import { beginAsked } from './begin-asked.ts';
import { openAsking } from './open-asking.ts';
import { resumeAsked } from './resume-asked.ts';

const FILE = `ask: true
name: mine
method: grid
metric: { name: loss, goal: minimize }
parameters: { lr: { values: [0.1, 0.2, 0.3] }, layers: { value: 2 } }
`;

/** A clock that tests turn. */
function storeWithClock() {
  let now = Date.now();
  const store = createMemoryStore({ now: () => now });
  return { store, pass: (ms: number) => (now += ms) };
}

async function checked(text: string) {
  const parsed = parseSweep(text, { path: 'mine.yaml', folder: '/', engines: [] });
  return { ...parsed, dataset: await resolveDataset(parsed.definition.dataset) };
}

async function begun(store: Store, text = FILE): Promise<KnownSweep> {
  const say = (_: Fault) => {};
  return (await beginAsked({ store, say }, await checked(text))).sweep;
}

async function asking(text = FILE, leaseMs = 60_000) {
  const { store, pass } = storeWithClock();
  const sweep = await begun(store, text);
  const notes: string[] = [];
  const opened = await openAsking({ store, asker: 'me', note: (said) => notes.push(said) }, sweep);
  const ask = (count: number, lease = { leaseMs }) => opened.ask(count, lease);
  return { store, pass, sweep, notes, ...opened, ask };
}

const code = (of: string) => expect.objectContaining({ code: of });

describe('trials that are asked for', () => {
  test('are given once each, with all that their computation needs', async () => {
    const { ask, store, sweep } = await asking();
    const first = await ask(2);
    expect(first).toMatchObject({ state: 'given', reason: null });
    expect(first.trials).toMatchObject([
      { trial: '1', config: { lr: 0.1, layers: 2 }, replicate: 1, attempt: 1 },
      { trial: '2', config: { lr: 0.3, layers: 2 }, replicate: 1, attempt: 1 },
    ]);
    const [{ seed, leaseEnds }] = first.trials as [(typeof first.trials)[0]];
    expect(first.trials[1]!.seed).toBe(seed);
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
    expect(Date.parse(leaseEnds)).toBeGreaterThan(Date.now() + 50_000);
    expect((await ask(9)).trials.map(({ trial }) => trial)).toEqual(['3']);
    expect(await ask(1)).toEqual({
      ...{ trials: [], state: 'waiting' },
      reason:
        'It waits for the results of 3 trials that are out (1, 2, 3); the first lease ends in 1 min 00 s. All others have ended.',
    });
    expect((await store.runningTrials(sweep.id)).map(({ worker }) => worker)).toEqual(['me', 'me', 'me']);
  });

  test('are given once each to who asks and tells all at once', async () => {
    const { ask, tell, store, sweep } = await asking(FILE.replace('0.3]', '0.3, 0.4, 0.5, 0.6]'));
    const [begins, ends] = [vi.spyOn(store, 'acquireRun'), vi.spyOn(store, 'releaseRun')];
    const answers = await Promise.all([1, 2, 3].map((count) => ask(count)));
    const trials = answers.flatMap((answer) => answer.trials.map(({ trial }) => trial));
    expect(trials.toSorted()).toEqual(['1', '2', '3', '4', '5', '6']);
    const record = vi.spyOn(store, 'record');
    const told = trials.map((trial) => tell(trial, { metrics: { loss: 1 } }));
    await Promise.all([...told, ask(1), ask(1)]);
    expect(record.mock.calls.flat(2)).toHaveLength(6);
    expect(record.mock.calls.length).toBeLessThan(6);
    expect(await store.sweep(sweep.id)).toMatchObject({ state: 'completed' });
    expect(await store.runHolders()).toEqual(new Map());
    // One turn after the other.
    const turns = begins.mock.invocationCallOrder.flatMap((at, i) => [at, ends.mock.invocationCallOrder[i]!]);
    expect(turns).toEqual(turns.toSorted((a, b) => a - b));
  });

  test('are done once all are told', async () => {
    const { ask, tell, store, sweep } = await asking();
    await ask(3);
    expect(await tell('1', { metrics: { loss: 0.5, extra: 1 } })).toEqual({
      ...{ trial: '1', state: 'completed', again: false },
    });
    expect(await tell('2', { metrics: { loss: Number.NaN } })).toMatchObject({ state: 'diverged' });
    expect((await store.sweep(sweep.id)).state).toBe('running');
    expect(await tell('3', { failed: 'out of memory' })).toMatchObject({ state: 'failed' });
    expect((await store.sweep(sweep.id)).state).toBe('completed');
    expect(await ask(1)).toEqual({ trials: [], state: 'done', reason: 'mine is complete.' });
    expect(await store.counts(sweep.id)).toMatchObject({ completed: 1, diverged: 1, failed: 1 });
    const { row, measures } = await store.trial(1);
    expect(row).toMatchObject({ state: 'completed', worker: 'me', attempt: 1 });
    expect(measures).toEqual({ loss: 0.5, extra: 1 });
  });

  test('a result stands where its sweep could not be ended then, and telling it again ends it', async () => {
    const { store } = storeWithClock();
    const sweep = await begun(store);
    let isAway = true;
    const counts: typeof store.counts = async (id) => {
      if (isAway) throw new TakenOver('another has it');
      return store.counts(id);
    };
    const { ask, tell } = await openAsking({ store: { ...store, counts } }, sweep);
    isAway = false;
    await ask(3);
    isAway = true;
    for (const trial of ['1', '2', '3']) {
      expect(await tell(trial, { metrics: { loss: 1 } })).toMatchObject({ state: 'completed', again: false });
    }
    expect((await store.sweep(sweep.id)).state).toBe('running');
    isAway = false;
    expect(await tell('3', { metrics: { loss: 1 } })).toMatchObject({ again: true });
    expect((await store.sweep(sweep.id)).state).toBe('completed');
  });

  test('who tells what another process just told is told that it was', async () => {
    const { store } = storeWithClock();
    const sweep = await begun(store);
    const other = await openAsking({ store }, sweep);
    const record: typeof store.record = async (outcomes) => {
      await other.tell('1', { metrics: { loss: 1 } });
      return store.record(outcomes);
    };
    const { ask, tell } = await openAsking({ store: { ...store, record } }, sweep);
    await ask(1);
    expect(await tell('1', { metrics: { loss: 1 } })).toMatchObject({ again: true });
  });

  test('told twice they count once, and otherwise than before they are refused', async () => {
    const { ask, tell, store, sweep } = await asking();
    await ask(3);
    const told = { metrics: { loss: 0.5, extra: 1 } };
    await tell('1', told);
    expect(await tell('1', told)).toMatchObject({ state: 'completed', again: true });
    expect(await tell('1', { metrics: { loss: 0.5 } })).toMatchObject({ again: true });
    await expect(tell('1', { metrics: { loss: 0.6 } })).rejects.toMatchObject({
      code: 'told_otherwise',
      message: 'Trial 1 was told before, as loss=0.5, and now as loss=0.6. The first one stays.',
    });
    await expect(tell('1', { failed: 'no' })).rejects.toThrow(code('told_otherwise'));
    await tell('2', { metrics: { loss: Number.POSITIVE_INFINITY } });
    expect(await tell('2', { metrics: { loss: Number.POSITIVE_INFINITY } })).toMatchObject({ again: true });
    await expect(tell('2', { metrics: { loss: 1 } })).rejects.toThrow(code('told_otherwise'));
    await tell('3', { failed: 'no' });
    expect(await tell('3', { failed: 'no' })).toMatchObject({ state: 'failed', again: true });
    await expect(tell('3', { failed: 'other' })).rejects.toThrow(/failed="no".* failed="other"/);
    expect(await store.counts(sweep.id)).toMatchObject({ completed: 1, diverged: 1, failed: 1 });
  });

  test('told again counts as the same, whatever of it was not kept', async () => {
    const { ask, tell, report } = await asking(FILE.replace('0.3]', '0.3, 0.4, 0.5, 0.6]'));
    const again = expect.objectContaining({ again: true });
    await ask(6);
    const wild = { metrics: { loss: 0.5, ratio: Number.NaN, size: Number.POSITIVE_INFINITY } };
    await tell('1', wild);
    expect(await tell('1', wild)).toEqual(again);
    await expect(tell('1', { metrics: { loss: 0.5, ratio: 1 } })).rejects.toThrow(code('told_otherwise'));

    const reason = 'lost\0 at \ud800';
    await tell('2', { failed: reason });
    expect(await tell('2', { failed: reason })).toEqual(again);

    await report('3', 1, { loss: 1 });
    await report('3', 2, { loss: Number.NaN });
    expect(await tell('3', { metrics: {} })).toMatchObject({ state: 'diverged' });
    expect(await tell('3', { metrics: {} })).toEqual(again);
    await report('4', 1, { loss: Number.NaN });
    await tell('4', { metrics: {} });
    expect(await tell('4', { metrics: {} })).toEqual(again);
    await expect(tell('4', { metrics: { loss: 1 } })).rejects.toThrow(code('told_otherwise'));

    const names = Array.from({ length: 120 }, (_, i) => [`m${i}`, i] as const);
    for (const trial of ['5', '6']) {
      const many = { metrics: { loss: 1, ...Object.fromEntries(names), [`of_${trial}`]: 1 } };
      await tell(trial, many);
      expect(await tell(trial, many)).toEqual(again);
      const other = { metrics: { ...many.metrics, m3: 4 } };
      await expect(tell(trial, other)).rejects.toThrow(code('told_otherwise'));
    }
  });

  test('told again counts as the same where a mean diverged before the end', async () => {
    const { ask, tell, report } = await asking(FILE.replace('minimize }', 'minimize, summary: mean }'));
    await ask(1);
    await report('1', 1, { loss: Number.NaN });
    expect(await tell('1', { metrics: { loss: 2 } })).toMatchObject({ state: 'diverged' });
    expect(await tell('1', { metrics: { loss: 2 } })).toMatchObject({ again: true });
    await expect(tell('1', { metrics: { loss: 3 } })).rejects.toThrow(code('told_otherwise'));
  });

  test('who tells the same at the same time is told that it was; who tells otherwise is refused', async () => {
    const { ask, tell, store, sweep } = await asking();
    await ask(1);
    const said = await Promise.allSettled([0.5, 0.5, 0.6].map((loss) => tell('1', { metrics: { loss } })));
    expect(said.map((one) => (one.status === 'fulfilled' ? one.value.again : one.reason.code))).toEqual([
      ...[false, true, 'told_otherwise'],
    ]);
    expect(await store.counts(sweep.id)).toMatchObject({ completed: 1 });
  });

  test('what is told is looked at before it is kept', async () => {
    const { ask, tell, report, store, sweep } = await asking();
    await ask(1);
    await expect(tell('1', { metrics: { los: 1 } })).rejects.toMatchObject({
      ...{ code: 'missing_metric', hint: 'Was los meant to be loss?' },
    });
    await expect(tell('1', { metrics: {} })).rejects.toThrow(code('missing_metric'));
    await expect(tell('1', { metrics: { 'a b': 1, loss: 1 } })).rejects.toThrow(code('bad_metric_name'));
    await expect(tell('1', { metrics: { step: 1, loss: 1 } })).rejects.toThrow(code('bad_metric_name'));
    await expect(tell('1', { metrics: { loss: '1' as never } })).rejects.toThrow(code('bad_metric'));
    await expect(report('1', Number.NaN, { loss: 1 })).rejects.toThrow(code('bad_step'));
    await expect(tell('0', { metrics: { loss: 1 } })).rejects.toThrow(code('unknown_trial'));
    await expect(tell('1.2', { metrics: { loss: 1 } })).rejects.toThrow(code('unknown_trial'));
    await expect(tell('one', { metrics: { loss: 1 } })).rejects.toThrow(code('bad_trial'));
    await expect(tell('1.0', { metrics: { loss: 1 } })).rejects.toThrow(code('bad_trial'));
    await expect(ask(0)).rejects.toThrow(code('bad_count'));
    await expect(ask(1001)).rejects.toThrow(code('bad_count'));
    for (const leaseMs of [Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 999, 1e12]) {
      await expect(ask(1, { leaseMs })).rejects.toThrow(code('bad_lease'));
    }
    expect(await store.counts(sweep.id)).toMatchObject({ running: 1, completed: 0 });
    const other = await openAsking({ store }, await begun(store, FILE.replace('mine', 'other')));
    await expect(other.tell('1', { metrics: { loss: 1 } })).rejects.toThrow(code('unknown_trial'));
  });
});

describe('a lease', () => {
  test('that ends gives the trial to the next, and the result of the new one counts', async () => {
    const { ask, tell, report, pass, notes, store } = await asking();
    await ask(2);
    pass(61_000);
    expect((await ask(1)).trials).toMatchObject([{ trial: '1.2', attempt: 2, config: { lr: 0.1 } }]);
    expect(notes).toEqual([
      'Trial 1 is given out again: its lease ended without a word.',
      'Trial 2 is given out again: its lease ended without a word.',
    ]);
    await expect(tell('1', { metrics: { loss: 1 } })).rejects.toThrow(code('trial_given_again'));
    await expect(tell('1', { failed: 'no' })).rejects.toThrow(code('trial_given_again'));
    expect(await report('1', 3, { loss: 1 })).toEqual({
      ...{ stop: true, reason: 'its lease ended, and it was given to another' },
    });
    expect(await tell('1.2', { metrics: { loss: 2 } })).toMatchObject({ trial: '1.2', state: 'completed' });
    expect((await store.trial(1)).measures).toEqual({ loss: 2 });
    // Whoever was too late may say the same.
    expect(await tell('1', { metrics: { loss: 2 } })).toMatchObject({ again: true });
  });

  test('that ended takes nothing from a result that nobody else computes', async () => {
    const { ask, tell, pass, sweep, store } = await asking();
    await ask(2);
    pass(61_000);
    expect(await tell('1', { metrics: { loss: 1 } })).toMatchObject({ state: 'completed' });
    await ask(1);
    expect((await store.trial(2)).row['state']).toBe('running');
    await store.acquireRun(sweep.id, 'a test', 1000);
    await store.requeue(sweep.id, [2], 'a test');
    await store.releaseRun(sweep.id, 'a test');
    await expect(tell('2.2', { failed: 'no' })).rejects.toThrow(code('trial_given_back'));
    expect(await tell('2.2', { metrics: { loss: 1 } })).toMatchObject({ state: 'completed' });
  });

  test('that ends three times is the last', async () => {
    const { ask, tell, pass, store } = await asking();
    for (const trial of ['1', '1.2', '1.3']) {
      expect((await ask(1)).trials.map((asked) => asked.trial)).toEqual([trial]);
      pass(61_000);
    }
    expect((await ask(1)).trials.map((asked) => asked.trial)).toEqual(['2']);
    expect((await store.trial(1)).row['state']).toBe('quarantined');
    await expect(tell('1.3', { metrics: { loss: 1 } })).rejects.toThrow(code('trial_over'));
  });

  test('is renewed by reports', async () => {
    const { ask, report, pass, store, sweep } = await asking();
    await ask(1);
    for (let step = 1; step <= 4; step++) {
      pass(40_000);
      expect(await report('1', step, { loss: 1 / step })).toEqual({ stop: false, reason: null });
    }
    expect((await ask(3)).trials.map(({ trial }) => trial)).toEqual(['2', '3']);
    expect(await store.runningTrials(sweep.id)).toMatchObject([{ id: 1, attempt: 1 }, {}, {}]);
  });

  test('is given back by who has it, and by nobody else', async () => {
    const { ask, giveBack, tell, pass } = await asking();
    await ask(2);
    await tell('2', { metrics: { loss: 1 } });
    await giveBack(['1', '2']);
    expect((await ask(1)).trials.map(({ trial }) => trial)).toEqual(['1.2']);
    await giveBack(['1']);
    pass(1000);
    expect((await ask(9)).trials.map(({ trial }) => trial)).toEqual(['3']);
  });
});

describe('reports on the way', () => {
  test('make the curve, and what the sweep says of them the metric', async () => {
    const { ask, tell, report, store } = await asking(FILE.replace('minimize }', 'minimize, summary: min }'));
    await ask(2);
    for (const [step, loss] of [
      [1, 3],
      [2, 1],
      [2, 1],
      [5, 2],
    ] as const) {
      await report('1', step, { loss, rate: step / 10 });
    }
    await tell('1', { metrics: {} });
    expect((await store.trial(1)).measures).toEqual({ loss: 1, rate: 0.5 });
    expect((await store.trial(1)).curves).toEqual({
      step: [1, 2, 5],
      loss: [3, 1, 2],
      rate: [0.1, 0.2, 0.5],
    });
    await report('2', 1, { loss: 3 });
    await tell('2', { metrics: { loss: 4 } });
    expect((await store.trial(2)).measures).toMatchObject({ loss: 3 });
    // The last that was told is what is compared, not what was made of all.
    expect(await tell('2', { metrics: { loss: 4 } })).toMatchObject({ again: true });
    await expect(tell('2', { metrics: { loss: 3 } })).rejects.toThrow(code('told_otherwise'));
  });

  test('say when nobody waits for the rest', async () => {
    const { ask, tell, report, store, sweep } = await asking();
    await ask(2);
    await store.setSweepState(sweep.id, 'paused', 'by hand');
    expect(await report('1', 1, { loss: 1 })).toEqual({ stop: true, reason: 'the sweep is paused' });
    expect(await ask(1)).toMatchObject({
      state: 'waiting',
      reason: expect.stringContaining('`sweep resume mine`'),
    });
    expect(await tell('1', { metrics: { loss: 1 } })).toMatchObject({ state: 'completed' });
    await resumeAsked(store, { ...sweep, ...(await store.sweep(sweep.id)) });
    expect((await ask(1)).trials).toHaveLength(1);
    await store.setSweepState(sweep.id, 'cancelled', 'by hand');
    expect(await ask(1)).toMatchObject({ state: 'done', reason: 'mine is cancelled.' });
    expect(await report('2', 1, { loss: 1 })).toMatchObject({ stop: true });
  });

  test('without a metric say that somebody is still at it', async () => {
    const { ask, tell, report, store } = await asking();
    await ask(1);
    expect(await report('1', 1, {})).toEqual({ stop: false, reason: null });
    await tell('1', { metrics: { loss: 1 } });
    expect((await store.trial(1)).curves?.['step'] ?? []).toEqual([]);
    expect(await report('1', 2, { loss: 1 })).toEqual({ stop: true, reason: 'it is completed' });
  });
});

describe('who computes what', () => {
  test('a sweep that is asked is not run, and one that is run is not asked', async () => {
    const { store } = storeWithClock();
    const services = { store, say: () => {} };
    const file = await checked(FILE);
    const engine = { id: 'program@1', traits: { exact: false } as never };
    const here = begin(services, file, { engine, onCluster: false, here: true });
    await expect(here).rejects.toThrow(code('asked_sweep'));
    const there = begin(services, file, { engine, onCluster: true, here: false });
    await expect(there).rejects.toThrow(code('asked_sweep'));
    expect(await store.listSweeps()).toEqual([]);
    const run = FILE.replace('ask: true', 'program: train.py');
    const { sweep } = await begin(services, await checked(run), { engine, onCluster: true, here: false });
    await expect(openAsking({ store }, sweep)).rejects.toThrow(code('not_asked'));
    const builtIn = 'name: ours\nmethod: grid\nparameters: { epochs: { value: 1 } }';
    await expect(begun(store, builtIn)).rejects.toThrow(code('built_in_sweep'));
    const early = `${run}early_terminate: { type: hyperband, min_iter: 3 }\n`;
    await expect(begun(store, early)).rejects.toThrow(code('early_of_asked'));
  });

  test('a file that names a program may be asked, and is a sweep of its own then', async () => {
    const { store } = storeWithClock();
    const run = FILE.replace('ask: true', 'program: train.py');
    const asked = await begun(store, run);
    expect(await begun(store, run)).toMatchObject({ id: asked.id });
    const engine = { id: 'program@1', traits: { exact: false } as never };
    const { sweep } = await begin({ store, say: () => {} }, await checked(run), {
      ...{ engine, onCluster: true, here: false },
    });
    expect(sweep.id).not.toBe(asked.id);
  });

  test('a sweep ends where a config has reached its target', async () => {
    const text = FILE.replace('minimize }', 'minimize, target: 1 }');
    const { ask, tell, report, store, sweep } = await asking(text);
    await ask(2);
    await tell('2', { metrics: { loss: 0.5 } });
    expect((await store.sweep(sweep.id)).state).toBe('running');
    await tell('1', { metrics: { loss: 0.7 } });
    expect((await store.sweep(sweep.id)).state).toBe('completed');
    expect(await ask(1)).toMatchObject({ state: 'done', reason: expect.stringMatching(/^Target reached/) });
    await expect(report('3', 1, { loss: 1 })).rejects.toThrow(code('unknown_trial'));
  });
});
