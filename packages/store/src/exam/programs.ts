import { expect, test } from 'vitest';
import type { ClaimedTrial, Store, Sweep, Table, TrialOutcome } from '../port.ts';
import {
  completed,
  failed,
  LEASE_MS,
  newSweep,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './samples.ts';

type Given = Parameters<typeof newSweep>[0];

/** What a program's sweep is made with: parameters of names of its own, one of them taken. */
const programSweep = (given: Given = {}): Given => ({
  ...{
    engine: 'program@1',
    exact: false,
    ownMeasures: true,
    metric: 'val_loss',
    goal: 'minimize',
    replicates: 2,
  },
  parameters: [
    { name: 'latent_size', sqlType: 'bigint' },
    { name: 'seed', sqlType: 'double precision' },
    { name: 'optimizer.nesterov', sqlType: 'boolean' },
    { name: 'layers', sqlType: 'jsonb' },
  ],
  ...given,
});

const programTrials = (configs: number, replicates: number) =>
  sampleTrials(configs, replicates).map((trial) => {
    const i = Number(trial.config['latent_size']);
    const own = { seed: i / 4, 'optimizer.nesterov': i % 2 === 0, layers: [i, 2] };
    // The names of our own mean nothing here.
    return { ...trial, config: { latent_size: i, ...own, arm: 'oversample', epochs: 'many' } };
  });

/** A result with these measures, whose curves are their ways there. */
function reported(
  { id: trialId, attempt }: Pick<ClaimedTrial, 'id' | 'attempt'>,
  measures: Readonly<Record<string, number>>,
  more: Partial<TrialOutcome> = {},
): TrialOutcome {
  const curves = Object.fromEntries(
    Object.entries(measures).map(([name, value]) => [name, [2 * value, Number.NaN, value]]),
  );
  const result = { outcome: 'completed', measures, curves: { step: [1, 5, 10], ...curves } } as const;
  const startedAt = new Date('2026-01-02T03:04:05.678Z');
  return { trialId, attempt, result, startedAt, durationMs: 12.5, worker: 'worker-1', ...more };
}

async function claimedIn(store: Store, sweep: Sweep, configs: number, replicates: number) {
  await store.expand(sweep.id, programTrials(configs, replicates), null, true, OWNER);
  return store.claim(sweep.id, configs * replicates, OWNER, LEASE_MS);
}

/** A sweep all of whose trials ended, as it is then. */
async function filledProgram(
  store: Store,
  configs: number,
  replicates: number,
  measures: (trial: ClaimedTrial) => Readonly<Record<string, number>>,
  given: Given = {},
): Promise<Sweep> {
  const sweep = await ownedSweep(store, programSweep(given));
  const trials = await claimedIn(store, sweep, configs, replicates);
  await store.record(trials.map((trial) => reported(trial, measures(trial))));
  return store.sweep(sweep.id);
}

const objects = ({ columns, rows }: Table) =>
  rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));

