import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SHELL, SHELL_SWEEP, untilGone } from './programs.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

let place: Workplace;
const hasPython = spawnSync('python3', ['--version']).status === 0;

beforeAll(async () => {
  place = await openWorkplace();
  // What the user trusts is kept there.
  vi.stubEnv('HOME', place.folder);
  vi.stubEnv('XDG_CONFIG_HOME', '');
  await place.write('train.sh', SHELL);
  await place.write('shell.yaml', SHELL_SWEEP);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await place.remove();
});

const rows = async (select: string) => JSON.parse((await place.sweep('sql', '-f', 'json', select)).out);

test('a program beside its sweep file: trusted once, and asked about anew when a byte has changed', async () => {
  const refused = await place.sweep('run', 'shell.yaml');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain('error[program_not_trusted]');
  expect(refused.err).toContain('`sh train.sh ${args}` in ');
  expect((await place.sweep('list')).out).not.toContain('shell');

  const trusted = await place.sweep('run', 'shell.yaml', '--trust');
  expect(trusted.err).toContain('shell is done: 16 trials completed');
  expect(trusted.code).toBe(0);
  expect(trusted.out).toMatch(/^rank +a +b +loss/);
  expect((await place.sweep('run', 'shell.yaml', '--set', 'name=again')).code).toBe(0);

  await place.write('train.sh', `${SHELL}\n`);
  const changed = await place.sweep('run', 'shell.yaml', '--set', 'name=changed');
  expect(changed).toMatchObject({ code: 2, err: expect.stringContaining('program_not_trusted') });
  await place.write('train.sh', SHELL);
});

test('its parameters and metrics are columns of their own types; the last report counts', async () => {
  const [best] = await rows(
    `select a, b, count(*)::int as n, bool_and(loss < 1) as last, min(pg_typeof(a)::text) as of_a,
       min(pg_typeof(loss)::text) as of_loss from sweep_shell where state = 'completed'
     group by a, b order by avg(loss) limit 1`,
  );
  expect(best).toEqual({
    a: 3,
    b: 0,
    n: 2,
    last: true,
    of_a: expect.any(String),
    of_loss: 'double precision',
  });
  expect(['bigint', 'integer', 'double precision']).toContain(best.of_a);
  const same = await rows(
    `select count(*)::int as n from sweep_shell s join sweep_again t
     on (s.a, s.b, s.replicate, s.loss) = (t.a, t.b, t.replicate, t.loss)`,
  );
  expect(same).toEqual([{ n: 16 }]);
});

test('Ctrl-C and kill -9 lose and double nothing, and leave no program behind', async () => {
  const mark = `${place.folder}/slow-mark`;
  await place.write(
    'slow.sh',
    `echo $LATENTSWEEP_TRIAL >> begun\necho $LATENTSWEEP_SCRATCH >> scratch\nsh -c 'sleep 0.4; exit' ${mark}\necho '{"loss": 1}'\necho $LATENTSWEEP_TRIAL >> ended\n`,
  );
  await place.write(
    'slow.yaml',
    'name: slow\nprogram: slow.sh\nmethod: grid\nreplicates: 12\nmetric: { name: loss }\nparameters: { a: { values: [1, 2] } }\n',
  );
  const completed = async () => JSON.parse((await place.sweep('show', 'slow', '-f', 'json')).out).counts;
  const running = place.start('run', 'slow.yaml', '--trust', '--slots', '2');
  await running.says(/24 trials to do/);
  while ((await completed()).completed < 3) await sleep(50);
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(130);
  await untilGone(mark);
  expect(await completed()).toMatchObject({ running: 0 });

  const resumed = place.start('resume', 'slow', '--slots', '2');
  const before = (await completed()).completed;
  await resumed.says(/goes on/);
  while ((await completed()).completed <= before) await sleep(50);
  resumed.child.kill('SIGKILL');
  await resumed.ended;
  await untilGone(mark);
  // A worker's one folder lies among temporary files, and goes with it.
  const scratches = readFileSync(join(place.folder, 'scratch'), 'utf8').trim().split('\n');
  const folders = new Set(scratches.map((path) => dirname(path)));
  expect(new Set([...folders].map((path) => dirname(path)))).toEqual(new Set([tmpdir()]));
  while ([...folders].some((path) => existsSync(path))) await sleep(50);

  expect((await place.sweep('resume', 'slow', '--slots', '8')).code).toBe(0);
  const [{ n, distinct }] = await rows(
    `select count(*)::int as n, count(distinct (a, replicate))::int as distinct from sweep_slow where state = 'completed'`,
  );
  expect([n, distinct]).toEqual([24, 24]);
  const ended = readFileSync(join(place.folder, 'ended'), 'utf8').trim().split('\n');
  expect(new Set(ended).size).toBe(24);
});

