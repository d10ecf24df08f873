/** Programs that are stopped at steps: the same ones however they are run. */

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EARLY_SWEEP, STEPS, untilGone } from './programs.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('train.sh', STEPS);
  await place.write('early.yaml', EARLY_SWEEP);
  await place.write('plain.yaml', 'programs: { train.sh: {} }\n');
  const obeying = STEPS.replace('done', '  if [ $i = "$LATENTSWEEP_UNTIL_STEP" ]; then exit; fi\ndone');
  await place.write('obeying.sh', obeying);
  const command = "command: [sh, obeying.sh, '${args}']";
  await place.write('keeping.yaml', `programs: { train.sh: { ${command}, checkpoint: true } }\n`);
  await place.write('slow.yaml', 'programs: { train.sh: { checkpoint: true, env: [PAUSE] } }\n');
});
afterAll(() => place.remove());

const asked = async (query: string) => JSON.parse((await place.sweep('sql', query, '-f', 'json')).out);
const standing = (name: string) => asked(`select a, state, loss from sweep_${name} order by a`);
/** How often each step of each config was run. */
function stepsRun(): number {
  const lines = readFileSync('steps', 'utf8').trim().split('\n');
  rmSync('steps');
  return lines.length;
}

/** Of nine 4 go on at step 2 and 2 at step 6; 12 steps are all. */
const EXPECTED = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((a) => {
  const steps = a <= 2 ? 12 : a <= 4 ? 6 : 2;
  return { a, state: a <= 2 ? 'completed' : 'pruned', loss: expect.closeTo(1000 + a * steps, -1) };
});

test('what is behind at a step is stopped there, and what goes on begins anew', async () => {
  const { out: planned } = await place.onTerminal(1000, 'plan', 'early.yaml');
  expect(planned).toMatch(
    /early end +hyperband with eta 3, at step 2, 6, 18, 54, … by loss \(strict: true\): about 1 of 3 goes on at each, beginning anew: a program that is never stopped takes up to 2\.5 times its steps\. Declared with `checkpoint: true`, it goes on from where it was/,
  );
  const run = await place.sweep('run', 'early.yaml', '--programs', 'plain.yaml', '--slots', '1');
  expect(run.code).toBe(0);
  expect(run.err).toContain('Early termination: after step 2 4 of 9 configs go on.');
  expect(await standing('early')).toEqual(EXPECTED);
  // One step more may be run before a program hears that it is to end.
  const steps = stepsRun();
  expect(steps).toBeGreaterThanOrEqual(9 * 2 + 4 * 6 + 2 * 12);
  expect(run.out).toMatch(/^rank +a +loss/);
  const top = JSON.parse((await place.sweep('top', 'early', '-f', 'json')).out);
  expect(top.rows[0]).toMatchObject({ metric: 'loss', a: 1, n: 1 });
  for (const name of ['test_mean', 'val_mean', 'vs_baseline', 'collapsed_share'])
    expect(Object.keys(top.rows[0])).not.toContain(name);
  const { out } = await place.sweep('explain', 'early');
  expect(out).toContain('After step 6 2 of 4 configs go on.');
  expect(out).toMatch(/stopped: At step 2 its loss is 10\d\d, worse than the 10\d\d that is place 4 of 9\./);
});

test('with a checkpoint a program that ends where it is told to runs no step twice', async () => {
  const options = ['--programs', 'keeping.yaml', '--slots', '4', '--set', 'name=keeping'];
  expect(await place.sweep('run', 'early.yaml', ...options)).toMatchObject({ code: 0 });
  expect(await standing('keeping')).toEqual(await standing('early'));
  const checkpoints = join(place.folder, '.latentsweep/checkpoints');
  const sweeps = readdirSync(checkpoints);
  expect(sweeps.flatMap((sweep) => readdirSync(join(checkpoints, sweep)))).toEqual([]);
  expect(stepsRun()).toBe(9 * 2 + 4 * 4 + 2 * 6);
  const curves = await asked(
    "select a, c.steps from sweep_keeping s join program_curves c on c.trial_id = s.id where name = 'loss' order by a",
  );
  expect(curves[0]).toEqual({ a: 1, steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] });
});

test('Ctrl-C and kill -9 change nothing of what is stopped', async () => {
  const options = ['--programs', 'slow.yaml', '--slots', '2'];
  process.env['PAUSE'] = '0.1';
  try {
    const begin = place.start('run', 'early.yaml', ...options, '--set', 'name=killed');
    await begin.says(/after step 2/);
    await sleep(300);
    begin.child.kill('SIGKILL');
    await begin.ended;
    await untilGone(join(place.folder, 'train.sh'));
    const on = place.start('resume', 'killed', ...options);
    await on.says(/after step 6/);
    on.child.kill('SIGINT');
    expect((await on.ended).code).toBe(130);
    expect((await place.start('resume', 'killed', ...options).ended).code).toBe(0);
  } finally {
    delete process.env['PAUSE'];
  }
  expect(await standing('killed')).toEqual(await standing('early'));
  rmSync('steps');
});

test('a program that reports once is whole, and it is said that nothing could be stopped', async () => {
  await place.write('once.sh', `echo "{\\"loss\\": \${1#--a=}}"\n`);
  await place.write('once.yaml', EARLY_SWEEP.replaceAll('early\n', 'once\n').replace('train.sh', 'once.sh'));
  const run = await place.sweep('run', 'once.yaml', '--trust');
  expect(run).toMatchObject({ code: 0, err: expect.stringContaining('9 trials completed') });
  const said = `${run.out} ${run.err}`.replaceAll(/\s+/g, ' ');
  expect(said).toContain('`early_terminate` had no effect: no trial reported loss at step 2 or behind it');
});
