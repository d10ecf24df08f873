import { expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { completed, LEASE_MS, OWNER, ownedSweep, sampleTrials } from './samples.ts';

const CONFIGS = 4;

/** A sweep some of whose configs break its constraints: the better by the metric, the farther. */
export function examineConstraints(opened: () => Store): void {
  const constrainedSweep = async (constraints: unknown) => {
    const sweep = await ownedSweep(opened(), {
      ...{ replicates: 2, metric: 'test_f1', definition: constraints ? { constraints } : {} },
    });
    const trials = sampleTrials(CONFIGS, 2).map((trial) => ({ ...trial, reason: 'tried' }));
    await opened().expand(sweep.id, trials, null, false, OWNER);
    const claimed = await opened().claim(sweep.id, 2 * CONFIGS, OWNER, LEASE_MS);
    await opened().record(claimed.map((trial) => completed(trial, Number(trial.config['latent_size']) / 10)));
    return sweep;
  };
  const told = async (id: number, best: number) =>
    (await opened().searchHistory(id, { lookahead: 0, best, spread: 0 }))!.finished;

  test('the best config keeps them, and a search is told by how much others do not', async () => {
    const plain = await constrainedSweep(null);
    const values = new Map((await told(plain.id, CONFIGS)).map(({ place, mean }) => [place, mean!]));
    const sorted = [...values].sort((a, b) => b[1] - a[1]);
    const max = (sorted[1]![1] + sorted[2]![1]) / 2;
    const sweep = await constrainedSweep([{ measure: 'val_f1', max }]);
    const history = await told(sweep.id, CONFIGS);
    for (const { mean, violation } of history) {
      expect(violation).toBeCloseTo(Math.max(0, mean! - max), 12);
    }
    expect((await opened().bestConfig(plain.id))?.hash).toBe(`config-${sorted[0]![0]}`);
    expect((await opened().bestConfig(sweep.id))?.hash).toBe(`config-${sorted[2]![0]}`);
    expect((await told(sweep.id, 3)).map(({ place }) => place).sort()).toEqual(
      [sorted[2]![0], sorted[3]![0], sorted[1]![0]].sort(),
    );
    const ended = async (id: number) =>
      (await opened().endedConfigs(id, { after: 0, limit: 99 })).configs.map(({ hash }) => hash);
    expect((await ended(sweep.id)).sort()).toEqual(
      sorted
        .slice(2)
        .map(([place]) => `config-${place}`)
        .sort(),
    );
    expect(await ended(plain.id)).toHaveLength(CONFIGS);
  });

  test('below a minimum is beyond it, several add up, and none is best where all break one', async () => {
    const sweep = await constrainedSweep([
      { measure: 'val_f1', min: 10 },
      { measure: 'val_f1', min: 10, max: 20 },
    ]);
    for (const { mean, violation } of await told(sweep.id, CONFIGS)) {
      expect(violation).toBeCloseTo(2 * (10 - mean!), 10);
    }
    expect(await opened().bestConfig(sweep.id)).toBeNull();
  });

  test('a race is told which break one, and compares a later block with the best of those that do not', async () => {
    const plain = await constrainedSweep(null);
    const best = await opened().incumbent(plain.id, CONFIGS);
    expect(best?.breaks).toBe(false);
    const means = (await told(plain.id, CONFIGS)).map(({ mean }) => mean!).sort((a, b) => b - a);
    const sweep = await constrainedSweep([{ measure: 'val_f1', max: (means[1]! + means[2]!) / 2 }]);
    const raced = (await opened().racedConfigs(sweep.id, 0))!;
    const middle = (means[1]! + means[2]!) / 2;
    expect(raced.map(({ breaks }) => breaks)).toEqual(
      raced.map(({ values: [a, b] }) => (a! + b!) / 2 > middle),
    );
    const next = await opened().incumbent(sweep.id, CONFIGS);
    expect(next?.breaks).toBe(false);
    expect((next!.values[0]! + next!.values[1]!) / 2).toBeCloseTo(means[2]!, 12);
  });

  test('a measure that no trial has breaks nothing', async () => {
    const sweep = await constrainedSweep([{ measure: 'trtr_roc_auc', max: -1 }]);
    const missing = await opened().trials(sweep, { after: 0, limit: 1 });
    expect(missing.rows[0]![missing.columns.indexOf('trtr_roc_auc')]).toBeNull();
    for (const { violation } of await told(sweep.id, CONFIGS)) expect(violation).toBe(0);
    expect(await opened().bestConfig(sweep.id)).not.toBeNull();
  });

  test('the leaderboard has what breaks them behind all others, tied with nothing', async () => {
    const plain = await constrainedSweep(null);
    const means = (await told(plain.id, CONFIGS)).map(({ mean }) => mean!).sort((a, b) => b - a);
    const sweep = await constrainedSweep([{ measure: 'val_f1', max: (means[1]! + means[2]!) / 2 }]);
    const { columns, rows } = await opened().leaderboard(sweep, { limit: 10 });
    const tied = rows.map((row) => row[columns.indexOf('tied_with_best')]);
    expect(tied.slice(2)).toEqual([null, null]);
    expect(tied[0]).toBe(true);
    const broken = rows.map((row) => Number(row[columns.indexOf('violation')]) > 0);
    expect(broken).toEqual([false, false, true, true]);
    const hashOf = (at: number) => String(rows[at]![columns.indexOf('config_hash')]);
    expect((await opened().config(sweep, hashOf(0), 0)).violation).toBe(0);
    expect(await opened().config(sweep, hashOf(3), 0)).toMatchObject({
      rank: null,
      violation: rows[3]![columns.indexOf('violation')],
    });
    expect((await opened().config(plain, hashOf(0), 0)).violation).toBeNull();
    for (const by of ['test_f1', 'test_recall']) {
      const kept = await opened().leaderboard(sweep, { limit: 10, by, where: 'violation = 0' });
      expect(kept.rows).toHaveLength(2);
      expect((await opened().standing(sweep, { by })).breaking).toEqual({ configs: 2, of: 4 });
      const where = 'violation = 0';
      expect((await opened().standing(sweep, { by, where })).breaking).toEqual({ configs: 0, of: 2 });
    }
    expect((await opened().standing(plain)).breaking).toBeNull();
    const marks = { parameters: [], limit: 10, best: 0 };
    for (const asked of [{}, { by: 'test_recall' }, { where: 'n > 0' }]) {
      const { sample } = await opened().configMarks(sweep, { ...marks, ...asked });
      expect([sample.of, sample.breaking]).toEqual([2, 2]);
    }
    expect((await opened().configMarks(plain, marks)).sample.breaking).toBe(0);
    const view = await opened().query(
      `select tied_with_best is null, violation > 0 from leaderboard where sweep_id = ${sweep.id} order by rank, 2`,
    );
    expect(view.rows.map(([isNull, breaks]) => isNull === breaks)).toEqual([true, true, true, true]);
  });
}
