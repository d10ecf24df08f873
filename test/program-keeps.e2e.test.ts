/** What a program's trials leave beside their results. */

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const SWEEP = `
program: train.sh
name: keeps
method: grid
metric: { name: loss, goal: minimize }
replicates: 1
parameters: { x: { values: [1, 2] } }
`;
const PROGRAMS = 'programs: { train.sh: { retries: 1 } }\n';
/** Each trial fails once. */
const TRAIN = `
tried="tried-$LATENTSWEEP_TRIAL"
if [ ! -e "$tried" ]; then : > "$tried"; echo no luck; exit 3; fi
echo good luck
echo '{"loss": 0.5}'
`;

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('train.sh', TRAIN);
  await place.write('programs.yaml', PROGRAMS);
  await place.write('sweep.yaml', SWEEP);
  const { code, err } = await place.sweep('run', 'sweep.yaml', '--programs', 'programs.yaml');
  expect(err).not.toContain('failed');
  expect(code).toBe(0);
});
afterAll(() => place.remove());

async function asked(query: string): Promise<unknown> {
  const { out } = await place.sweep('sql', query, '-f', 'json');
  return JSON.parse(out);
}

test('a trial that failed was run again, as its declaration says, and its log tells', async () => {
  const log =
    'latentsweep: it failed (exit_code: 3, after "no luck") and is tried again, 1 of at most 1\ngood luck\n';
  expect(await asked('select state, log from sweep_keeps join trial_logs on trial_id = id')).toEqual([
    { state: 'completed', log },
    { state: 'completed', log },
  ]);
});

test('what it ran in is asked by SQL', async () => {
  const query =
    "select count(*) as trials, ran ->> 'host' as host, ran ->> 'file' as file, ran ->> 'sha256' as hash from trial_runs group by ran";
  const hash = createHash('sha256').update(TRAIN).digest('hex');
  expect(await asked(query)).toEqual([{ trials: 2, host: hostname(), file: 'train.sh', hash }]);
});
