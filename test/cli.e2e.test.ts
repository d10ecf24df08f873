import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, openWorkplace, SWEEP, startProcess, TINY, type Workplace } from './sweep-process.ts';

let place: Workplace;
let first: Ended;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('tiny.yaml', TINY);
  first = await place.sweep('run', 'tiny.yaml', '--slots', '2');
});
afterAll(() => place.remove());

/** A ranking of configs comes with notes. */
type Row = Record<string, unknown>;
const rowsOf = (answer: Row[] | { rows: Row[] }) => (Array.isArray(answer) ? answer : answer.rows);
const json = async (...args: string[]) => JSON.parse((await place.sweep(...args)).out);

describe('run', () => {
  test('trains all trials, prints the leaderboard to stdout and the rest to stderr', () => {
    expect(first).toMatchObject({ code: 0 });
    expect(first.err).toContain('tiny: 12 trials to do.');
    expect(first.err).toContain('tiny is done: 12 trials completed');
    expect(first.err).toContain('sweep export tiny --to');
    expect(first.out).toMatch(/rank +.*arm/);
    expect(first.out).toMatch(/vae_mixing/);
    expect(first.out + first.err).not.toContain('\u001B');
  });

  test('again, it says that nothing needs to run', async () => {
    const { code, out, err } = await place.sweep('run', 'tiny.yaml');
    expect(code).toBe(0);
    expect(err).toContain('Nothing needs to run');
    expect(out).toBe(first.out);
  });

  test('extended, it runs the difference', async () => {
    await place.write('more.yaml', TINY.replace('name: tiny', 'name: more').replace('[2, 4]', '[2, 4, 8]'));
    const plan = await json('plan', 'more.yaml', '-f', 'json');
    expect(plan).toMatchObject({
      configs: 8,
      trials: 16,
      training_runs: 8,
      duplicates_removed: 4,
      reused: 12,
    });
    expect(plan.thread_seconds).toBeGreaterThan(0);
    const { code, err } = await place.sweep('run', 'more.yaml');
    expect(code).toBe(0);
    expect(err).toContain('more: 4 of 16 trials to do; earlier sweeps have the results of 12.');
    expect(err).toContain('16 trials completed, 12 of them taken over from earlier sweeps');
    const same = await place.sweep('run', 'more.yaml', '--set', 'name=same');
    expect(same.err).toContain('same: nothing to do: earlier sweeps have the results of 16 trials.');
    await place.sweep('rm', 'same', '--yes');
  });
});

describe('what there is', () => {
  test('list, show and the source of a sweep', async () => {
    const [tiny] = (await json('list', '-f', 'json')).filter((s: { slug: string }) => s.slug === 'tiny');
    expect(tiny).toMatchObject({
      state: 'completed',
      completed: 12,
      planned_trials: 12,
      metric: 'test_accuracy',
    });
    expect((await place.sweep('list')).out).toMatch(/tiny +tiny +completed +12\/12/);
    const shown = await place.sweep('show', 'tiny');
    expect(shown.out).toMatch(/^tiny {2}completed/);
    expect(shown.out).toContain('12 trials planned: 12 completed');
    const described = await json('show', 'tiny', '-f', 'json');
    expect(described).toMatchObject({ planned_trials: 12, on_cluster: false, counts: { completed: 12 } });
    expect((await place.sweep('show', 'tiny', '--source')).out).toBe(TINY);
  });

  test('trials, in full and by state', async () => {
    const all = await json('trials', 'tiny', '-f', 'json');
    expect(all).toHaveLength(12);
    expect(await json('trials', 'tiny', '-f', 'json', '-n', '5', '--after', '5')).toEqual(all.slice(5, 10));
    expect(all[0]).toMatchObject({ number: 1, state: 'completed' });
    expect(typeof all[0].test_accuracy).toBe('number');
    expect(await json('trials', 'tiny', '-f', 'json', '--state', 'failed')).toEqual([]);
    const some = await json(
      'trials',
      'tiny',
      '-f',
      'json',
      '--where',
      'latent_size = 4',
      '--state',
      'completed',
    );
    expect(some).toHaveLength(4);
    const pages = await place.sweep('trials', 'tiny', '-n', '5', '--after', '5');
    expect(pages.err).toContain('--after 10');
    expect((await place.sweep('trials', 'tiny', '-n', '12')).err).toBe('');
  });

  test('one trial with its curves', async () => {
    const [{ id }] = await json('top', 'tiny', '--trials', '-n', '1', '--where', 'epochs = 2', '-f', 'json');
    const shown = await place.sweep('trial', String(id));
    expect(shown.out).toMatch(/^accuracy +0\.\d{4} +0\.\d{4}$/m);
    expect(shown.out).toMatch(/^epoch +classifier_loss/m);
    expect((await json('trial', String(id), '-f', 'json')).curves.classifier_loss).toHaveLength(2);
    expect((await place.sweep('trial', String(id), '-f', 'csv')).out.split('\n')).toHaveLength(4);
  });

  test('top by another metric, among some, as CSV', async () => {
    const { out } = await place.sweep(
      'top',
      'tiny',
      '--by',
      'test_recall',
      '--where',
      'latent_size = 2',
      '-f',
      'csv',
    );
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('latent_size');
    const table = await place.sweep('top', 'tiny');
    expect(table.out).toMatch(/0\.\d{4} ± 0\.\d{4}/);
    expect(table.out).toContain('vs oversample');
  });

  test('top for a program says of which metric, and what the ranking cannot tell', async () => {
    const top = await json('top', 'tiny', '--by', 'val_recall', '-f', 'json');
    expect(top.metric).toBe('val_recall');
    expect(top.rows[0]).toMatchObject({ rank: 1, mean: expect.any(Number) });
    const codes = top.notes.map(({ code }: { code: string }) => code);
    expect((await json('show', 'tiny', '-f', 'json')).notes.map((n: { code: string }) => n.code)).toEqual(
      codes,
    );
  });
});

