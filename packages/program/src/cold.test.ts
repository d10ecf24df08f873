import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage, TRIAL, type TrialWish, type Wish } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

const sh = (script: string) => ['sh', '-c', script, 'sh'];
const python = (script: string) => ['python3', '-c', script];
const ARGS = '\u0024{args}';

async function errorOf(command: readonly string[], wish?: Wish, trial?: TrialWish): Promise<string> {
  const { result } = await stage.run(command, wish, trial);
  return result.outcome === 'failed' ? result.error : result.outcome;
}

describe('A program', () => {
  it('reports by lines, and what else it says is its log', async () => {
    const said: number[] = [];
    const runner = stage.open(
      sh(`echo start; echo '{"step":1,"loss":2}'; echo oh >&2; printf '{"step":2,"loss":1}'`),
    );
    const end = await runner.run(TRIAL, new AbortController().signal, (reports) => said.push(reports));
    expect(end!.result).toEqual({
      outcome: 'completed',
      measures: { loss: 1 },
      curves: { step: [1, 2], loss: [2, 1] },
    });
    expect(end!.log.split('\n').toSorted()).toEqual(['', 'oh', 'start']);
    expect(said).toEqual([1, 2]);
    expect(end!.durationMs).toBeGreaterThan(0);
    await runner.close();
    expect(stage.left()).toEqual([]);
  });

  it('sees what it is told and nothing else of the worker', async () => {
    process.env['STAGE_SECRET'] = 'hunter2';
    process.env['STAGE_OPEN'] = 'let through';
    const print = 'console.log(JSON.stringify({ loss: 1 }))';
    const command = [
      process.execPath,
      '-e',
      `console.error(JSON.stringify(process.env)); ${print}`,
      '--',
      ARGS,
    ];
    const { log } = await stage.run(command, { environment: ['STAGE_OPEN'], threads: 3 });
    const seen = JSON.parse(log) as Record<string, string>;
    expect(log).not.toContain('hunter2');
    const own = Object.keys(seen).filter(
      (name) =>
        !/^(PATH|HOME|LANG|TZ|TMPDIR|LC_CTYPE|PWD|CUDA_DEVICE_ORDER|CUDA_VISIBLE_DEVICES)$/.test(name),
    );
    expect(own.toSorted()).toEqual([
      ...[
        'LATENTSWEEP_ARTIFACTS',
        'LATENTSWEEP_METRIC',
        'LATENTSWEEP_REPLICATE',
        'LATENTSWEEP_RUN',
        'LATENTSWEEP_SCRATCH',
        'LATENTSWEEP_SEED',
      ],
      ...['LATENTSWEEP_STOP', 'LATENTSWEEP_THREADS', 'LATENTSWEEP_TRIAL'],
      ...['MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'STAGE_OPEN'],
    ]);
    expect(seen).toMatchObject({
      LATENTSWEEP_TRIAL: '7',
      LATENTSWEEP_REPLICATE: '2',
      LATENTSWEEP_SEED: '2',
      OMP_NUM_THREADS: '3',
    });
  });

  it.skipIf(process.platform !== 'linux')('has nothing open but its input and output', async () => {
    const held = await open(join(stage.folder, 'held'), 'w');
    const { log } = await stage.run(sh(`ls -l /proc/self/fd; echo '{"loss":1}'`));
    await held.close();
    expect(log).not.toContain(stage.folder);
  });

  it('has a private folder, which goes with all that lies in it', async () => {
    const script = `cd "$LATENTSWEEP_SCRATCH"; ls -ld . | cut -c1-10; ls; mkdir -p a/b; echo x > a/b/c; chmod 500 a/b a; echo '{"loss":1}'`;
    expect((await stage.run(sh(script))).log).toBe('drwx------\nartifacts\n');
    expect(stage.left()).toEqual([]);
  });

  it.each([
    [
      'flags',
      ['python3', '-c', 'import sys; print(sys.argv[1:]); print("{\\"loss\\": 1}")', ARGS],
      "['--a b=x y', \"--q=it's\", '--n=one\\ntwo', '--dash=-rf']",
    ],
    [
      'stdin',
      python('import json, sys; print(json.load(sys.stdin)); print("{\\"loss\\": 1}")'),
      "{'a b': 'x y', 'q': \"it's\", 'n': 'one\\ntwo', 'dash': '-rf'}",
    ],
    [
      'file',
      python(
        'import json, os; print(json.load(open(os.environ["LATENTSWEEP_CONFIG"]))); print("{\\"loss\\": 1}")',
      ),
      "{'a b': 'x y', 'q': \"it's\", 'n': 'one\\ntwo', 'dash': '-rf'}",
    ],
    [
      'env',
      python(
        'import os; print([v for k, v in sorted(os.environ.items()) if "_PARAM_" in k]); print("{\\"loss\\": 1}")',
      ),
      "['x y', '-rf', 'one\\ntwo', \"it's\"]",
    ],
  ] as const)('gets its config as it is, whatever is in it (%s)', async (config, command, log) => {
    const odd = { 'a b': 'x y', q: "it's", n: 'one\ntwo', dash: '-rf' };
    const end = await stage.run(command, { config }, { config: odd });
    expect(end.log).toBe(`${log}\n`);
    expect(stage.left()).toEqual([]);
  });

  it('takes 10,000 parameters', async () => {
    const config = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`p${i}`, i]));
    const count = 'import sys, json; print(json.dumps({"loss": len(sys.argv) - 1}))';
    expect((await stage.run([...python(count), ARGS], {}, { config })).result).toMatchObject({
      measures: { loss: 10_000 },
    });
  });

  it.each([
    [['no-such-program-anywhere'], {}, "no_such_program: 'no-such-program-anywhere' was not found"],
    [
      ['sh', '-c', ':'],
      { folder: '/no/such/folder' },
      'no_such_program: its folder /no/such/folder is not there',
    ],
    [sh('exit 3'), {}, 'exit_code: 3'],
    [sh('echo "bad lr" >&2; exit 1'), {}, 'exit_code: 1, after "bad lr"'],
    [sh('kill -9 $$'), {}, 'signal: SIGKILL (from outside: so the system ends what takes its last memory)'],
    [sh('exit 137'), {}, 'exit_code: 137 (a process of its own was ended by signal 9)'],
    [sh('kill -SEGV $$'), {}, 'signal: SIGSEGV'],
    [sh(':'), {}, 'missing_metric: loss was never reported; nothing was'],
    [sh(`echo '{"los":1}'`), {}, 'missing_metric: loss was never reported; only los was'],
    [sh(`printf '{"loss": 0.'`), {}, 'missing_metric: loss was never reported; nothing was'],
    [sh(`echo '{"loss":1}'; exit 1`), {}, 'exit_code: 1'],
    [
      sh('echo nothing here'),
      { reports: 'last_line' },
      'bad_report: the last line of its output is to be a number, and it is "nothing here"',
    ],
    [
      sh(':'),
      { reports: 'last_line' },
      'bad_report: the last line of its output is to be a number, and it wrote nothing',
    ],
    [sh(':'), { reports: 'csv' }, 'missing_metric: it left no file report.csv in its scratch folder'],
    [
      sh('ln -s /etc/passwd "$LATENTSWEEP_SCRATCH/report.csv"'),
      { reports: 'csv' },
      'missing_metric: it left no file report.csv in its scratch folder',
    ],
    [
      sh('printf "loss\\n1,2\\n" > "$LATENTSWEEP_SCRATCH/report.csv"'),
      { reports: 'csv' },
      'bad_report: row 1 of report.csv has 2 cells where the header has 1',
    ],
  ] satisfies [string[], Wish, string][])('fails in words: %j %j', async (command, wish, error) => {
    expect(await errorOf(command, wish)).toBe(error);
    expect(stage.left()).toEqual([]);
  });

  it('may not be executed', async () => {
    const path = join(stage.folder, 'plain');
    writeFileSync(path, '#!/bin/sh\n');
    chmodSync(path, 0o600);
    expect(await errorOf([path])).toBe(`not_executable: '${path}' may not be executed (EACCES)`);
    mkdirSync(join(stage.folder, 'sub'));
    expect(await errorOf([join(stage.folder, 'sub')])).toMatch(/^not_executable: /);
  });

  it('fails where its config can not be given', async () => {
    const config = { long: 'x'.repeat(3_000_000) };
    const echo = python('import json, sys; print(json.dumps({"loss": len(json.load(sys.stdin)["long"])}))');
    expect(await errorOf(['true', ARGS], {}, { config })).toMatch(/^bad_config: the config is longer than/);
    expect((await stage.run(echo, { config: 'stdin' }, { config })).result).toMatchObject({
      measures: { loss: 3_000_000 },
    });
    expect(await errorOf(['true', ARGS], {}, { config: { nul: 'a\0b' } })).toMatch(/^bad_config: .* no NUL/);
    expect(await errorOf(['true'], { config: 'env' }, { config: { 'a.b': 1, a_b: 1 } })).toMatch(
      /^bad_config: /,
    );
  });

  it('may leave its input unread', async () => {
    const config = { long: 'x'.repeat(1_000_000) };
    const { result } = await stage.run(sh(`echo '{"loss":1}'`), { config: 'stdin' }, { config });
    expect(result.outcome).toBe('completed');
  });

  it.each([
    [`printf 'one\\n0.25\\n\\n'`, 'last_line'],
    [`printf 'step,loss\\n1,3\\n2,0.25\\n' > "$LATENTSWEEP_SCRATCH/report.csv"`, 'csv'],
  ] as const)('reports in another way: %s', async (script, reports) => {
    expect((await stage.run(sh(script), { reports })).result).toMatchObject({ measures: { loss: 0.25 } });
  });

  it('may say NaN, and what is no UTF-8', async () => {
    const nan = await stage.run(sh(`echo '{"loss": 1}'; echo '{"loss": NaN}'`));
    expect(nan.result).toMatchObject({ outcome: 'diverged', epoch: 2, reason: 'loss was NaN' });
    const odd = await stage.run(sh(`printf '\\377\\376{\\n{"loss":1, "\\377":2}\\n\\303'`));
    expect(odd.result).toMatchObject({ outcome: 'completed', measures: { loss: 1 } });
    expect(odd.log).toBe('\uFFFD\uFFFD{\n\uFFFD\n');
  });

  it('may change the names of its metrics, up to 100', async () => {
    const many =
      'import json\nfor i in range(300): print(json.dumps({f"m{i}": i}))\nprint(json.dumps({"loss": 1}))';
    const { result, log } = await stage.run(python(many));
    expect(result).toMatchObject({ outcome: 'completed', measures: { loss: 1, m98: 98 } });
    expect(Object.keys((result as { measures: object }).measures)).toHaveLength(100);
    expect(log).toBe('latentsweep: there are 100 metrics; m99, and what came later, is left out\n');
  });

  it.each([
    ['with newlines', 'yes'],
    ['without one', 'head -c 100000000 /dev/zero'],
    ['on standard error', 'yes >&2'],
  ])('ends when it writes without end, %s', async (_, script) => {
    const { result, log } = await stage.run(sh(script), { limits: { outputMb: 3 } });
    expect(result).toEqual({ outcome: 'failed', error: 'output_limit: it wrote more than 3 MB' });
    expect(Buffer.byteLength(log)).toBeLessThanOrEqual(32 * 1024);
  });

  it('runs beside others of the same', async () => {
    const runner = stage.open([
      ...python('import sys; print("{\\"loss\\": %s}" % sys.argv[1].split("=")[1])'),
      ARGS,
    ]);
    const ends = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        runner.run({ ...TRIAL, trialId: i, config: { i } }, new AbortController().signal, () => {}),
      ),
    );
    expect(ends.map((end) => Number(/"loss":(\d)/.exec(JSON.stringify(end!.result))![1]))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it('ends many times and leaves nothing', async () => {
    const runner = stage.open(sh(`echo '{"loss":1}'`));
    const descriptors = () => (process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0);
    const run = () => runner.run(TRIAL, new AbortController().signal, () => {});
    for (let i = 0; i < 5; i++) await run();
    const before = descriptors();
    for (let i = 0; i < 100; i++) await run();
    expect(descriptors()).toBeLessThanOrEqual(before + 2);
    expect(stage.left()).toHaveLength(2);
  });
});
