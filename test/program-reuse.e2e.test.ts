/** Results of programs that their owner says are the same wherever they are computed. */

import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const TRAIN = `. ./lib.sh
echo x >> runs
for flag; do case $flag in --a=*) a=\${flag#*=} ;; esac; done
echo "{\\"step\\": 1, \\"loss\\": 9}"; echo "{\\"step\\": 2, \\"loss\\": $((a + LATENTSWEEP_SEED % 7)), \\"size\\": $(cat data.csv)}"
`;
const SWEEP = `name: first
program: train.sh
method: grid
seed: 1
replicates: 2
metric: { name: loss, goal: minimize }
parameters: { a: { values: [1, 2, 3] } }
`;

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('train.sh', TRAIN);
  await place.write('lib.sh', ': nothing\n');
  await place.write('data.csv', '4\n');
  await place.write('sweep.yaml', SWEEP);
  await place.write('programs.yaml', 'programs: { train.sh: { deterministic: true, files: [data.csv] } }\n');
});
afterAll(() => place.remove());

const run = (name: string, ...set: string[]) =>
  place.sweep(
    'run',
    'sweep.yaml',
    ...['--programs', 'programs.yaml', '--set', `name=${name}`, ...set.flatMap((one) => ['--set', one])],
  );
const asked = async (query: string) => JSON.parse((await place.sweep('sql', query, '-f', 'json')).out);
function runs(): number {
  const count = readFileSync('runs', 'utf8').length / 2;
  rmSync('runs');
  return count;
}
const rows = (name: string) =>
  asked(
    `select a, replicate, loss, size, reused_from is not null as reused from sweep_${name} order by 1, 2`,
  );

test('a second sweep takes over all that the first has, and runs the rest', async () => {
  expect(await run('first')).toMatchObject({ code: 0 });
  expect(runs()).toBe(6);
  const planned = await place.sweep('plan', 'sweep.yaml', '--programs', 'programs.yaml');
  expect(planned.out).toMatch(/^reused +6 trials of earlier sweeps$/m);
  const again = await run('again');
  expect(again).toMatchObject({
    code: 0,
    err: expect.stringContaining('6 trials completed, all of them taken over'),
  });
  const [first, second] = [await rows('first'), await rows('again')];
  expect(second).toEqual(first.map((row: object) => ({ ...row, reused: true })));
  expect(await run('more', 'parameters.a.values=[3, 4]')).toMatchObject({ code: 0 });
  expect(runs()).toBe(2);
  const [curve] = await asked(
    `select steps, values from program_curves c join sweep_again s on s.id = c.trial_id
     where name = 'loss' and a = 2 order by replicate limit 1`,
  );
  expect(curve).toEqual({ steps: [1, 2], values: [9, second.find(({ a }: { a: number }) => a === 2).loss] });
});

test.each([
  ['program', 'train.sh', `${TRAIN}# new\n`],
  ['module beside it', 'lib.sh', ': something\n'],
  ['data', 'data.csv', '5\n'],
])('none is taken over where its %s has changed', async (_, file, text) => {
  const before = readFileSync(file, 'utf8');
  await place.write(file, text);
  const name = file.replace('.', '_');
  expect(await run(name)).toMatchObject({ code: 0 });
  expect(runs()).toBe(6);
  await place.write(file, before);
  // It is the first one again.
  expect(await run(`${name}_back`)).toMatchObject({
    code: 0,
    err: expect.stringContaining('6 trials completed, all of them taken over'),
  });
});

test('a file that is not there is said before anything runs', async () => {
  await place.write('missing.yaml', 'programs: { train.sh: { deterministic: true, files: [gone.csv] } }\n');
  const refused = await place.sweep(
    'run',
    'sweep.yaml',
    '--programs',
    'missing.yaml',
    '--set',
    'name=missing',
  );
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('error[unreadable_file]') });
  expect(refused.err).toContain('gone.csv');
});

test('a program that is not what it is said to be raises the alarm, which says what to do', async () => {
  // Two sweeps of six trials, all of which begin before any has a result.
  await place.write(
    'random.sh',
    `mkdir -p begun; : > begun/$LATENTSWEEP_TRIAL; while [ $(ls begun | wc -l) -lt 12 ]; do sleep 0.1; done
echo "{\\"loss\\": $(od -An -N4 -tu4 /dev/urandom)}"\n`,
  );
  await place.write('random.yaml', SWEEP.replace('train.sh', 'random.sh'));
  await place.write('lies.yaml', 'programs: { random.sh: { deterministic: true } }\n');
  const options = ['run', 'random.yaml', '--programs', 'lies.yaml', '--slots', '6', '--set'];
  const both = ['one', 'two'].map((name) => place.start(...options, `name=${name}`));
  const ended = await Promise.all(both.map((each) => each.ended));
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  const said = ended.map(({ err }) => err).join('');
  expect(said).toMatch(/A second result differs from the first, for trials? [\d, ]+: see sweep doctor\./);
  const { out } = await place.sweep('doctor');
  expect(out).toMatch(/programs +\d second results of programs differ from the first: trial \d+/);
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'It is declared `deterministic: true`, and is not. Have it draw all that is random from LATENTSWEEP_SEED',
  );
});
