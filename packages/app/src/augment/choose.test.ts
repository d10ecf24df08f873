import type { Page, Reading, Sweep } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { chooseMaker } from './choose.ts';

const sweep = {
  slug: 's',
  metric: 'test_accuracy',
  parameters: [{ name: 'arm', sqlType: 'text' }],
} as unknown as Sweep;

/** Configs of these arms, ranked by validation. */
function storeOf(arms: readonly string[]) {
  const asked: unknown[] = [];
  const store = {
    async leaderboard(_: Sweep, options: { by: string; limit: number; where?: string }) {
      asked.push(options);
      const admitted = arms
        .map((arm, i) => [arm, i] as const)
        .filter(([arm]) => options.where?.includes(`'${arm}'`) ?? true);
      const rows = admitted.slice(0, options.limit).map(([, i]) => [`h${i}`, 0.9 - i / 10]);
      return { columns: ['config_hash', 'mean'], rows, next: null } as Page;
    },
    async trials(_: Sweep, { where }: { where?: string }) {
      const [, i] = /config_hash = 'h(\d+)' and state = 'completed'/.exec(where!)!;
      return { columns: ['number', 'id'], rows: [[1, 10 + Number(i)]] };
    },
    async trial(id: number) {
      return { row: { id, config: { arm: arms[id - 10] }, replicate: 1 }, curves: null };
    },
  };
  return { store: store as unknown as Pick<Reading, 'leaderboard' | 'trials' | 'trial'>, asked };
}

test('the config that validation chose, or the one of a rank', async () => {
  const { store, asked } = storeOf(['vae_mixing', 'none', 'smote']);
  expect(await chooseMaker(store, sweep)).toEqual({
    ...{ rank: 1, config: { arm: 'vae_mixing' }, trial: 10, replicate: 1 },
    ...{ measure: 'val_accuracy', mean: 0.9, instead: null },
  });
  expect(asked).toEqual([{ by: 'val_accuracy', limit: 1 }]);
  expect((await chooseMaker(store, sweep, 3)).trial).toBe(12);
});

test('where it makes no rows, the best one that does, and that is said', async () => {
  const { store } = storeOf(['none', 'placebo', 'smote', 'vae_mixing']);
  expect(await chooseMaker(store, sweep)).toMatchObject({
    trial: 12,
    instead: 'The config ranked 1 by val_accuracy makes no rows: its arm is none.',
  });
});

test('no such rank, no arm that makes rows', async () => {
  const { store } = storeOf(['none', 'oversample']);
  await expect(chooseMaker(store, sweep, 3)).rejects.toMatchObject({ code: 'no_such_rank' });
  await expect(chooseMaker(store, sweep)).rejects.toMatchObject({ code: 'no_making_arm' });
  const constant = { ...sweep, parameters: [] };
  await expect(chooseMaker(store, constant)).rejects.toMatchObject({ code: 'no_making_arm' });
});