/** Sweeps over programs of the user's own: their names, their results, what they leave. */
export function examinePrograms(opened: () => Store): void {
  test('results bring their names, and later ones theirs', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    expect(sweep).toMatchObject({ ownMeasures: ['val_loss'], leftOutMeasure: null });
    const [first, second, third] = await claimedIn(opened(), sweep, 2, 2);
    await opened().record([reported(first!, { acc: 0.5, val_loss: 0.25 })]);
    await opened().record([reported(second!, { val_loss: 0.125, 'eval/f1.macro': 1 }), failed(third!)]);
    const now = await opened().sweep(sweep.id);
    expect(now.ownMeasures).toEqual(['val_loss', 'acc', 'eval/f1.macro']);
    const rows = objects(await opened().trials(now, { after: 0, limit: 9 }));
    expect(rows).toMatchObject([
      { number: 1, state: 'completed', value: 0.25, val_loss: 0.25, acc: 0.5, eval_f1_macro: null },
      { number: 2, state: 'completed', value: 0.125, val_loss: 0.125, acc: null, eval_f1_macro: 1 },
      { number: 3, state: 'failed', value: null, val_loss: null, acc: null, eval_f1_macro: null },
      { number: 4, state: 'running' },
    ]);
    expect(rows[3]).toMatchObject({
      ...{ latent_size: 1, p_seed: 0.25, optimizer_nesterov: false, layers: [1, 2] },
    });
    expect(Object.keys(rows[0]!)).not.toContain('test_accuracy');
    // Whoever holds the sweep as it was sees the columns of then.
    expect((await opened().trials(sweep, { after: 0, limit: 1 })).columns).not.toContain('acc');
  });

  test('programs and built-in sweeps stand side by side, and none shows another’s numbers', async () => {
    const one = await filledProgram(opened(), 2, 2, (trial) => ({ val_loss: sampleValue(trial), b: 1 }));
    const two = await filledProgram(
      ...([opened(), 2, 2, () => ({ test_accuracy: 0.75, a: 2, b: 3 })] as const),
      { metric: 'test_accuracy', goal: 'maximize' },
    );
    const builtIn = await ownedSweep(opened());
    await opened().expand(builtIn.id, sampleTrials(2, 2), null, true, OWNER);
    const trials = await opened().claim(builtIn.id, 4, OWNER, LEASE_MS);
    // All of them in one batch.
    const third = await ownedSweep(opened(), programSweep());
    const [own] = await claimedIn(opened(), third, 1, 1);
    const batch = [...trials.map((trial) => completed(trial, 0.5)), reported(own!, { val_loss: 9, c: 1 })];
    expect((await opened().record(batch)).ended).toHaveLength(5);
    expect(one.ownMeasures).toEqual(['val_loss', 'b']);
    expect(two.ownMeasures).toEqual(['test_accuracy', 'a', 'b']);
    expect(objects(await opened().trials(two, { after: 3, limit: 1 }))).toMatchObject([
      { test_accuracy: 0.75, a: 2, b: 3, value: 0.75 },
    ]);
    expect((await opened().sweep(builtIn.id)).ownMeasures).toBeNull();
    const told = await opened().trial(trials[0]!.id);
    expect(told).toMatchObject({ row: { test_accuracy: 0.5 }, measures: null, ran: null });
    expect(await opened().bestConfig(third.id)).toMatchObject({ value: 9, n: 1 });
  });

  test('one trial tells its measures and curves by their names', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const [first, second] = await claimedIn(opened(), sweep, 1, 2);
    const measures = { val_loss: 0.1 + 0.2, state: 5e-324, constructor: 1, toString: 2 };
    await opened().record([reported(first!, measures)]);
    await opened().record([reported(second!, { val_loss: 1, late: Number.NaN })]);
    const told = await opened().trial(first!.id);
    expect(told.measures).toEqual({ ...measures, late: null });
    expect(told.row).toMatchObject({
      ...{ state: 'completed', value: 0.1 + 0.2, val_loss: 0.1 + 0.2, m_state: 5e-324, constructor: 1 },
      ...{ sweep: sweep.slug, worker: 'worker-1', tostring: 2 },
    });
    expect(told.row).not.toHaveProperty('test_accuracy');
    expect(told.curves).toMatchObject({ step: [1, 5, 10], state: [1e-323, Number.NaN, 5e-324], late: [] });
    // What is not finite is null, as it is everywhere.
    expect((await opened().trial(second!.id)).measures).toMatchObject({ late: null, constructor: null });
    expect((await opened().trial(second!.id)).curves!['late']).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('a trial that diverged keeps its curves', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const [trial] = await claimedIn(opened(), sweep, 1, 1);
    const curves = { step: [1, 2], val_loss: [0.5, Number.NaN], grad: [1, 2] };
    const result = { outcome: 'diverged', epoch: 2, reason: 'val_loss was NaN', curves } as const;
    await opened().record([reported(trial!, {}, { result })]);
    expect(await opened().trial(trial!.id)).toMatchObject({
      ...{ row: { state: 'diverged', value: null, error: 'Step 2: val_loss was NaN' }, curves },
    });
    expect((await opened().sweep(sweep.id)).ownMeasures).toEqual(['val_loss', 'grad']);
    expect(await opened().counts(sweep.id)).toMatchObject({ diverged: 1 });
  });

  test('a hundred names have room, and the first that has none is told', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const [first, second] = await claimedIn(opened(), sweep, 1, 2);
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`metric_${i}`, i]));
    await opened().record([reported(first!, { val_loss: 1, ...many })]);
    await opened().record([reported(second!, { val_loss: 2, even_later: 3 })]);
    const now = await opened().sweep(sweep.id);
    expect(now.ownMeasures).toHaveLength(100);
    expect(now).toMatchObject({ leftOutMeasure: 'metric_99' });
    expect((await opened().trial(first!.id)).measures).toMatchObject({ metric_98: 98 });
    expect((await opened().trial(first!.id)).measures).not.toHaveProperty('metric_99');
    expect(objects(await opened().trials(now, { after: 1, limit: 1 }))).toMatchObject([
      { val_loss: 2, metric_0: null, metric_98: null },
    ]);
  });

  test('a search, a race and a target are told of the metric as it is', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const trials = programTrials(3, 2).map((trial) => ({ ...trial, reason: 'it promised most' }));
    await opened().expand(sweep.id, trials, null, true, OWNER);
    const claimed = await opened().claim(sweep.id, 6, OWNER, LEASE_MS);
    await opened().record(
      claimed.map((trial) => reported(trial, { other: 7, val_loss: Number(trial.config['latent_size']) })),
    );
    const history = await opened().searchHistory(sweep.id, { lookahead: 0, best: 3, spread: 3 });
    expect(history!.finished.map(({ mean, n, sd }) => [mean, n, sd])).toEqual([
      [expect.closeTo(0), 2, 0],
      [-1, 2, 0],
      [-2, 2, 0],
    ]);
    const raced = await opened().racedConfigs(sweep.id, 0);
    expect(raced!.map(({ values }) => values.map((value) => -value!))).toEqual([
      [0, 0].map((zero) => expect.closeTo(zero)),
      [1, 1],
      [2, 2],
    ]);
    expect(await opened().incumbent(sweep.id, 3)).toMatchObject({ configHash: 'config-0' });
    const { configs } = await opened().endedConfigs(sweep.id, { after: 0, limit: 9 });
    expect(configs.map(({ values }) => values)).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });

  test('objectives and constraints are by its own names', async () => {
    const definition = {
      metrics: [
        { name: 'val_loss', goal: 'minimize' },
        { name: 'speed', goal: 'maximize' },
      ],
      constraints: [{ measure: 'memory', max: 10 }],
    };
    const sweep = await ownedSweep(opened(), programSweep({ definition }));
    expect(sweep.ownMeasures).toEqual(['val_loss', 'speed', 'memory']);
    const trials = programTrials(2, 2).map((trial) => ({ ...trial, reason: 'it promised most' }));
    await opened().expand(sweep.id, trials, null, true, OWNER);
    const claimed = await opened().claim(sweep.id, 4, OWNER, LEASE_MS);
    await opened().record(
      claimed.map((trial) => {
        const i = Number(trial.config['latent_size']);
        return reported(trial, { memory: 8 + 4 * i, speed: 3 - i, val_loss: 1 - i / 2 });
      }),
    );
    const history = await opened().searchHistory(sweep.id, { lookahead: 0, best: 2, spread: 2 });
    expect(history!.finished).toMatchObject([
      { mean: -1, violation: 0, others: [{ mean: 3, n: 2 }] },
      { mean: -0.5, violation: 2, others: [{ mean: 2, n: 2 }] },
    ]);
    // The better one needs too much.
    expect(await opened().bestConfig(sweep.id)).toMatchObject({ hash: 'config-0', value: 1 });
  });

  test('a result is never taken over, nor one that differs an alarm', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const trials = programTrials(1, 2);
    await opened().expand(sweep.id, trials, null, true, OWNER);
    const [first] = await opened().claim(sweep.id, 1, OWNER, LEASE_MS);
    await opened().record([reported(first!, { val_loss: 1 })]);
    const again = { ...reported(first!, { val_loss: 2, test_confusion: 1 }), worker: 'other' };
    expect(await opened().record([again])).toEqual({ ended: [], waiting: [], conflicts: [] });
    const other = await ownedSweep(opened(), programSweep());
    expect(await opened().expand(other.id, trials, null, true, OWNER)).toMatchObject({
      queued: 2,
      reused: 0,
    });
  });

  test('waits at a band where it was cut there, and is whole where it ended before', async () => {
    const sweep = await ownedSweep(opened(), programSweep({ replicates: 1 }));
    const upTo = (until: number | undefined) =>
      programTrials(3, 1).map((trial) => ({ ...trial, until, resultKey: `${trial.resultKey}@${until}` }));
    await opened().expand(sweep.id, upTo(9), { race: 'band' }, false, OWNER);
    const claimed = await opened().claim(sweep.id, 3, OWNER, LEASE_MS);
    expect(claimed.map(({ until, config }) => [until, config['epochs']])).toEqual([
      [9, 'many'],
      [9, 'many'],
      [9, 'many'],
    ]);
    const [first, second, short] = claimed;
    const { ended, waiting } = await opened().record([
      reported(
        first!,
        { val_loss: 1 },
        { cut: true, artifacts: [{ name: 'model', sha256: 'a'.repeat(64), bytes: 1 }] },
      ),
      reported(second!, { val_loss: 3 }, { cut: true }),
      reported(short!, { val_loss: 2 }),
    ]);
    expect([ended.length, waiting]).toEqual([3, [first!.id, second!.id]]);
    const rowOf = async ({ id }: ClaimedTrial) => (await opened().trial(id)).row;
    expect(await rowOf(first!)).toMatchObject({ state: 'waiting', value: null });
    expect(await rowOf(short!)).toMatchObject({ state: 'completed', value: 2 });
    // What has ended before the band has not reached it.
    expect(await opened().bandStand(sweep.id, 9)).toMatchObject({
      configs: [
        { configHash: 'config-0', values: [-1], waiting: true },
        { configHash: 'config-1', values: [-3], waiting: true },
      ],
      decided: [],
    });
    const decisions = [0, 1].map((i) => ({
      ...{ hash: `config-${i}`, kept: i === 0, reason: 'so', by: `config-${i}` },
      ...{ value: 1 + 2 * i, threshold: 1, behind: 2 * i },
    }));
    expect(await opened().decideBand(sweep.id, { band: 9, rung: 1 }, decisions, {}, OWNER)).toBe(1);
    expect(await rowOf(second!)).toMatchObject({ state: 'pruned', value: 3 });
    const further = upTo(undefined).slice(0, 1);
    const { unlisted } = await opened().expand(sweep.id, further, {}, true, OWNER);
    expect(unlisted).toEqual([first!.id]);
    expect(await opened().artifacts(first!.id)).toEqual([]);
    // It is not what it was at the band, which was delivered twice.
    const late = reported(first!, { val_loss: 1 }, { cut: true });
    expect((await opened().record([late])).ended).toEqual([]);
    const [again] = await opened().claim(sweep.id, 1, OWNER, LEASE_MS);
    expect(again).toMatchObject({ id: first!.id, until: null, attempt: 2 });
    const artifacts = [{ name: 'model', sha256: 'b'.repeat(64), bytes: 2 }];
    await opened().record([reported(again!, { val_loss: 0.5 }, { artifacts })]);
    const whole = await opened().trial(first!.id);
    expect(whole.row).toMatchObject({ state: 'completed', value: 0.5 });
    expect(whole.curves!['val_loss']).toEqual([1, Number.NaN, 0.5]);
    expect(await opened().artifacts(first!.id)).toEqual(artifacts);
    expect((await opened().bestConfig(sweep.id))?.hash).toBe('config-0');
  });

  test('a result that is the same wherever it is computed is taken over, by the names of its measures', async () => {
    const exact = programSweep({ exact: true });
    const sweep = await ownedSweep(opened(), exact);
    const trials = programTrials(3, 1);
    await opened().expand(sweep.id, trials, null, true, OWNER);
    const [first, second, third] = await opened().claim(sweep.id, 3, OWNER, LEASE_MS);
    const diverged = { outcome: 'diverged', epoch: 4, reason: 'val_loss was NaN', curves: {} } as const;
    await opened().record([
      reported(first!, { speed: 7, val_loss: 1 }, { log: 'said' }),
      { ...reported(second!, {}), result: diverged },
      failed(third!),
    ]);

    const other = await ownedSweep(opened(), { ...exact, metric: 'speed', goal: 'maximize' });
    expect(await opened().expand(other.id, trials, null, true, OWNER)).toMatchObject({
      queued: 1,
      reused: 2,
    });
    const { columns, rows } = await opened().trials(other, { after: 0, limit: 9 });
    const [taken, lost] = rows.map((row) => Number(row[columns.indexOf('id')]));
    const [from, to] = [await opened().trial(first!.id), await opened().trial(taken!)];
    expect(to.row).toMatchObject({
      ...{ state: 'completed', value: 7, reused_from: first!.id, worker: 'worker-1', duration_ms: 12.5 },
      result_hash: from.row['result_hash'],
    });
    expect(to.curves).toEqual(from.curves);
    expect(await opened().readTrialLog(taken!)).toBeNull();
    expect((await opened().trial(lost!)).row).toMatchObject({
      ...{ state: 'diverged', reused_from: second!.id, error: 'Step 4: val_loss was NaN' },
    });
    expect((await opened().sweep(other.id)).ownMeasures!.toSorted()).toEqual(['speed', 'val_loss']);
    expect((await opened().bestConfig(other.id))?.value).toBe(7);
    await opened().removeSweep(sweep.id);
    expect((await opened().trial(taken!)).curves!['val_loss']).toEqual([2, Number.NaN, 1]);
  });

  test('a second result of another sweep that differs is an alarm, where it was said to be the same', async () => {
    const exact = programSweep({ exact: true });
    const [one, other] = [await ownedSweep(opened(), exact), await ownedSweep(opened(), exact)];
    const trials = programTrials(2, 1);
    const claim = async ({ id }: Sweep) => {
      await opened().expand(id, trials, null, true, OWNER);
      return opened().claim(id, 2, OWNER, LEASE_MS);
    };
    // Both have begun before either has ended.
    const [first, second] = [await claim(one), await claim(other)];
    const ended = async (all: readonly ClaimedTrial[], values: readonly number[]) =>
      opened().record(all.map((trial, i) => reported(trial, { val_loss: values[i]! })));
    expect((await ended(first, [1, 2])).conflicts).toEqual([]);
    expect(await ended(second, [1, 3])).toMatchObject({
      ended: second.map(({ id }) => id),
      conflicts: [first[1]!.id],
    });
    const { conflicts } = await opened().alarms();
    expect(conflicts[0]).toMatchObject({ trialId: first[1]!.id, worker: 'worker-1' });
  });

  test('a log, what it ran in and artifacts stand with the trial, and go with the sweep', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const [first, second, third] = await claimedIn(opened(), sweep, 2, 2);
    const ran = { files: 'abc', versions: { python: '3.11', 'odd\0 key': '\ud800' } };
    const artifacts = [
      { name: '../../etc/passwd', sha256: 'a'.repeat(64), bytes: 5 },
      { name: 'Model.bin', sha256: 'b'.repeat(64), bytes: 2 ** 33 },
    ];
    await opened().record([
      reported(first!, { val_loss: 1 }, { log: 'loading\n', ran, artifacts: [...artifacts, artifacts[0]!] }),
      { ...failed(second!), log: `${'x'.repeat(40_000)}\0 the end 🦊`, ran },
      reported(third!, { val_loss: 1 }),
    ]);
    expect(await opened().readTrialLog(first!.id)).toBe('loading\n');
    const log = await opened().readTrialLog(second!.id);
    expect(log).toHaveLength(32 * 1024 - 1);
    expect(log!.endsWith('xx the end 🦊')).toBe(true);
    expect(await opened().readTrialLog(third!.id)).toBeNull();
    expect(await opened().artifacts(first!.id)).toEqual(artifacts);
    expect(await opened().artifacts(third!.id)).toEqual([]);
    expect(await opened().artifactBytes(sweep.id)).toBe(artifacts.reduce((sum, { bytes }) => sum + bytes, 0));
    const kept = { files: 'abc', versions: { python: '3.11', 'odd key': '\ufffd' } };
    expect((await opened().trial(first!.id)).ran).toEqual(kept);
    expect((await opened().trial(second!.id)).ran).toEqual(kept);
    expect((await opened().trial(third!.id)).ran).toBeNull();
    await opened().removeSweep(sweep.id);
    expect(await opened().readTrialLog(first!.id)).toBeNull();
    expect(await opened().artifacts(first!.id)).toEqual([]);
  });

  test('what was asked twice is there once', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const again = await opened().createSweep(
      newSweep(programSweep({ definitionHash: sweep.definitionHash })),
    );
    expect(again).toMatchObject({ created: false, sweep: { id: sweep.id, ownMeasures: ['val_loss'] } });
  });
}