const MODES: Readonly<Record<string, string>> = {
  'exit 3': 'exit_code: ',
  'kill -9 $$': 'signal: ',
  'echo no metric': 'missing_metric: ',
  'sleep 60 & sleep 60': 'time_limit: ',
  yes: 'output_limit: ',
  'for i in 1 2 3 4 5 6 7 8; do sleep 2 & done; wait': 'process_limit: ',
  'head -c 600000000 /dev/zero | tail -n 1 | sleep 5': 'memory_limit: ',
};

test('each way to fail has its word, and touches no other trial', async () => {
  const mode =
    'case ${1#--mode=} in ok*) echo "{\\"loss\\": ${1##*ok}}";; nan) echo "{\\"loss\\": NaN}";; *) eval "${1#--mode=}";; esac\n';
  await place.write('modes.sh', mode);
  await place.write(
    'programs.yaml',
    `programs: { modes.sh: { limits: { seconds: 2.5, memory_mb: 200, output_mb: 1, processes: 7 } } }\n`,
  );
  const modes = ['ok1', 'ok2', 'ok3', 'ok4', 'ok5', 'nan', ...Object.keys(MODES)];
  await place.write(
    'modes.yaml',
    `name: modes\nprogram: modes.sh\nmethod: grid\nreplicates: 1\nmetric: { name: loss }\nparameters: { mode: { values: ${JSON.stringify(modes)} } }\n`,
  );
  const options = ['--programs', 'programs.yaml', '--slots', '4'];
  let { err } = await place.sweep('run', 'modes.yaml', ...options);
  // Where the first ones fail a sweep is stopped, as it should be.
  for (let i = 0; i < 3 && !err.includes('modes is done'); i++) {
    expect(err).toMatch(/modes was stopped: \d of the first \d+ training runs failed/);
    ({ err } = await place.sweep('resume', 'modes', ...options));
  }
  expect(err).toContain('modes is done');
  const found: { mode: string; state: string; error: string | null }[] = await rows(
    'select mode, state, error from sweep_modes',
  );
  const expected = modes.map((each) => {
    if (each.startsWith('ok')) return { mode: each, state: 'completed', error: null };
    if (each === 'nan') return { mode: each, state: 'diverged' };
    return { mode: each, state: 'failed', error: expect.stringMatching(`^${MODES[each]}`) };
  });
  for (const one of expected) expect(found.find(({ mode: of }) => of === one.mode)).toMatchObject(one);
  expect(found).toHaveLength(modes.length);
});

test('a race of replicates ends those that are worse for sure', async () => {
  await place.write(
    'race.yaml',
    SHELL_SWEEP.replace('name: shell', 'name: raced\nrace: { rungs: [2, 4] }')
      .replace('replicates: 2', 'replicates: 8')
      .replace('[0, 1]', '[0, 40]'),
  );
  const run = await place.sweep('run', 'race.yaml', '--trust', '--slots', '4');
  expect(run.code).toBe(0);
  const replicates = await rows(
    'select a, b, count(*)::int as n from sweep_raced group by 1, 2 order by b, abs(a - 3), a',
  );
  expect(replicates[0]).toEqual({ a: 3, b: 0, n: 8 });
  expect(replicates.slice(4)).toEqual([3, 2, 4, 1].map((a) => ({ a, b: 40, n: 2 })));
});

