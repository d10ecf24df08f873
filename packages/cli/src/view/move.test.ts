import { expect, test } from 'vitest';
import { moveTeller } from './move.ts';

test('a move is told before, and then every five seconds', () => {
  const said: string[] = [];
  let now = 0;
  const tell = moveTeller(
    (text) => said.push(text),
    () => now,
  );
  for (const moved of [5000, 10_000, 250_000, 255_000]) {
    tell({ trials: 1_000_000, moved, secondsLeft: 171.2, bytes: 1.25e9 });
    now += moved === 10_000 ? 5000 : 400;
  }
  expect(said).toEqual([
    expect.stringMatching(/its 1,000,000 trials .* about 2 min 52 s and 1\.25 GB .* goes on from there\.$/),
    '250,000 of 1,000,000 trials are moved, about 2 min 52 s left',
  ]);
});
