import { expect, test } from 'vitest';
import type { HistoryWish, NewTrial, Store, Sweep } from '../port.ts';
import { chosenOf } from '../trial/chosen.ts';
import {
  completed,
  diverged,
  failed,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleConfig,
  sampleTrials,
} from './samples.ts';

const CONFIGS = 20;
const REPLICATES = 2;
const ALL = { lookahead: 0, best: 0, spread: CONFIGS };

/** What a search is told of its proposals. */
export function examineSearch(opened: () => Store): void {
  const proposals = (): NewTrial[] =>
    sampleTrials(CONFIGS, REPLICATES).map((trial, i) => ({ ...trial, reason: `for ${i}` }));

  const proposedSweep = async (given: Parameters<typeof ownedSweep>[1] = {}) => {
    const sweep = await ownedSweep(opened(), { replicates: REPLICATES, ...given });
    await opened().expand(sweep.id, proposals(), { at: CONFIGS }, false, OWNER);
    return sweep;
  };

  /** Ends all trials, the last one first; the config at place 3 diverges, of that at 5 one replicate fails. */
  const endAll = async (sweep: Sweep) => {
    const claimed = await opened().claim(sweep.id, CONFIGS * REPLICATES, OWNER, LEASE_MS);
    for (const trial of claimed.toReversed()) {
      const place = trial.config['latent_size'] as number;
      const outcome =
        place === 3
          ? diverged(trial)
          : place === 5 && trial.replicate === 1
            ? failed(trial)
            : completed(trial, ((place * 7) % CONFIGS) / 100 + trial.replicate / 1000);
      await opened().record([outcome]);
    }
  };

  test('a search knows nothing until all that it has to know of has ended', async () => {
    const sweep = await ownedSweep(opened(), { replicates: REPLICATES });
    expect(await opened().searchHistory(sweep.id, ALL)).toEqual({ made: 0, finished: [], running: [] });
    const [first, second] = [proposals().slice(0, 8), proposals().slice(8)];
    await opened().expand(sweep.id, first, { at: 4 }, false, OWNER);
    expect(await opened().searchHistory(sweep.id, { ...ALL, lookahead: 4 })).toEqual({
      made: 4,
      finished: [],
      running: [0, 1, 2, 3].map(sampleConfig),
    });
    expect(await opened().searchHistory(sweep.id, { ...ALL, lookahead: 3 })).toBeNull();
    const claimed = await opened().claim(sweep.id, 8, OWNER, LEASE_MS);
    const of = (config: number) => claimed.filter((trial) => trial.config['latent_size'] === config);
    await opened().record([1, 2, 3].flatMap(of).map((trial) => completed(trial, 0.5)));
    await opened().record([failed(of(0)[0]!)]);
    expect(await opened().searchHistory(sweep.id, { ...ALL, lookahead: 3 })).toBeNull();
    await opened().record([completed(of(0)[1]!, 0.5)]);
    await opened().expand(sweep.id, second, { at: CONFIGS }, false, OWNER);
    const lookahead = CONFIGS - 2;
    expect(await opened().searchHistory(sweep.id, { ...ALL, lookahead })).toMatchObject({
      finished: [
        { place: 0, n: 1, sd: null },
        { place: 1, n: 2, sd: 0 },
      ],
      running: Array.from({ length: lookahead }, (_, i) => sampleConfig(i + 2)),
    });
    expect(await opened().searchHistory(sweep.id, { ...ALL, lookahead: lookahead - 3 })).toBeNull();
  });

  test('a search of a sweep that was removed meanwhile is told so', async () => {
    const sweep = await proposedSweep();
    await opened().removeSweep(sweep.id);
    await expect(opened().searchHistory(sweep.id, ALL)).rejects.toMatchObject({
      code: 'sweep_taken_over',
      message: `The sweep with the id ${sweep.id} was removed while this process ran it.`,
    });
  });

  test.each(['maximize', 'minimize'] as const)(
    'where the goal is to %s, it knows means of validation rows, and more is better',
    async (goal) => {
      const sweep = await proposedSweep({ metric: 'test_recall', goal });
      await endAll(sweep);
      const history = await opened().searchHistory(sweep.id, ALL);
      expect(history?.running).toEqual([]);
      expect(history?.finished.map(({ place }) => place)).toEqual(
        Array.from({ length: CONFIGS }, (_, i) => i),
      );
      const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
      const value = columns.indexOf('val_recall');
      const sign = goal === 'maximize' ? 1 : -1;
      for (const { place, config, mean, sd, n } of history!.finished) {
        const values = rows
          .slice(place * REPLICATES, (place + 1) * REPLICATES)
          .flatMap((row) => (row[value] as number | null) ?? []);
        expect(config).toEqual(sampleConfig(place));
        expect(n).toBe(values.length);
        const expected = values.reduce((a, b) => a + b, 0) / values.length;
        const spread = Math.abs(values[0]! - values[1]!) / Math.SQRT2;
        expect({ mean, sd }).toEqual({
          mean: n === 0 ? null : expect.closeTo(sign * expected, 12),
          sd: n < 2 ? null : expect.closeTo(spread, 12),
        });
      }
      expect(
        history!.finished
          .filter(({ n }) => n < 2)
          .map(({ place, n, mean, sd }) => [place, n, mean === null, sd]),
      ).toEqual([
        [3, 0, true, null],
        [5, 1, false, null],
      ]);
    },
  );

  test('of several objectives it knows each on validation rows, in its own direction', async () => {
    const metrics = [
      { name: 'test_recall', goal: 'maximize' },
      { name: 'test_log_loss', goal: 'minimize' },
      { name: 'val_ece', goal: 'maximize' },
    ];
    const sweep = await proposedSweep({ metric: 'test_recall', definition: { metrics } });
    const before = await opened().searchHistory(sweep.id, { ...ALL, lookahead: CONFIGS });
    expect(before).toMatchObject({ made: CONFIGS, finished: [] });
    await endAll(sweep);
    const { finished } = (await opened().searchHistory(sweep.id, ALL))!;
    const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
    for (const { place, others } of finished) {
      const expected = [[-1, 'val_log_loss'] as const, [1, 'val_ece'] as const].map(([sign, name]) => {
        const values = rows
          .slice(place * REPLICATES, (place + 1) * REPLICATES)
          .flatMap((row) => (row[columns.indexOf(name)] as number | null) ?? []);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const spread = Math.abs(values[0]! - values[1]!) / Math.SQRT2;
        return {
          mean: values.length === 0 ? null : expect.closeTo(sign * mean, 12),
          sd: values.length < 2 ? null : expect.closeTo(spread, 12),
          n: values.length,
        };
      });
      expect(others).toEqual(expected);
    }
    expect(
      finished.filter(({ n }) => n < 2).map(({ place, others }) => [place, others!.map(({ n }) => n)]),
    ).toEqual([
      [3, [0, 0]],
      [5, [1, 1]],
    ]);
    const plain = await proposedSweep();
    await endAll(plain);
    for (const one of (await opened().searchHistory(plain.id, ALL))!.finished)
      expect(one).not.toHaveProperty('others');
  });

  test('it is told of the places that it asks for, and of all from one on, out of those that it may know', async () => {
    const sweep = await proposedSweep();
    await endAll(sweep);
    const told = async (wish: Partial<HistoryWish>) =>
      (await opened().searchHistory(sweep.id, { lookahead: 4, best: 0, spread: 0, ...wish }))!.finished.map(
        ({ place }) => place,
      );
    expect(await told({})).toEqual([]);
    expect(await told({ places: [7, 2, 17, 2] })).toEqual([2, 7]);
    expect(await told({ since: 13 })).toEqual([13, 14, 15]);
    expect(await told({ places: [14, 3], since: 14, spread: 2 })).toEqual([0, 3, 8, 14, 15]);
    expect(await told({ since: 16 })).toEqual([]);
  });

  test('it is told of the best and of some by their places, out of those that it may know', async () => {
    const sweep = await proposedSweep({ goal: 'minimize', metric: 'test_log_loss' });
    await endAll(sweep);
    const all = (await opened().searchHistory(sweep.id, ALL))!.finished;
    for (const lookahead of [0, 1, 7, CONFIGS - 1, CONFIGS, CONFIGS + 3]) {
      for (const [best, spread] of [
        [1, 0],
        [3, 4],
        [0, 1],
        [CONFIGS, 0],
        [0, 0],
      ] as const) {
        const wish = { lookahead, best, spread };
        const known = Math.max(0, CONFIGS - lookahead);
        expect(await opened().searchHistory(sweep.id, wish)).toEqual({
          made: CONFIGS,
          finished: chosenOf(all.slice(0, known), known, wish),
          running: all.slice(known).map(({ config }) => config),
        });
      }
    }
  });

  test('the reason of a proposal is kept with its config', async () => {
    const sweep = await proposedSweep();
    const { rows } = await opened().query(
      `select reason from configs where sweep_id = ${sweep.id} order by id limit 3`,
    );
    // One is given with each replicate: the last.
    expect(rows).toEqual([['for 1'], ['for 3'], ['for 5']]);
  });
}
