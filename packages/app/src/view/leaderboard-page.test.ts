import type { KnownSweep, LeaderboardOptions, Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { rankingPage } from './leaderboard-page.ts';

const sweep = {
  ...{ metric: 'test_accuracy', goal: 'maximize' },
  parameters: ['arm', 'latent_size'].map((name) => ({ name, sqlType: 'text' })),
} as unknown as KnownSweep;

const store = {
  leaderboard: async (_: unknown, { limit }: LeaderboardOptions) => ({
    columns: ['rank', 'arm', 'latent_size', 'mean', 'config_hash'],
    rows: [
      [1, 'smote', 2, 0.7, 'aa'],
      [2, 'none', 2, 0.6, 'bb'],
    ].slice(0, limit),
    next: { score: 0.6, id: 9 },
  }),
  countConfigs: async (_: unknown, { where }: LeaderboardOptions) => (where === 'slow' ? null : 40),
} as unknown as Reading;

test('a part of a ranking, row by row, out of how many, and where it goes on', async () => {
  const page = await rankingPage(store, sweep, { limit: 2, by: 'test_log_loss', where: 'latent_size = 2' });
  expect(page).toMatchObject({
    ...{ by: 'test_log_loss', twin: 'val_log_loss', maximize: false, where: 'latent_size = 2', of: 40 },
    ...{ varying: [{ name: 'arm', short: null }], constant: [{ name: 'latent_size', value: 2 }] },
    rows: [
      { hash: 'aa', values: ['smote'], mean: 0.7 },
      { hash: 'bb', values: ['none'], mean: 0.6 },
    ],
    next: { score: 0.6, id: 9 },
  });
  const own = await rankingPage(store, sweep, { limit: 1, where: 'slow' });
  expect([own.by, own.maximize, own.of]).toEqual(['test_accuracy', true, null]);
});
