import { expect, test } from 'vitest';
import type { ClaimedTrial, NewBandDecision, NewTrial, Store, Sweep } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleCurves,
  sampleTrials,
  sampleValue,
  unique,
} from './samples.ts';

const CONFIGS = 6;
const BAND = 5;

/** Bands of epochs, as the rows have them. Configs 0 and 3 have 5 epochs, 1 and 4 have 10, 2 and 5 have 20: two runs. */
export function examineBands(opened: () => Store): void {
  /** Trials up to a band; `until` undefined: to their end. */
  const upTo = (salt: string, until: number | undefined, replicates = 2): NewTrial[] =>
    sampleTrials(CONFIGS, replicates, salt).map((trial) =>
      until !== undefined && Number(trial.config['epochs']) > until
        ? { ...trial, until, resultKey: `${salt}/${trial.runHash}/${trial.replicate}/${until}` }
        : trial,
    );

  const bandedSweep = async (given: Parameters<typeof ownedSweep>[1] = {}) => {
    const salt = `band-${unique()}`;
    const sweep = await ownedSweep(opened(), { replicates: 2, ...given });
    await opened().expand(sweep.id, upTo(salt, BAND), { race: 'band' }, false, OWNER);
    return { sweep, salt };
  };

  const claimAll = (sweep: Sweep) => opened().claim(sweep.id, 100, OWNER, LEASE_MS);
  const endAll = async (sweep: Sweep) => {
    const claimed = await claimAll(sweep);
    await opened().record(claimed.map((trial) => completed(trial, sampleValue(trial))));
    return claimed;
  };
  const decision = (i: number, kept: boolean): NewBandDecision => ({
    ...{ hash: `config-${i}`, kept, reason: `for ${i}\0`, by: `config-${i}` },
    ...{ value: i / 100, threshold: 0.03, behind: 0.03 - i / 100 },
  });
  /** Of the runs, the first is stopped. */
  const decisions = [1, 2, 4, 5].map((i) => decision(i, i > 2));
  const AT = { band: BAND, rung: 2 };
  const rowOf = async (trial: Pick<ClaimedTrial, 'id'>) => (await opened().trial(trial.id)).row;
  const statesOf = async (trials: readonly ClaimedTrial[]) =>
    Promise.all(trials.map(async (trial) => (await rowOf(trial))['state']));

  test('what trains up to a band is claimed with so many epochs, and waits there without an objective', async () => {
    const { sweep } = await bandedSweep();
    expect(await opened().bandStand(sweep.id, BAND)).toBeNull();
    const claimed = await claimAll(sweep);
    expect(claimed.map(({ config, until }) => until ?? config['epochs'])).toEqual(claimed.map(() => BAND));
    const { ended, waiting } = await opened().record(
      claimed.map((trial) => completed(trial, sampleValue(trial))),
    );
    const whole = claimed.filter(({ config }) => Number(config['latent_size']) % 3 === 0);
    expect(ended).toEqual(claimed.map(({ id }) => id));
    expect(waiting).toEqual(ended.filter((id) => !whole.some((trial) => trial.id === id)));
    expect(await opened().counts(sweep.id)).toMatchObject({
      running: 0,
      waiting: 8,
      completed: 4,
      pruned: 0,
    });
    const row = await rowOf({ id: waiting[0]! });
    expect(row).toMatchObject({ state: 'waiting', value: null, until: BAND, passed: 0 });
    expect(row['val_accuracy']).not.toBeNull();
  });

  test('a decision is given what waits, what ends there and what was decided before', async () => {
    const { sweep } = await bandedSweep({ metric: 'test_log_loss', goal: 'minimize' });
    await endAll(sweep);
    const stand = (await opened().bandStand(sweep.id, BAND))!;
    expect(stand.configs.map(({ configHash, waiting }) => [configHash, waiting])).toEqual([
      ['config-0', false],
      ['config-1', true],
      ['config-2', true],
      ['config-3', false],
      ['config-4', true],
      ['config-5', true],
    ]);
    expect(stand.decided).toEqual([]);
    const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
    const own = rows.filter((row) => row[columns.indexOf('config_hash')] === 'config-4');
    expect(stand.configs[4]!.values).toEqual(
      own.map((row) => -(row[columns.indexOf('val_log_loss')] as number)),
    );
    // Earlier milestones of runs that wait, and not what others end with before the band.
    expect((await opened().bandStand(sweep.id, 9))!.configs.map(({ configHash }) => configHash)).toEqual(
      stand.configs.map(({ configHash }) => configHash),
    );
    await opened().decideBand(sweep.id, AT, decisions, {}, OWNER);
    const after = (await opened().bandStand(sweep.id, BAND))!;
    expect(after.configs.map(({ configHash }) => configHash)).toEqual([
      'config-0',
      'config-3',
      'config-4',
      'config-5',
    ]);
    expect(after.decided).toEqual([
      { runHash: 'run-0', epochs: BAND, value: -0.01 },
      { runHash: 'run-0', epochs: BAND, value: -0.02 },
      { runHash: 'run-1', epochs: BAND, value: -0.04 },
      { runHash: 'run-1', epochs: BAND, value: -0.05 },
    ]);
    expect((await opened().bandStand(sweep.id, BAND - 1))!.decided).toEqual([]);
  });

  test('what is stopped ends as pruned, a result of its config that is ranked nowhere, and is decided once', async () => {
    const { sweep } = await bandedSweep();
    const claimed = await endAll(sweep);
    expect(await opened().decideBand(sweep.id, AT, decisions, { race: 'resume' }, OWNER)).toBe(4);
    const turned = decisions.map((one) => ({ ...one, kept: !one.kept }));
    expect(await opened().decideBand(sweep.id, AT, turned, { race: 'again' }, OWNER)).toBe(0);
    expect((await opened().sweep(sweep.id)).cursor).toEqual({ race: 'again' });
    expect(await opened().counts(sweep.id)).toMatchObject({ waiting: 4, pruned: 4, completed: 4 });
    const stopped = claimed.find(({ config }) => config['latent_size'] === 2)!;
    expect(await rowOf(stopped)).toMatchObject({ state: 'pruned', value: sampleValue(stopped), until: BAND });
    expect(await opened().decidedRungs(sweep.id)).toEqual([{ rung: 2, epochs: BAND, kept: 2, dropped: 2 }]);
    expect(await opened().decisions(sweep.id, 'config-2', 9)).toEqual([
      {
        ...{ rung: 2, epochs: BAND, hash: 'config-2', config: { ...stopped.config, epochs: 20 } },
        ...{ kept: false, reason: 'for 2', behind: 0.03 - 0.02, p: null },
      },
    ]);
    expect((await opened().bestConfig(sweep.id))?.hash).toBe('config-3');
    const { groups } = await opened().verdictMaterial(sweep);
    expect(groups.reduce((sum, { configs }) => sum + configs, 0)).toBe(2);
    const { upTo: seen, configs } = await opened().endedConfigs(sweep.id, { after: 0, limit: 100 });
    // Up to the first that waits; what was stopped has not reached a target.
    expect([seen, configs.map(({ hash }) => hash)]).toEqual([8, ['config-0', 'config-3']]);
  });

  test('what goes on is run again from its beginning, and what still comes of the band is not its result', async () => {
    const { sweep, salt } = await bandedSweep();
    const claimed = await endAll(sweep);
    await opened().decideBand(sweep.id, AT, decisions, {}, OWNER);
    const page = (limit: number) => opened().waitingConfigs(sweep.id, { band: BAND, limit });
    expect((await page(9)).map(({ configHash }) => configHash)).toEqual(['config-4', 'config-5']);
    expect((await page(1)).map(({ runHash }) => runHash)).toEqual(['run-1']);
    const next = upTo(salt, 15);
    const made = await opened().expand(sweep.id, next, { at: 1 }, false, OWNER);
    expect(made).toEqual({ queued: 4, reused: 0, waiting: 0, resumed: 4, unlisted: [], duplicates: 8 });
    expect(await page(9)).toEqual([]);
    const again = await opened().expand(sweep.id, next, { at: 1 }, false, OWNER);
    expect(again).toMatchObject({ queued: 0, resumed: 0, duplicates: 12 });
    const waiting = claimed.find(({ config }) => config['latent_size'] === 4)!;
    expect(await opened().trial(waiting.id)).toMatchObject({
      row: { state: 'queued', until: null, passed: 1, attempt: 1, val_accuracy: null, worker: null },
      curves: null,
    });
    // A band's result that is delivered again.
    expect(await opened().record([completed(waiting, 0.9)])).toEqual({
      ended: [],
      waiting: [],
      conflicts: [],
    });
    const resumed = await claimAll(sweep);
    expect(resumed.map(({ config, until, attempt }) => [until ?? config['epochs'], attempt])).toEqual([
      [10, 2],
      [10, 2],
      [15, 2],
      [15, 2],
    ]);
    expect(await opened().record([completed(waiting, 0.9)])).toEqual({
      ended: [],
      waiting: [],
      conflicts: [],
    });
    const { ended, waiting: left } = await opened().record(
      resumed.map((trial) => completed(trial, 0.7, {}, sampleCurves(7))),
    );
    expect([ended.length, left.length]).toEqual([4, 2]);
    expect(await opened().record([completed(waiting, 0.9)])).toEqual({
      ended: [],
      waiting: [],
      conflicts: [],
    });
    const whole = await opened().trial(waiting.id);
    expect(whole.row).toMatchObject({ state: 'completed', value: 0.7, attempt: 2 });
    expect(Object.values(whole.curves!)[0]).toHaveLength(7);
    expect(await opened().waitingConfigs(sweep.id, { band: 15, limit: 9 })).toMatchObject([
      { configHash: 'config-5' },
    ]);
    expect(await opened().decideBand(sweep.id, { band: 15, rung: 2 }, [decision(5, true)], {}, OWNER)).toBe(
      0,
    );
    expect(await opened().expand(sweep.id, upTo(salt, undefined), {}, true, OWNER)).toMatchObject({
      resumed: 2,
    });
    expect(await opened().decidedRungs(sweep.id)).toEqual([
      { rung: 2, epochs: 5, kept: 2, dropped: 2 },
      { rung: 2, epochs: 15, kept: 1, dropped: 0 },
    ]);
  });

  test('results are taken over at a band and behind it, also those of what was stopped', async () => {
    const { sweep, salt } = await bandedSweep();
    const claimed = await endAll(sweep);
    await opened().decideBand(sweep.id, AT, decisions, {}, OWNER);
    await opened().expand(sweep.id, upTo(salt, undefined), {}, true, OWNER);
    await endAll(sweep);
    const second = await ownedSweep(opened(), { replicates: 2 });
    // Those that ended, and those that were stopped; what went on has another result by now.
    const made = await opened().expand(second.id, upTo(salt, BAND), {}, false, OWNER);
    expect(made).toEqual({ queued: 4, reused: 8, waiting: 4, resumed: 0, unlisted: [], duplicates: 0 });
    expect(await opened().counts(second.id)).toMatchObject({ waiting: 4, completed: 4, queued: 4 });
    const band = await claimAll(second);
    await opened().record(band.map((trial) => completed(trial, 0.6)));
    const on = await opened().expand(second.id, upTo(salt, undefined), {}, true, OWNER);
    expect(on).toEqual({ queued: 4, reused: 4, waiting: 0, resumed: 8, unlisted: [], duplicates: 4 });
    const [copied, first] = [
      band.find(({ config }) => config['latent_size'] === 4)!,
      claimed.find(({ config }) => config['latent_size'] === 4)!,
    ];
    const { row, curves } = await opened().trial(copied.id);
    expect(row).toMatchObject({ state: 'completed', reused_from: first.id, value: sampleValue(first) });
    expect(curves).not.toBeNull();
    expect(await opened().countReusable(upTo(salt, BAND).map(({ resultKey }) => resultKey))).toBe(6);
  });

  test('what failed or diverged on its way to a band ends there', async () => {
    const { sweep } = await bandedSweep();
    const claimed = await claimAll(sweep);
    const [first, second] = claimed.filter(({ config }) => config['latent_size'] === 1);
    await opened().record([failed(first!), diverged(second!)]);
    expect(await statesOf([first!, second!])).toEqual(['failed', 'diverged']);
    await opened().record(
      claimed
        .filter((trial) => trial !== first && trial !== second)
        .map((trial) => completed(trial, sampleValue(trial))),
    );
    const { configs } = (await opened().bandStand(sweep.id, BAND))!;
    expect(configs.find(({ configHash }) => configHash === 'config-1')).toBeUndefined();
  });

  test('what waits is cancelled with its sweep', async () => {
    const { sweep } = await bandedSweep();
    await endAll(sweep);
    await opened().setSweepState(sweep.id, 'cancelled');
    expect(await opened().counts(sweep.id)).toMatchObject({ waiting: 0, cancelled: 8 });
    expect(await opened().decideBand(sweep.id, AT, decisions, {}, OWNER)).toBe(0);
    expect(await opened().decidedRungs(sweep.id)).toEqual([]);
  });

  test('is decided by the holder of the sweep alone', async () => {
    const { sweep } = await bandedSweep();
    await endAll(sweep);
    await expect(opened().decideBand(sweep.id, AT, decisions, {}, 'another')).rejects.toMatchObject({
      code: 'sweep_taken_over',
    });
    await opened().removeSweep(sweep.id);
    await expect(opened().bandStand(sweep.id, BAND)).rejects.toMatchObject({ code: 'sweep_taken_over' });
  });

  test('its decisions stand in SQL beside those of races', async () => {
    const { sweep } = await bandedSweep();
    await endAll(sweep);
    await opened().decideBand(sweep.id, AT, decisions, {}, OWNER);
    const { rows } = await opened().query(
      `select rung, epochs, config_hash, kept, reason, value, threshold, p, level from decisions
       where sweep_id = ${sweep.id} order by config_hash limit 1`,
    );
    expect(rows).toEqual([[2, BAND, 'config-1', false, 'for 1', 0.01, 0.03, null, null]]);
    const ranked = await opened().query(
      `select config_hash, pruned_at, n from leaderboard where sweep_id = ${sweep.id} order by 1`,
    );
    expect(ranked.rows).toEqual([
      ['config-0', null, 2],
      ['config-1', 2, 2],
      ['config-2', 2, 2],
      ['config-3', null, 2],
    ]);
    const { columns, rows: board } = await opened().leaderboard(sweep, { limit: 9 });
    expect(board.map((row) => row[columns.indexOf('config_hash')])).toEqual([
      'config-3',
      'config-0',
      'config-1',
      'config-2',
    ]);
  });
}
