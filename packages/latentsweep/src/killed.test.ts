import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openSweep } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'latentsweep-killed-'));
const store = join(folder, 'store');
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const SWEEP = {
  ...{ name: 'killed', method: 'grid', replicates: 10, metric: { name: 'loss' } },
  parameters: { a: { values: [1, 2, 3, 4] } },
};
/** What the function has computed, line by line, and how many of these are recorded, by the sweep's progress. */
const done = join(folder, 'done');
const recorded = join(folder, 'recorded');
const SCRIPT = `
import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSweep } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
const sweep = await openSweep(${JSON.stringify(SWEEP)}, { store: ${JSON.stringify(store)} });
await sweep.run(async ({ config, replicate }) => {
  await sleep(40);
  appendFileSync(${JSON.stringify(done)}, config.a + ' ' + replicate + '\\n');
  return { loss: config.a };
}, {
  slots: 2,
  onProgress: ({ completed }) => writeFileSync(${JSON.stringify(recorded)}, String(completed)),
});
await sweep.close();
`;

const lines = () => readFileSync(done, 'utf8').trim().split('\n');

const count = () => Number(readFileSync(recorded, 'utf8'));

test('Ctrl-C and kill -9 lose nothing that was recorded, and the same script goes on', {
  timeout: 300_000,
}, async () => {
  writeFileSync(done, '');
  writeFileSync(recorded, '0');
  const script = join(folder, 'script.mjs');
  writeFileSync(script, SCRIPT);
  const start = () => spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  let again = 0;
  for (const [signal, after] of [
    ['SIGINT', 6],
    ['SIGKILL', 16],
  ] as const) {
    const child = start();
    while (count() < after) await sleep(20);
    child.kill(signal);
    expect((await once(child, 'exit'))[1]).toBe(signal);
    // Computed in these last moments and not yet recorded: these run again.
    again = lines().length - count();
  }
  expect((await once(start(), 'exit'))[0]).toBe(0);
  expect(new Set(lines()).size).toBe(40);
  expect(lines().length).toBeLessThanOrEqual(40 + again);
  const sweep = await openSweep(SWEEP, { store });
  expect(await sweep.state()).toBe('completed');
  expect((await sweep.leaderboard()).map(({ config, mean, n }) => [config['a'], mean, n])).toEqual(
    [1, 2, 3, 4].map((a) => [a, a, 10]),
  );
  await sweep.close();
});