/** What only a database answers: rankings, figures, SQL. */
export function examineProgramReading(opened: () => Store): void {
  const value = (trial: ClaimedTrial) => {
    const i = Number(trial.config['latent_size']);
    return { val_loss: (i + trial.replicate / 10) / 10, 'eval/f1': 1 - i / 100, latent_size: i };
  };

  test('the leaderboard ranks by its metric, or by another, where a condition over its names admits', async () => {
    const sweep = await filledProgram(opened(), 6, 2, value);
    const hashes = async (options: object) => {
      const { columns, rows } = await opened().leaderboard(sweep, { limit: 9, ...options });
      return rows.map((row) => Number(String(row[columns.indexOf('config_hash')]).slice(7)));
    };
    const [best] = objects(await opened().leaderboard(sweep, { limit: 1, show: ['eval/f1'] }));
    expect(best).toMatchObject({
      ...{
        rank: 1,
        latent_size: 0,
        p_seed: 0,
        n: 2,
        'eval/f1': 1,
        optimizer_nesterov: true,
        layers: [0, 2],
      },
      ...{ vs_baseline: null, baseline: null, collapsed_share: null, tied_with_best: true },
    });
    expect(best!['test_mean']).toBe(best!['mean']);
    expect(await hashes({})).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await hashes({ by: 'eval/f1', limit: 2 })).toEqual([0, 1]);
    expect(await hashes({ where: 'eval_f1 < 0.975 and p_seed < 1.2' })).toEqual([3, 4]);
    expect(await hashes({ where: 'optimizer.nesterov and m_latent_size > 0' })).toEqual([2, 4]);
    expect(await hashes({ where: "layers ->> 1 = '2' and mean < 0.2" })).toEqual([0, 1]);
    const single = objects(
      await opened().topTrials(sweep, { limit: 1, by: 'eval/f1', where: 'val_loss > 0.3' }),
    );
    expect(single).toMatchObject([{ latent_size: 3, eval_f1: 0.97 }]);
    for (const by of ['test_accuracy', 'eval/f2']) {
      await expect(opened().leaderboard(sweep, { limit: 1, by })).rejects.toMatchObject({
        code: 'unknown_metric',
        message: `${JSON.stringify(by)} is not a metric of this sweep.`,
      });
    }
    await expect(opened().leaderboard(sweep, { limit: 1, where: 'epochs > 1' })).rejects.toMatchObject({
      code: 'bad_where',
    });
  });

  test('figures, standings and pages are made of it', async () => {
    const sweep = await filledProgram(opened(), 6, 2, value);
    const standing = await opened().standing(sweep);
    expect(standing).toMatchObject({
      ...{
        whole: true,
        hasBaseline: false,
        undertrainedShare: null,
        classRows: { test: [], validation: [] },
      },
      ...{
        arms: [{ arm: null, configs: 6, baselineEffort: null }],
        trials: { withValue: 12, withoutValue: 0 },
      },
    });
    expect(standing.best).toMatchObject({ n: 2, config: { latent_size: 0 } });
    const shown = await opened().configMarks(sweep, { limit: 9, best: 2, parameters: ['seed', 'layers'] });
    expect(shown.marks[0]).toMatchObject({ arm: '', values: [0, '[0, 2]'] });
    expect((await opened().distributions(sweep, { where: 'eval_f1 > 0.96' })).distributions[0]).toMatchObject(
      { n: 4 },
    );
    expect((await opened().progress(sweep, { by: 'eval/f1' })).marks).toHaveLength(6);
    expect((await opened().splits(sweep, {})).bestByTest).toMatchObject({ hash: 'config-0' });
    expect((await opened().parameterBins(sweep, {})).parameters.map(({ column }) => column)).toEqual([
      ...['latent_size', 'p_seed', 'optimizer_nesterov', 'layers'],
    ]);
    expect((await opened().begunTrials(sweep, { most: 5, arms: true })).trials[0]).toMatchObject({
      arm: null,
    });
    expect(await opened().verdictMaterial(sweep)).toMatchObject({ groups: [], higherIsBetter: false });
    expect(await opened().countConfigs(sweep, { by: 'eval/f1' })).toBe(6);
    const config = await opened().config(sweep, 'config-3', 9);
    expect(config.baseline).toBeNull();
    expect([...config.measures.keys()]).toEqual(['val_loss', 'eval/f1', 'latent_size']);
    expect(config.measures.get('eval/f1')).toMatchObject({ n: 2, mean: 0.97 });
    const compared = await opened().compareConfigs(sweep, ['config-0', 'config-3'], {
      by: 'eval/f1',
      pairs: 2,
    });
    expect(compared[1]!.difference).toMatchObject({ n: 2, mean: expect.closeTo(-0.03, 12) });
    const names = ['step', 'val_loss', 'eval/f1', 'nothing'];
    const { replicates, means, of } = await opened().configCurves(sweep, 'config-3', { names, most: 1 });
    expect(of).toBe(2);
    expect(replicates[0]!.curves).toMatchObject({
      step: [1, 5, 10],
      'eval/f1': [1.94, null, 0.97],
      nothing: [],
    });
    expect(means['eval/f1']).toMatchObject({ mean: [1.94, null, 0.97] });
    expect(await opened().configConfusion(sweep, 'config-3', 'test')).toMatchObject({ replicates: 0 });
  });

  test('SQL finds typed columns, and no view shows a number under another name', async () => {
    const sweep = await filledProgram(opened(), 2, 2, value);
    const ask = async (text: string) => (await opened().query(text)).rows;
    expect(
      await ask(`select number, p_seed, optimizer_nesterov, val_loss, eval_f1, m_latent_size
                 from sweep_${sweep.slug} where number < 3 order by number`),
    ).toEqual([
      [1, 0, true, 0, 1, 0],
      [2, 0, true, 0.01, 1, 0],
    ]);
    const types = await opened().columnTypes(sweep);
    expect(types.get('eval_f1')).toBe('double precision');
    expect(types.get('optimizer_nesterov')).toBe('boolean');
    const { columns } = await opened().trials(sweep, { after: 0, limit: 1 });
    expect([...types.keys()].toSorted()).toEqual(columns.toSorted());
    const [held] = objects(
      await opened().query(`select * from trials where sweep_id = ${sweep.id} order by id`),
    );
    const { value: shown, ...others } = held!;
    expect(shown).toBe(0);
    for (const { name } of [{ name: 'test_accuracy' }, { name: 'val_loss' }, { name: 'collapsed' }]) {
      expect(others[name] ?? null).toBeNull();
    }
    const ids = `(select id from trials where sweep_id = ${sweep.id})`;
    expect(await ask(`select count(*) from curves where trial_id in ${ids}`)).toEqual([[0]]);
    expect(
      await ask(
        `select name, steps, values from program_curves where sweep_id = ${sweep.id} order by trial_id, name limit 1`,
      ),
    ).toEqual([['eval/f1', [1, 5, 10], [2, Number.NaN, 1]]]);
    expect(
      await ask(`select baseline, mean from leaderboard where sweep = '${sweep.slug}' order by rank`),
    ).toEqual([
      [null, 0.005],
      [null, expect.closeTo(0.105, 12)],
    ]);
    expect(await ask(`select own_measures from sweeps where id = ${sweep.id}`)).toEqual([
      [['val_loss', 'eval/f1', 'latent_size']],
    ]);
  });

  test('equal results have an equal sum, whichever came first', async () => {
    const measures = (trial: ClaimedTrial): Record<string, number> =>
      trial.replicate === 0 ? { val_loss: 1, a: 2 } : { val_loss: 1, b: 3 };
    const one = await filledProgram(opened(), 2, 2, measures);
    const two = await ownedSweep(opened(), programSweep());
    const trials = await claimedIn(opened(), two, 2, 2);
    for (const trial of trials.toReversed()) await opened().record([reported(trial, measures(trial))]);
    expect((await opened().sweep(two.id)).ownMeasures).toEqual(['val_loss', 'b', 'a']);
    expect(await opened().checksum(two.id)).toBe(await opened().checksum(one.id));
    const other = await filledProgram(opened(), 2, 2, (trial) => ({ ...measures(trial), val_loss: 2 }));
    expect(await opened().checksum(other.id)).not.toBe(await opened().checksum(one.id));
  });

  test('what is said beside results can be asked for, and goes with the sweep', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const trials = await claimedIn(opened(), sweep, 2, 2);
    const more = { log: 'said', ran: { python: '3.11' }, artifacts: [{ name: 'a', sha256: 'b', bytes: 1 }] };
    await opened().record(trials.map((trial) => reported(trial, { val_loss: 1 }, more)));
    const tables = ['own_curve_rows', 'trial_notes', 'artifacts'];
    const count = async () => {
      const ids = `(${trials.map(({ id }) => id).join()})`;
      const counted = tables.map((table) => `(select count(*) from ${table} where trial_id in ${ids})`);
      const { rows } = await opened().query(
        `select ${counted.join()}, (select count(*) from environments where sweep_id = ${sweep.id})`,
      );
      return rows[0];
    };
    // They all ran in the same.
    expect(await count()).toEqual([4, 4, 4, 1]);
    const { rows } = await opened().query(
      `select r.ran ->> 'python', l.log from trial_runs r join trial_logs l using (trial_id) where r.sweep_id = ${sweep.id}`,
    );
    expect(rows).toEqual(Array.from({ length: 4 }, () => ['3.11', 'said']));
    await opened().removeSweep(sweep.id);
    expect(await count()).toEqual([0, 0, 0, 0]);
  });

  test('ten thousand trials are ranked', async () => {
    const sweep = await ownedSweep(opened(), programSweep());
    const all = programTrials(5000, 2);
    for (let at = 0; at < all.length; at += 1000) {
      await opened().expand(sweep.id, all.slice(at, at + 1000), null, true, OWNER);
      const trials = await opened().claim(sweep.id, 1000, OWNER, LEASE_MS);
      await opened().record(trials.map((trial) => reported(trial, value(trial))));
    }
    const now = await opened().sweep(sweep.id);
    const [best] = objects(await opened().leaderboard(now, { limit: 1, where: 'm_latent_size > 4000' }));
    expect(best).toMatchObject({ latent_size: 4001, rank: 1 });
    const [{ of }] = (await opened()
      .query(`select count(*) as of from leaderboard where sweep_id = ${sweep.id} and baseline is null`)
      .then(objects)) as [{ of: number }];
    expect(of).toBe(5000);
  });
}