describe('the database', () => {
  test('a query, from the arguments and from stdin', async () => {
    const { code, out } = await place.sweep(
      'sql',
      "select count(*) as n, 'a,b' as t from trials",
      '-f',
      'csv',
    );
    expect({ code, out }).toEqual({ code: 0, out: 'n,t\n28,"a,b"\n' });
    expect((await place.feed('select 1 as one', 'sql', '-')).out).toBe('one\n  1\n');
  });

  test('a query that would write is refused', async () => {
    const { code, err } = await place.sweep('sql', 'delete from trials');
    expect(code).toBe(2);
    expect(err).toContain('error[bad_sql]');
    expect((await json('sql', 'select count(*) as n from trials', '-f', 'json'))[0].n).toBe(28);
  });

  test('the connection string works', async () => {
    const { code, out } = await place.sweep('db');
    expect(code).toBe(0);
    const [url, line] = out.trimEnd().split('\n');
    expect(line).toMatch(/^psql /);
    expect((await place.sweep('db', '--url')).out).toBe(`${url}\n`);
    const client = new pg.Client({ connectionString: url! });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n from sweeps');
    await client.end();
    expect(rows).toEqual([{ n: 2 }]);
  });
});

describe('export', () => {
  test('CSV, JSON and Parquet hold the same trials', async () => {
    for (const kind of ['csv', 'json', 'parquet']) {
      const { code, err } = await place.sweep('export', 'tiny', '--to', `trials.${kind}`);
      expect({ code, err }).toEqual({ code: 0, err: `Wrote 12 trials of tiny to trials.${kind}.\n` });
    }
    const rows = JSON.parse(await readFile(join(place.folder, 'trials.json'), 'utf8'));
    const csv = (await readFile(join(place.folder, 'trials.csv'), 'utf8')).trimEnd().split('\n');
    expect(rows.map((row: { number: number }) => row.number)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    expect(csv[0]).toBe(Object.keys(rows[0]).join(','));
    for (const [i, { test_accuracy, val_log_loss }] of rows.entries()) {
      expect(csv[i + 1]).toContain(`,${test_accuracy},`);
      expect(csv[i + 1]).toContain(`,${val_log_loss},`);
    }
    const parquet = await readFile(join(place.folder, 'trials.parquet'));
    expect(parquet.subarray(0, 4).toString() + parquet.subarray(-4).toString()).toBe('PAR1PAR1');
    expect((await readdir(place.folder)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('a file that exists stays, unless --force', async () => {
    await place.write('mine.csv', 'precious');
    const refused = await place.sweep('export', 'tiny', '--to', 'mine.csv');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('error[file_exists]');
    expect(await readFile(join(place.folder, 'mine.csv'), 'utf8')).toBe('precious');
    expect((await place.sweep('export', 'tiny', '--to', 'mine.csv', '--force')).code).toBe(0);
  });

  test('stdout takes CSV; other kinds of files and folders are refused', async () => {
    expect((await place.sweep('export', 'tiny', '--to', '-')).out.split('\n')).toHaveLength(14);
    expect((await place.sweep('export', 'tiny', '--to', 'trials.xlsx')).err).toContain('.parquet');
    const nowhere = await place.sweep('export', 'tiny', '--to', 'no/such/trials.csv');
    expect(nowhere).toMatchObject({ code: 2, out: '' });
    expect(nowhere.err).toContain("error[no_folder] There is no folder 'no/such'.");
  });
});

describe('files and the machine', () => {
  test('validate and plan', async () => {
    const { code, out } = await place.sweep('validate', 'tiny.yaml');
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {2}tiny\n +6 configs x 2 replicates = 12 trials\n/);
    const plan = await place.sweep('plan', 'tiny.yaml', '--set', 'epochs=[1, 2, 3]');
    expect(plan.out).toMatch(/^trials +18 /m);
    expect(plan.out).toMatch(/^time +(about )?\d.* on \d+ threads? of this machine/m);
  });

  test('ten million points plan at once', async () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i + 1) / 1000).join(', ');
    await place.write(
      'huge.yaml',
      TINY.replace('[2, 4]', '{ values: [2] }')
        .replace('latent_size: { values: { values: [2] } }', `latent_size: { min: 1, max: 1000 }`)
        .replace('parameters:', `parameters:\n  learning_rate: { values: [${values}] }`)
        .replace('[1, 2]', '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]'),
    );
    const plan = await json('plan', 'huge.yaml', '-f', 'json');
    expect(plan.configs).toBe(10_010_000);
    expect(plan.reuse_looked_up).toBeLessThan(10_000);
    const { code, err } = await place.sweep('run', 'huge.yaml');
    expect(code).toBe(2);
    expect(err).toContain('error[too_many_trials]');
    expect(err).toContain('--yes');
  });

  test('the schema is a JSON Schema', async () => {
    expect(await json('schema')).toMatchObject({
      type: 'object',
      else: { properties: { parameters: {} } },
    });
  });

  test('the doctor finds nothing wrong here', async () => {
    const { code, out } = await place.sweep('doctor');
    expect(out).toMatch(/^ok +engine +simd@\S+ trains$/m);
    expect(out).toMatch(/^ok +store +embedded/m);
    expect(code).toBe(0);
  });

  test('the doctor tries a store that is not there yet, and leaves nothing', async () => {
    const { code, out } = await place.sweep('doctor', '--store', 'not/yet/there');
    expect(code).toBe(0);
    expect(out).toMatch(/^ok +store +none at not\/yet\/there yet/m);
    expect(await readdir(place.folder)).not.toContain('not');
  });

  test('the doctor finds a store that is none', async () => {
    await writeFile(join(place.folder, 'plain-file'), '');
    const { code, out } = await place.sweep('doctor', '--store', 'plain-file');
    expect(code).toBe(1);
    expect(out).toMatch(/^wrong +store/m);
    expect(out).toMatch(/→ \S/);
  });
});

describe('what is not there, and odd names', () => {
  test('a sweep, a trial, a metric and a condition that are not there', async () => {
    const errors = [
      [['show', 'tinny'], 'unknown_sweep'],
      [['trial', '999999'], 'unknown_trial'],
      [['top', 'tiny', '--by', 'test_acuracy'], 'unknown_metric'],
      [['top', 'tiny', '--where', 'latent_size ='], 'bad_where'],
      [['top', 'tiny', '--where', '1=1; drop table trials'], 'bad_where'],
      [['trials', 'tiny', '--where', 'nonsense = 2'], 'bad_where'],
      [['sql', 'select nonsense'], 'bad_sql'],
      [['sql', '  '], 'bad_sql'],
    ] as const;
    for (const [args, code] of errors) {
      const ended = await place.sweep(...args);
      expect(ended, args.join(' ')).toMatchObject({ code: 2, out: '' });
      expect(ended.err, args.join(' ')).toContain(`error[${code}]`);
    }
  });

  test.each([
    [`"it's"`, 'it_s'],
    [`'a "quoted" one'`, 'a_quoted_one'],
    [`"../../etc/passwd"`, 'etc_passwd'],
    [`"x'); drop table sweeps; --"`, 'x_drop_table_sweeps'],
    [`"--help"`, 'help'],
    [`"🦆"`, 'sweep'],
    [`select`, 'select'],
  ])('a sweep named %s runs, ranks, is asked, exported and removed', async (name, slug) => {
    await place.write('odd.yaml', TINY.replace('name: tiny', `name: ${name}`));
    const run = await place.sweep('run', 'odd.yaml');
    expect(run).toMatchObject({ code: 0 });
    expect(run.err).toContain(`select * from sweep_${slug} limit 5`);
    expect((await place.sweep('top', slug)).out).toContain('vae_mixing');
    expect(await json('sql', `select count(*)::int as n from sweep_${slug}`, '-f', 'json')).toEqual([
      { n: 12 },
    ]);
    expect((await place.sweep('export', slug, '--to', `${slug}.csv`)).code).toBe(0);
    expect((await place.sweep('list')).out).toContain(slug);
    expect((await place.sweep('rm', slug, '--yes')).err).toBe(`Deleted ${slug} with 12 results.\n`);
    expect((await place.sweep('top', 'tiny')).code).toBe(0);
  });

  test('a name that would drive the terminal is refused', async () => {
    await place.write('odd.yaml', TINY.replace('name: tiny', 'name: "a\\e[2J"'));
    const { code, err } = await place.sweep('run', 'odd.yaml');
    expect(code).toBe(2);
    expect(err).toContain('must be printable text, but character 2 is U+001B');
  });
});

describe('a table', () => {
  const csv = (rows: number) =>
    [
      'a,b,y',
      ...Array.from({ length: rows }, (_, i) => `${i % 7},${(i * 13) % 11},${i % 3 === 0 ? 1 : 0}`),
      '',
    ].join('\n');
  const file = TINY.replace('name: tiny', 'name: table').replace(
    /dataset: .*/,
    'dataset: { path: t.csv, target: y }',
  );

  test('what was read of it is said before it starts, and kept', async () => {
    await place.write('t.csv', csv(300));
    await place.write('read.yaml', file.replace('name: table', 'name: read'));
    const classes = [
      { name: '0', rows: 200 },
      { name: '1', rows: 100, split: { train: 60, validation: 20, test: 20 } },
    ];
    const data = { kind: 'table', rows: 300, numbers: 2, classes, positive: '1', rebalanced: ['1'] };
    const planned = await place.sweep('plan', 'read.yaml', '-f', 'json');
    expect(JSON.parse(planned.out)).toMatchObject({ data });
    const { err } = await place.sweep('run', 'read.yaml');
    const [read, begun] = [err.indexOf('data     300 rows: 180 training, '), err.indexOf('trials to do')];
    expect(read).toBeGreaterThan(-1);
    expect(begun).toBeGreaterThan(read);
    expect(err).toContain("'1' 100 (60 + 20 + 20); positive: '1'; rebalanced: '1'");
    const shown = await place.sweep('show', 'read', '-f', 'json');
    expect(JSON.parse(shown.out)).toMatchObject({ data_report: data });
    expect((await place.sweep('show', 'read')).out).toContain("'1' 100 (60 + 20 + 20)");
  });

  test('is trained on; changed, it makes another sweep and cannot be gone on with', async () => {
    await place.write('t.csv', csv(300));
    await place.write('table.yaml', file);
    expect(await place.sweep('run', 'table.yaml')).toMatchObject({ code: 0 });
    expect((await place.sweep('resume', 'table')).err).toContain('Nothing needs to run');

    const running = place.start('run', 'table.yaml', '--set', 'name=table2', '--replicates', '400');
    await running.says(/2,400 trials to do/);
    await place.sweep('pause', 'table2');
    expect((await running.ended).code).toBe(130);
    await place.write('t.csv', csv(301));
    const changed = await place.sweep('resume', 'table2');
    expect(changed).toMatchObject({ code: 2, out: '' });
    expect(changed.err).toContain('error[data_changed] The data of table2 (t.csv) have changed');
    await rm(join(place.folder, 't.csv'));
    expect((await place.sweep('resume', 'table2')).err).toContain('error[file_not_found]');
    expect((await place.sweep('cancel', 'table2')).code).toBe(0);
    expect((await place.sweep('resume', 'table2')).err).toContain('error[sweep_cancelled]');
  });
});

describe('pipes and terminals', () => {
  const shell = (line: string) => startProcess('sh', ['-c', line], place.folder).ended;
  const node = `'${process.execPath}' '${SWEEP}'`;

  test('a reader that goes away is no error', async () => {
    const readers = [
      'export tiny --to -',
      'trials tiny -f csv',
      'top tiny -f csv',
      'top tiny --trials -f json',
    ];
    for (const reader of readers) {
      const { code, out, err } = await shell(`${node} ${reader} | head -n 1`);
      expect({ code, err, lines: out.trimEnd().split('\n').length }).toEqual({ code: 0, err: '', lines: 1 });
    }
  });

  test.skipIf(process.platform === 'win32')(
    'from a project of one’s own, by a link on the PATH',
    async () => {
      await symlink(SWEEP, join(place.folder, 'sweep'));
      const { code, err } = await shell(
        `PATH="$PWD:$PATH"; mkdir own && cd own && sweep list && sweep show tiny`,
      );
      expect(code).toBe(2);
      expect(err).toContain('There are no sweeps yet. Run one: sweep run FILE\n');
      expect(err).toContain("There is no store at '.latentsweep'");
    },
  );

  // `script` of util-linux gives a command a terminal; macOS has another one.
  test.runIf(process.platform === 'linux')('on a terminal the display is redrawn and then gone', async () => {
    const run = `${node} run tiny.yaml --set name=shown --set seed=5`;
    const { out } = await shell(`TERM=xterm script -qec "${run.replaceAll('"', '')}" /dev/null < /dev/null`);
    expect(out).toContain('\u001B[?25l');
    expect(out.lastIndexOf('\u001B[?25h')).toBeGreaterThan(out.lastIndexOf('\u001B[?25l'));
    expect(out).toContain('shown is done: 12 trials completed');
    expect(out).toContain('\u001B[1m');
    const plain = await shell(`NO_COLOR=1 script -qec "${node} top shown" /dev/null < /dev/null`);
    expect(plain.out).toContain('vs oversample');
    expect(plain.out).not.toContain('\u001B[');
  });
});

describe('rm', () => {
  test('asks nobody when piped, and deletes with --yes', async () => {
    const refused = await place.sweep('rm', 'more');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('error[needs_yes]');
    expect((await place.sweep('rm', 'more', '--yes')).err).toBe('Deleted more with 16 results.\n');
    expect((await place.sweep('show', 'more')).err).toContain('error[unknown_sweep]');
  });
});

describe('a grid over epochs', () => {
  const plan = (...args: string[]) => json('plan', 'epochs.yaml', '-f', 'json', ...args);
  beforeAll(() =>
    place.write('epochs.yaml', TINY.replace('name: tiny', 'name: epochs').replace('[1, 2]', '[5, 10, 20]')),
  );

  test('plans one training run for all of them', async () => {
    const together = await plan();
    expect(together).toMatchObject({ configs: 9, trials: 18, training_runs: 6, reused: 0 });
    expect((await plan('--set', 'epochs=20')).training_runs).toBe(6);
  });

  test('trains nothing when it is run again, under any name', async () => {
    expect(await place.sweep('run', 'epochs.yaml')).toMatchObject({ code: 0 });
    expect((await plan()).reused).toBe(18);
    expect((await place.sweep('run', 'epochs.yaml')).err).toContain('Nothing needs to run');
    const renamed = await place.sweep('run', 'epochs.yaml', '--set', 'name=renamed');
    expect(renamed.err).toContain('18 trials completed, all of them taken over from earlier sweeps');
  });
});

describe('formats for programs', () => {
  test('give everything, where a table shows the first rows', async () => {
    const epochs = Array.from({ length: 9 }, (_, i) => i + 1).join(', ');
    await place.write(
      'wide.yaml',
      TINY.replace('name: tiny', 'name: wide')
        .replace('seed: 1', 'seed: 77')
        .replace('[1, 2]', `[${epochs}]`),
    );
    expect(await place.sweep('run', 'wide.yaml')).toMatchObject({ code: 0 });
    const lines = async (...args: string[]) =>
      (await place.sweep(...args)).out.split('\n').filter((line) => line !== '').length;
    for (const [args, rows, shown] of [
      [['top', 'wide'], 27, 10],
      [['top', 'wide', '--trials'], 54, 10],
      [['trials', 'wide'], 54, 20],
    ] as const) {
      expect(rowsOf(await json(...args, '-f', 'json'))).toHaveLength(rows);
      expect(await lines(...args, '-f', 'csv')).toBe(rows + 1);
      expect(await lines(...args, '-f', 'csv', '-n', '3')).toBe(4);
      expect(rowsOf(await json(...args, '-f', 'json', '-n', '3'))).toHaveLength(3);
      const table = (await place.sweep(...args)).out.split('\n').filter((line) => /^ *=?\d/.test(line));
      expect(table).toHaveLength(shown);
    }
  });

  test('say of which metric they are', async () => {
    for (const by of ['test_accuracy', 'val_log_loss']) {
      const rows = rowsOf(await json('top', 'tiny', '--by', by, '-f', 'json'));
      expect(rows.map((row) => row['metric'])).toEqual(rows.map(() => by));
    }
  });
});

describe('a ranking', () => {
  test('by accuracy of a table with a rare class, without oversample, says what it cannot tell', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => `${(i * 37) % 101},${(i * 53) % 97},${i % 12 === 0}`);
    await place.write('rare.csv', `a,b,y\n${rows.join('\n')}\n`);
    await place.write(
      'rare.yaml',
      `name: rare
method: grid
replicates: 3
dataset: { path: rare.csv, target: y }
parameters:
  arm: { values: [none, vae_mixing] }
  epochs: { value: 2 }
`,
    );
    const { code, out } = await place.sweep('run', 'rare.yaml');
    expect(code).toBe(0);
    expect(out).toContain("Always naming class 'false' has accuracy 0.9167 on test rows");
    expect(out).toMatch(/^ +\S.* top rare --by test_balanced_accuracy$/m);
    const { notes } = await json('top', 'rare', '-f', 'json');
    expect(notes.map((note: Row) => note['code'])).toEqual([
      ...['majority', 'no_baseline', 'undertrained', 'class_small'],
    ]);
    expect(notes[3].message).toBe("Class 'true' has as few as 5 test rows: each is 0.20 of its recall");
    const other = await json('top', 'rare', '--by', 'test_balanced_accuracy', '-f', 'json');
    expect(other.notes.map((note: Row) => note['code'])).not.toContain('majority');
  });

  test('of an arm with fewer passes has a difference all the same, and says to what', async () => {
    const text = TINY.replace('name: tiny', 'name: passes').replace(
      /arm: .*/,
      'arm: { values: [oversample, vae_boundary] }',
    );
    await place.write('passes.yaml', text);
    const { out } = await place.sweep('run', 'passes.yaml');
    expect(out).toMatch(/vae_boundary.* ~[+-]?0\.\d{4}/);
    expect(out).toMatch(/oversample.* baseline /);
    const { notes } = await json('top', 'passes', '-f', 'json');
    expect(notes.map((note: Row) => note['code'])).toContain('uneven_effort');
  });

  test('of a random search compares each draw with its own baseline', async () => {
    const text = `${TINY.replace('name: tiny', 'name: draws').replace('method: grid', 'method: random\nrun_cap: 12')}
  learning_rate: { min: 0.001, max: 0.01 }
`;
    await place.write('draws.yaml', text.replace(/arm: .*/, 'arm: { values: [vae_mixing, vae_boundary] }'));
    const plan = await json('plan', 'draws.yaml', '-f', 'json');
    expect(plan).toMatchObject({ configs: 6, baselines: 3, trials: 12 });
    expect(await place.sweep('run', 'draws.yaml')).toMatchObject({ code: 0 });
    const rows = rowsOf(await json('top', 'draws', '-f', 'json'));
    expect(rows.map((row) => row['baseline']).toSorted()).toEqual([
      ...['itself', 'itself', 'itself', 'same', 'same', 'same'],
    ]);
    const left = await json('plan', 'draws.yaml', '--set', 'baselines=false', '-f', 'json');
    expect(left).toMatchObject({ configs: 6, baselines: 0, reused: 6 });
  });
});