/** As values they would be flags, words of a shell, lines of a file or nothing. */
const AWKWARD = [
  '--help',
  '-x',
  'a b',
  `'"$(touch pwned)\`touch pwned\`;#`,
  '',
  '--',
  '${args}',
  '%s\\n',
  'é ü',
];

test.skipIf(!hasPython)(
  'whatever a value or a name looks like, the program gets it as it is, and no shell sees it',
  async () => {
    await place.write(
      'argv.py',
      `import json, os, sys
with open('argv.' + os.environ['LATENTSWEEP_TRIAL'], 'w') as file:
    json.dump({'argv': sys.argv[1:], 'env': sorted(os.environ), 'files': len(os.listdir('/proc/self/fd'))}, file)
print(json.dumps({'loss': len(sys.argv)}))
`,
    );
    await place.write(
      'argv.yaml',
      `name: argv\nprogram: argv.py\nmethod: grid\nmetric: { name: loss }\nparameters: { _-flag: { values: [true, 1] }, +text: { values: ${JSON.stringify(AWKWARD)} } }\n`,
    );
    vi.stubEnv('A_SECRET_TOKEN', 'hush');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hush');
    expect(await place.sweep('run', 'argv.yaml', '--trust', '--slots', '4')).toMatchObject({ code: 0 });
    // What whoever started the tests left open, everybody has.
    spawnSync('python3', ['argv.py'], {
      stdio: 'pipe',
      env: { LATENTSWEEP_TRIAL: 'bare', PATH: process.env['PATH'] },
    });
    const bare = JSON.parse(readFileSync('argv.bare', 'utf8'));
    const seen = readdirSync(place.folder)
      .filter((name) => /^argv\.\d+$/.test(name))
      .map((name) => JSON.parse(readFileSync(join(place.folder, name), 'utf8')));
    const argv = AWKWARD.flatMap((text) => [
      ['--_-flag=true', `--+text=${text}`],
      ['--_-flag=1', `--+text=${text}`],
    ]);
    expect(seen.map((one) => one.argv).sort()).toEqual(argv.sort());
    expect(readdirSync(place.folder)).not.toContain('pwned');
    for (const { env, files } of seen) {
      expect(env.filter((name: string) => /SECRET|LATENTSWEEP_(?:STORE|BUS)|POSTGRES|PG/.test(name))).toEqual(
        [],
      );
      expect(files).toBe(bare.files);
    }
  },
);

test.each([
  ['a name that leads out', { program: '../../x.sh' }, 'no_such_program'],
  ['no name', { program: '$(reboot)' }, 'bad_program_name'],
  ['a name with a line break', { program: 'a\nb.sh' }, 'unprintable'],
  [
    'a value with a line break',
    { program: 'train.sh', parameters: { a: { values: ['a\nb'] } } },
    'unprintable',
  ],
  ['a folder', { program: '.' }, 'bad_program_name'],
  [
    'a flag for a parameter',
    { program: 'train.sh', parameters: { '-x': { values: [1] } } },
    'bad_parameter_name',
  ],
  [
    'a parameter with a blank',
    { program: 'train.sh', parameters: { 'a b': { values: [1] } } },
    'bad_parameter_name',
  ],
  [
    'a parameter with =',
    { program: 'train.sh', parameters: { 'a=b': { values: [1] } } },
    'bad_parameter_name',
  ],
])('%s is refused in words', async (_, changes, code) => {
  const file = { method: 'grid', metric: { name: 'loss' }, parameters: { a: { values: [1] } }, ...changes };
  await place.write('bad.yaml', JSON.stringify(file));
  const run = await place.sweep('run', 'bad.yaml', '--trust');
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toContain(code);
});
