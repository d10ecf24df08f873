/** What a program's trials leave beside their results. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
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
mkdir "$LATENTSWEEP_ARTIFACTS/plots"
printf weights > "$LATENTSWEEP_ARTIFACTS/model.bin"
printf %s "$1" > "$LATENTSWEEP_ARTIFACTS/plots/x.txt"
echo '{"loss": 0.5}'
`;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

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
  expect(await asked(query)).toEqual([
    { trials: 2, host: hostname(), file: 'train.sh', hash: sha256(TRAIN) },
  ]);
});

test('the files that it left are listed and written, and go with their sweep', async () => {
  const [sweep] = (await asked('select id from sweeps')) as [{ id: number }];
  const query = 'select id from sweep_keeps where x = 2';
  const [{ id }] = (await asked(query)) as [{ id: number }];
  const listed = await place.sweep('artifacts', String(id), '-f', 'json');
  expect(JSON.parse(listed.out)).toEqual([
    { name: 'model.bin', sha256: sha256('weights'), bytes: 7 },
    { name: 'plots/x.txt', sha256: sha256('--x=2'), bytes: 5 },
  ]);
  expect((await place.sweep('artifacts', String(id))).out).toMatch(/model\.bin +7 B /);
  const { code, err } = await place.sweep('artifacts', String(id), '--to', 'taken');
  expect([code, err]).toEqual([0, `Wrote 2 artifacts of trial ${id} to taken.\n`]);
  expect(readFileSync(join(place.folder, 'taken/plots/x.txt'), 'utf8')).toBe('--x=2');
  const again = await place.sweep('artifacts', String(id), '--to', 'taken');
  expect([again.code, again.err]).toEqual([2, expect.stringContaining("'taken' exists already")]);
  // One file of a sweep for all trials that left the same.
  const folder = join(place.folder, '.latentsweep/artifacts', String(sweep.id));
  expect(readdirSync(folder)).toHaveLength(3);
  expect((await place.sweep('rm', 'keeps', '--yes')).code).toBe(0);
  expect(existsSync(folder)).toBe(false);
});

const STEPS = `
programs:
  steps.sh: { checkpoint: true, retries: 1 }
`;
/** Fails at its third step, once; a step that was done is not done again. */
const STEPWISE = `
at="$LATENTSWEEP_CHECKPOINT/step"
n=$(cat "$at" 2>/dev/null || echo 0)
while [ "$n" -lt 5 ]; do
  n=$((n + 1)); echo "step $n"
  printf %s "$n" > "$at.new"; mv "$at.new" "$at"
  if [ "$n" = 3 ]; then exit 3; fi
done
echo '{"loss": 1}'
`;

test('a trial that is run anew goes on from its checkpoint, which goes when it has ended', async () => {
  await place.write('steps.sh', STEPWISE);
  await place.write('steps-programs.yaml', STEPS);
  await place.write('steps.yaml', SWEEP.replace('train.sh', 'steps.sh').replace('keeps', 'steps'));
  const { code } = await place.sweep('run', 'steps.yaml', '--programs', 'steps-programs.yaml');
  expect(code).toBe(0);
  const log =
    'latentsweep: it failed (exit_code: 3, after "step 3") and is tried again, 1 of at most 1\nstep 4\nstep 5\n';
  expect(await asked('select log from sweep_steps join trial_logs on trial_id = id')).toEqual([
    { log },
    { log },
  ]);
  const folder = join(place.folder, '.latentsweep/checkpoints');
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('/'))).toEqual([]);
});
