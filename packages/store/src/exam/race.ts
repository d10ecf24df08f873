import { expect, test } from 'vitest';
import type { NewDecision, NewTrial, Store, Sweep } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './samples.ts';

const CONFIGS = 6;

/** A race over replicates, as the rows have it. */
export function examineRaces(opened: () => Store): void {
  const racedSweep = async (given: Parameters<typeof ownedSweep>[1] = {}) => {
    const sweep = await ownedSweep(opened(), { replicates: 4, ...given });
    await opened().expand(sweep.id, sampleTrials(CONFIGS, 2), { race: 'decide' }, false, OWNER);
    return sweep;
  };

  /** Ends what is open: of config 1 the first trial fails, config 2 diverges. */
  const endAll = async (sweep: Sweep) => {
    const claimed = await opened().claim(sweep.id, 100, OWNER, LEASE_MS);
    for (const trial of claimed.toReversed()) {
      const place = trial.config['latent_size'];
      const isFirst = trial.replicate === 0;
      const outcome =
        place === 2
          ? diverged(trial)
          : place === 1 && isFirst
            ? failed(trial)
            : completed(trial, sampleValue(trial));
      await opened().record([outcome]);
    }
  };

  const decision = (i: number, kept: boolean): NewDecision => ({
    ...{ hash: `config-${i}`, kept, reason: `for ${i}\0`, by: `config-${i}`, best: 'config-5' },
    ...{ behind: i / 10, p: 0.5, level: 0.03 },
  });
  const decisions = Array.from({ length: CONFIGS }, (_, i) => decision(i, i > 1));

  test('is given nothing while a trial is open, and then all that is alive', async () => {
    const sweep = await racedSweep();
    expect(await opened().racedConfigs(sweep.id, 0)).toBeNull();
    await endAll(sweep);
    const raced = await opened().racedConfigs(sweep.id, 0);
    expect(raced?.map(({ configHash }) => configHash)).toEqual(decisions.map(({ hash }) => hash));
    expect(raced![0]).toMatchObject({
      runHash: 'run-0',
      baselineHash: 'config-0',
      config: { latent_size: 0 },
    });
    expect(raced!.map(({ values }) => values.map((value) => value !== null))).toEqual([
      [true, true],
      [false, true],
      [false, false],
      [true, true],
      [true, true],
      [true, true],
    ]);
  });

  test.each(['maximize', 'minimize'] as const)(
    'where the goal is to %s, it is given values of validation rows, and more is better',
    async (goal) => {
      const sweep = await racedSweep({ metric: 'test_recall', goal });
      await endAll(sweep);
      const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
      const [value, hash] = [columns.indexOf('val_recall'), columns.indexOf('config_hash')];
      for (const { configHash, values } of (await opened().racedConfigs(sweep.id, 0))!) {
        const own = rows.filter((row) => row[hash] === configHash).map((row) => row[value] as number | null);
        expect(values).toEqual(own.map((one) => one && (goal === 'maximize' ? one : -one)));
      }
    },
  );

  test('what was dropped is alive no more, and a rung is decided once', async () => {
    const sweep = await racedSweep();
    await endAll(sweep);
    const raced = await opened().racedConfigs(sweep.id, 0);
    expect(await opened().decidedRungs(sweep.id)).toEqual([]);
    expect(await opened().decisions(sweep.id, null, 9)).toEqual([]);
    await opened().decideRung(sweep.id, 2, decisions, { race: 'extend' }, OWNER);
    await opened().decideRung(
      sweep.id,
      2,
      decisions.map((one) => ({ ...one, kept: !one.kept })),
      { race: 'again' },
      OWNER,
    );
    expect(await opened().sweep(sweep.id)).toMatchObject({ cursor: { race: 'again' }, expanded: false });
    expect(await opened().decidedRungs(sweep.id)).toEqual([{ rung: 2, epochs: null, kept: 4, dropped: 2 }]);
    const alive = ['config-2', 'config-3', 'config-4', 'config-5'];
    expect((await opened().racedConfigs(sweep.id, 0))!.map(({ configHash }) => configHash)).toEqual(alive);
    const page = (after: string, limit: number) => opened().aliveConfigs(sweep.id, { from: 0, after, limit });
    expect((await page('', 10)).map(({ configHash }) => configHash)).toEqual(alive);
    expect((await page('', 2)).map(({ runHash }) => runHash)).toEqual(['run-0', 'run-1']);
    expect((await page('run-0', 10)).map(({ configHash }) => configHash)).toEqual(alive.slice(1));
    expect(await opened().decisions(sweep.id, 'config-1', 9)).toEqual([
      {
        ...{ rung: 2, epochs: null, hash: 'config-1', config: raced![1]!.config, kept: false },
        ...{ reason: 'for 1', behind: 0.1, p: 0.5 },
      },
    ]);
    const all = await opened().decisions(sweep.id, null, 3);
    expect(all.map(({ hash }) => hash)).toEqual(['config-0', 'config-1', 'config-2']);
    await opened().decideRung(sweep.id, 4, [decision(2, false), decision(5, true)], {}, OWNER);
    expect(await opened().decidedRungs(sweep.id)).toEqual([
      { rung: 2, epochs: null, kept: 4, dropped: 2 },
      { rung: 4, epochs: null, kept: 1, dropped: 1 },
    ]);
  });

  test('is decided by the holder of the sweep alone, and not where it was cancelled or removed', async () => {
    const sweep = await racedSweep();
    await endAll(sweep);
    await expect(opened().decideRung(sweep.id, 2, decisions, {}, 'another')).rejects.toMatchObject({
      code: 'sweep_taken_over',
    });
    await opened().setSweepState(sweep.id, 'cancelled');
    await opened().decideRung(sweep.id, 2, decisions, {}, OWNER);
    expect(await opened().decidedRungs(sweep.id)).toEqual([]);
    await opened().removeSweep(sweep.id);
    await expect(opened().racedConfigs(sweep.id, 0)).rejects.toMatchObject({ code: 'sweep_taken_over' });
  });

  /** By a search that learns: two blocks, the first of which has all its replicates but for what was dropped. */
  const inBlocks = async (given: Parameters<typeof ownedSweep>[1] = {}) => {
    const sweep = await ownedSweep(opened(), { replicates: 4, ...given });
    const rows = sampleTrials(CONFIGS, 4).map((trial) => ({ ...trial, reason: 'promising' }));
    const of = (from: number, to: number, replicates: readonly number[]) =>
      rows.filter(({ config, replicate }) => {
        const place = config['latent_size'] as number;
        return place >= from && place < to && replicates.includes(replicate);
      });
    const run = async (trials: readonly NewTrial[]) => {
      await opened().expand(sweep.id, trials, { race: 'decide' }, false, OWNER);
      const claimed = await opened().claim(sweep.id, 100, OWNER, LEASE_MS);
      for (const trial of claimed) {
        const place = trial.config['latent_size'];
        await opened().record([
          place === 2 && trial.replicate === 3 ? diverged(trial) : completed(trial, sampleValue(trial)),
        ]);
      }
    };
    await run(of(0, 4, [0, 1]));
    // What is there already takes no place.
    await run([...of(1, 2, [0, 1]), ...of(0, 0, [])]);
    await opened().decideRung(
      sweep.id,
      2,
      [decision(0, true), decision(1, true), decision(2, true), decision(3, false)],
      {},
      OWNER,
    );
    await run(of(0, 3, [2, 3]));
    await run(of(4, CONFIGS, [0, 1]));
    return sweep;
  };

  test('a block of proposals is judged by itself, and held against the best of those before that has all its values', async () => {
    const sweep = await inBlocks();
    const hashes = (configs: readonly { readonly configHash: string }[] | null) =>
      configs!.map(({ configHash }) => configHash);
    expect(hashes(await opened().racedConfigs(sweep.id, 4))).toEqual(['config-4', 'config-5']);
    expect(hashes(await opened().racedConfigs(sweep.id, 0))).toEqual(
      [0, 1, 2, 4, 5].map((i) => `config-${i}`),
    );
    expect(hashes(await opened().aliveConfigs(sweep.id, { from: 4, after: '', limit: 9 }))).toEqual([
      'config-4',
      'config-5',
    ]);
    // Config 3 was dropped, and 2 lacks a value; those of the second block are too new.
    const best = await opened().incumbent(sweep.id, 4);
    expect(best).toMatchObject({ configHash: 'config-1', runHash: 'run-0', config: { latent_size: 1 } });
    expect(best!.values).toHaveLength(4);
    expect(await opened().incumbent(sweep.id, 1)).toMatchObject({ configHash: 'config-0' });
    expect(await opened().incumbent(sweep.id, 0)).toBeNull();
    const lower = await inBlocks({ goal: 'minimize' });
    expect(await opened().incumbent(lower.id, 4)).toMatchObject({ configHash: 'config-0' });
    await opened().removeSweep(lower.id);
    await expect(opened().incumbent(lower.id, 4)).rejects.toMatchObject({ code: 'sweep_taken_over' });
  });

  test('of equals the earlier is the best of a block', async () => {
    const sweep = await ownedSweep(opened(), { replicates: 2 });
    const rows = sampleTrials(3, 2).map((trial) => ({ ...trial, reason: 'promising' }));
    await opened().expand(sweep.id, rows, {}, false, OWNER);
    const claimed = await opened().claim(sweep.id, 100, OWNER, LEASE_MS);
    await opened().record(claimed.map((trial) => completed(trial, 0.5)));
    expect(await opened().incumbent(sweep.id, 3)).toMatchObject({ configHash: 'config-0' });
  });

  test('a search is told what was dropped, by its place, and never among the best', async () => {
    const sweep = await inBlocks();
    const history = (await opened().searchHistory(sweep.id, { lookahead: 0, best: 0, spread: 9 }))!;
    expect(history.made).toBe(CONFIGS);
    expect(
      history.finished.map(({ place, config, n, pruned }) => [place, config['latent_size'], n, pruned]),
    ).toEqual([
      [0, 0, 4, false],
      [1, 1, 4, false],
      [2, 2, 3, false],
      [3, 3, 2, true],
      [4, 4, 2, false],
      [5, 5, 2, false],
    ]);
    const best = (await opened().searchHistory(sweep.id, { lookahead: 0, best: 4, spread: 1 }))!;
    expect(best.finished.map(({ place }) => place)).toEqual([0, 1, 2, 4, 5]);
  });

  test('what was dropped is neither the best nor in a verdict, however easy its replicates were', async () => {
    const sweep = await racedSweep();
    await endAll(sweep);
    const best = await opened().bestConfig(sweep.id);
    expect(best?.hash).toBe('config-5');
    const turned = decisions.map((one) => ({ ...one, kept: one.hash !== 'config-5' }));
    await opened().decideRung(sweep.id, 2, turned, {}, OWNER);
    expect((await opened().bestConfig(sweep.id))?.hash).toBe('config-4');
    const { groups, incomplete } = await opened().verdictMaterial(sweep);
    expect(groups.map(({ configs }) => configs).reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(groups.map(({ best: { hash } }) => hash)).not.toContain('config-5');
    // Config 1 lacks a replicate; config 2, which diverged, has none at all.
    expect(incomplete).toBe(1);
  });

  test('its decisions can be asked for in SQL, and what it dropped is tied with nothing', async () => {
    const sweep = await racedSweep();
    await endAll(sweep);
    await opened().decideRung(sweep.id, 2, decisions, {}, OWNER);
    const { rows } = await opened().query(
      `select rung, config_hash, kept, reason, judged_by, best, behind, p, level from decisions
       where sweep_id = ${sweep.id} order by config_hash limit 2`,
    );
    expect(rows).toEqual([
      [2, 'config-0', false, 'for 0', 'config-0', 'config-5', 0, 0.5, 0.03],
      [2, 'config-1', false, 'for 1', 'config-1', 'config-5', 0.1, 0.5, 0.03],
    ]);
    const standing = await opened().query(
      `select config_hash, pruned_at, tied_with_best from leaderboard where sweep_id = ${sweep.id} order by 1`,
    );
    const { columns, rows: ranked } = await opened().leaderboard(sweep, { limit: 9 });
    const own = (row: readonly unknown[], name: string) => row[columns.indexOf(name)];
    expect(ranked.map((row) => own(row, 'config_hash'))).toEqual([
      'config-5',
      'config-4',
      'config-3',
      'config-0',
      'config-1',
      'config-2',
    ]);
    expect(own(ranked[3]!, 'n')).toBe(2);
    expect(own(ranked[3]!, 'mean')).not.toBeNull();
    const other = await opened().leaderboard(sweep, { limit: 9, by: 'test_recall' });
    expect(other.rows.slice(0, 3).map((row) => own(row, 'config_hash'))).toEqual([
      'config-5',
      'config-4',
      'config-3',
    ]);
    expect(standing.rows.map((row) => row[1])).toEqual([2, 2, null, null, null, null]);
    expect(standing.rows.slice(0, 2).map((row) => row[2])).toEqual([null, null]);
    expect(standing.rows.at(-1)![2]).toBe(true);
    await opened().removeSweep(sweep.id);
    const left = await opened().query(`select count(*) from race_decisions where sweep_id = ${sweep.id}`);
    expect(left.rows).toEqual([[0]]);
  });
}
