import { canonicalConfig } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { isRechecked } from './is-rechecked.ts';

const jobOf = (latent: number, seed: number) => ({
  config: canonicalConfig({ latent_size: latent, epochs: 3 }),
  seed: seed.toString(16).padStart(8, '0').padEnd(16, '0'),
});
const jobs = Array.from({ length: 60 }, (_, i) => i + 1).flatMap((latent) =>
  Array.from({ length: 100 }, (_, i) => jobOf(latent, (0x9e3779b9 * (i + 1)) % 2 ** 32)),
);
const shareOf = (oneIn: number) => jobs.filter((job) => isRechecked(job, oneIn)).length;

test('one job in so many, all or none', () => {
  expect([shareOf(0), shareOf(1)]).toEqual([0, jobs.length]);
  // Binomial: 60 and 600 are expected, the bounds are five standard deviations away.
  expect(Math.abs(shareOf(100) - 60)).toBeLessThan(40);
  expect(Math.abs(shareOf(10) - 600)).toBeLessThan(120);
});

test('the same ones every time, however far they are trained', () => {
  for (const job of jobs.slice(0, 50)) {
    const longer = { ...job, config: canonicalConfig({ ...job.config, epochs: 9 }) };
    expect(isRechecked(longer, 3)).toBe(isRechecked(job, 3));
  }
});
