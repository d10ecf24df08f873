import type { KnownSweep, Page, Place, Reading, Sweep } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { chooseMaker } from './choose.ts';

const sweep = { slug: 's', metric: 'test_accuracy' } as unknown as KnownSweep;

/** Configs of these arms, ranked by validation; without a column of arms where all have one. */
function storeOf(arms: readonly string[]) {
  const limits: number[] = [];
  const swept = new Set(arms).size > 1;
  const store = {
    async leaderboard(_: Sweep, { by, limit, after }: { by: string; limit: number; after?: Place }) {
      expect(by).toBe('val_accuracy');
      limits.push(limit);
      const from = after?.['position'] ?? 0;
      const rows = arms.slice(from, from + limit).map((arm, i) => {
        const at = from + i;
        return [...(swept ? [arm] : []), `h${at}`, 0.9 - at / 1000];
      });
      const to = from + rows.length;
      const columns = [...(swept ? ['arm'] : []), 'config_hash', 'mean'];
      return { columns, rows, next: to < arms.length ? { position: to } : null } as Page;
    },
    async trials(_: Sweep, { where }: { where?: string }) {
      const [, i] = /config_hash = 'h(\d+)' and state = 'completed'/.exec(where!)!;
      return { columns: ['number', 'id'], rows: [[1, 10 + Number(i)]] };
    },
    async trial(id: number) {
      return { row: { id, config: { arm: arms[id - 10] }, replicate: 1 }, curves: null };
    },
  };
  return { store: store as unknown as Pick<Reading, 'leaderboard' | 'trials' | 'trial'>, limits };
}

test('of a program there is none', async () => {
  const own = { ...sweep, word: 's', ownMeasures: ['loss'] };
  await expect(chooseMaker(storeOf([]).store, own)).rejects.toMatchObject({ code: 'built_in_only' });
});

test('the config that validation chose, or the one of a rank', async () => {
  const { store, limits } = storeOf(['vae_mixing', 'none', 'smote']);
  expect(await chooseMaker(store, sweep)).toEqual({
    ...{ rank: 1, config: { arm: 'vae_mixing' }, trial: 10, replicate: 1 },
    ...{ measure: 'val_accuracy', mean: 0.9, instead: null },
  });
  expect(limits).toEqual([1]);
  expect((await chooseMaker(store, sweep, 3)).trial).toBe(12);
  expect((await chooseMaker(storeOf(['smote', 'smote']).store, sweep, 2)).trial).toBe(11);
});

test('where it makes no rows, the best one that does, by its rank among all, and that is said', async () => {
  const { store } = storeOf(['none', 'placebo', 'smote', 'vae_mixing']);
  expect(await chooseMaker(store, sweep)).toMatchObject({
    ...{ trial: 12, rank: 3 },
    instead: 'The config ranked 1 by val_accuracy makes no rows: its arm is none.',
  });
  const far = storeOf([...new Array<string>(500).fill('none'), 'smote']);
  expect(await chooseMaker(far.store, sweep, 4)).toMatchObject({ trial: 510, rank: 501 });
  const before = storeOf(['none', 'smote', 'none', 'vae_mixing']);
  expect(await chooseMaker(before.store, sweep, 3)).toMatchObject({ trial: 11, rank: 2 });
});

test('no such rank, no arm that makes rows', async () => {
  const { store } = storeOf(['none', 'oversample']);
  await expect(chooseMaker(store, sweep, 3)).rejects.toMatchObject({ code: 'no_such_rank' });
  await expect(chooseMaker(store, sweep)).rejects.toMatchObject({ code: 'no_making_arm' });
  await expect(chooseMaker(storeOf(['none']).store, sweep)).rejects.toMatchObject({ code: 'no_making_arm' });
});
