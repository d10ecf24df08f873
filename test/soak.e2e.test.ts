/** A coordinator that leads and a worker that serves for weeks: what they hold does not grow. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MONTH = fileURLToPath(new URL('./soak/month.ts', import.meta.url));
/**
 * What is kept once a round of a loop, twice a second, has a pointer of 8 bytes at least: 14 MB in ten days. What is kept
 * once a minute shows from 85 bytes on. 0.8 MB were seen, with less each day.
 */
const MOST_GROWTH = 2_000_000;

async function soak(...args: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', MONTH, ...args]);
  const { early, late, ended, expected } = JSON.parse(stdout) as Record<string, number>;
  expect(ended).toBe(expected);
  return late! - early!;
}

it('holds as much after twelve days as after two', { timeout: 900_000 }, async () => {
  expect(await soak('12')).toBeLessThan(MOST_GROWTH);
});

it('would show a reaction that is kept twice a second', { timeout: 300_000 }, async () => {
  expect(await soak('3', 'leak')).toBeGreaterThan(MOST_GROWTH);
});
