import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CompareAnswer,
  ConfigAnswer,
  LeaderboardAnswer,
  SweepAnswer,
  SweepsAnswer,
  TableAnswer,
  TrialAnswer,
  VerdictAnswer,
} from '../api.ts';
import { serving, spell } from '../fixtures/server.ts';
import { letGo, newSweep, sweepOf } from '../fixtures/sweep.ts';

/** What only SQL answers: one embedded store for all. */
let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-dashboard-'));
  store = await openStore({ location: join(folder, 'store'), lingerMs: 0 });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const q = encodeURIComponent;

describe('The list of sweeps', () => {
  test('has a page of a hundred, and goes on', async () => {
    const before = await store.listSweeps();
    for (let i = 0; i < 101; i++) await store.createSweep(newSweep({ name: `many ${i}` }));
    const { get } = await serving(store);
    const first = (await get('/api/sweeps')).json<SweepsAnswer>();
    expect(first.sweeps).toHaveLength(100);
    expect(first.store).toEqual({ kind: 'embedded', where: join(folder, 'store') });
    expect(first.sweeps[0]).toMatchObject({ name: 'many 100', state: 'stopped', planned: 16, best: null });
    const rest = (await get(`/api/sweeps?before=${first.next}`)).json<SweepsAnswer>();
    expect(rest.sweeps.map(({ name }) => name)).toEqual(['many 0', ...before.map(({ name }) => name)]);
    expect(rest.next).toBeNull();
    expect((await get('/')).text.match(/<li>/g)).toHaveLength(100);
  });

  test.each(['x', '-1', '1e3', '99999999999999999'])('before=%s is refused', async (before) => {
    const { get } = await serving(store);
    const answer = await get(`/api/sweeps?before=${before}`);
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'bad_number' } }]);
  });

  test('an older sweep of a name is called by its id', async () => {
    const old = await sweepOf(store, { name: 'twice' });
    await sweepOf(store, { name: 'twice' });
    const { get } = await serving(store);
    const { sweeps } = (await get('/api/sweeps')).json<SweepsAnswer>();
    expect(sweeps.slice(0, 2).map(({ slug, word }) => [slug, word])).toEqual([
      ['twice_2', 'twice_2'],
      ['twice', String(old.id)],
    ]);
    for (const { id, word } of sweeps.slice(0, 2)) {
      expect((await get(`/api/sweeps/${word}`)).json<SweepAnswer>().sweep.id).toBe(id);
    }
  });
});

describe('A sweep', () => {
  test('is told with what it is and how it stands', async () => {
    const name = '"quoted" / <b>mixing</b>';
    const sweep = await sweepOf(store, { name, description: 'why' });
    const { get } = await serving(store);
    const answer = (await get(`/api/sweeps/${q(name)}`)).json<SweepAnswer>();
    expect(answer).toMatchObject({
      sweep: {
        id: sweep.id,
        name,
        description: 'why',
        state: 'running',
        planned: 16,
        metric: 'test_accuracy',
      },
      live: { counts: { completed: 16, pending: 0, failed: 0 }, best: { n: 2, config: { latent_size: 7 } } },
      ...{ mayAct: false, goal: 'maximize', replicates: 2, engine: 'sample@1', method: 'grid' },
    });
    expect(answer.sweep.best!.value).toBeCloseTo(0.0705, 12);
    expect(answer.parameters).toEqual([
      { parameter: 'arm', column: 'arm', searched: 'oversample, vae_mixing' },
      { parameter: 'latent_size', column: 'latent_size', searched: '1, 2, 3, 4' },
      { parameter: 'loss_weights.kl', column: 'loss_weights_kl', searched: '0.01' },
    ]);
    expect(answer.columns).toEqual(
      expect.arrayContaining(['loss_weights_kl', 'mean', 'n', 'test_recall', 'collapsed']),
    );
    const shown = answer.measures.map(({ name: measure }) => measure);
    expect(shown).toEqual(expect.arrayContaining(['active_units', 'column_shapes', 'copied_rows']));
    expect(shown).not.toContain('collapsed');
    const log = answer.metrics.find(({ name: metric }) => metric === 'test_log_loss')!;
    expect(log).toMatchObject({ better: 'lower', about: expect.any(String) });
    const notes = (await get(`/api/sweeps/${sweep.word}/notes`)).json();
    expect(notes).toMatchObject({
      timing: { first: '2026-01-02T03:04:05.678Z', threadSeconds: expect.any(Number) },
    });
  });

  test('has a verdict, or why there is none', async () => {
    const sweep = await sweepOf(store, { name: 'judged' });
    const { get } = await serving(store);
    const given = (await get(`/api/sweeps/${sweep.word}/verdict`)).json<VerdictAnswer>();
    expect(given.text).toContain('vae_mixing, chosen by validation among 6 configs');
    expect(given.columns).toEqual(expect.arrayContaining(['compared with', 'it is', 'replicates to tell']));
    const cells = ['compared with', 'it is'].map((name) => given.columns.indexOf(name));
    expect(given.rows.map((row) => cells.map((at) => row[at]))).toEqual([
      ['oversampling', 'not told apart'],
      ['the best plain arm', 'not told apart'],
    ]);
    expect(given.notes.join(' ')).toContain('add none and prior_shift to the values of `arm`');
    const none = await get(
      `/api/sweeps/${sweep.word}/verdict?where=${encodeURIComponent("arm = 'oversample'")}`,
    );
    expect(none.json<VerdictAnswer>()).toMatchObject({
      text: expect.stringContaining('No verdict'),
      rows: [],
    });
    expect((await get(`/api/sweeps/${sweep.word}/verdict?where=luck`)).status).toBe(400);
  });

  test('of ten thousand values of a parameter is told as any other', async () => {
    const values = Array.from({ length: 10_000 }, (_, i) => i / 10_000);
    const { definition } = newSweep();
    const searched = {
      ...(definition as object),
      parameters: [{ name: 'dropout', distribution: { kind: 'categorical', values, probabilities: null } }],
    };
    await sweepOf(store, { name: 'ten thousand', definition: searched });
    const { get } = await serving(store);
    const { parameters } = (await get('/api/sweeps/ten_thousand')).json<SweepAnswer>();
    expect(parameters[0]!.searched).toMatch(/^0, 0\.0001, 0\.0002, .*…$/);
    expect(parameters[0]!.searched.length).toBeLessThanOrEqual(400);
  });

  test('that is not there is said, with what was meant', async () => {
    await sweepOf(store, { name: 'mixing' });
    const { get } = await serving(store);
    const answer = await get('/api/sweeps/mixign');
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({
      error: { code: 'unknown_sweep', hint: 'Did you mean mixing? See `npx sweep list`.' },
    });
  });
});

describe('The leaderboard', () => {
  test('has the measures that are asked for beside the metric, and so has its file', async () => {
    const sweep = await sweepOf(store, { name: 'measured' });
    const { get } = await serving(store);
    const path = `/api/sweeps/${sweep.word}/leaderboard`;
    const { shown, rows } = (await get(`${path}?show=undertrained,copied_rows`)).json<LeaderboardAnswer>();
    expect(shown).toEqual(['undertrained', 'copied_rows']);
    expect(rows[0]!.shown).toEqual([0, null]);
    expect((await get(path)).json<LeaderboardAnswer>()).toMatchObject({ shown: [] });
    expect((await get(`${path}.csv?show=copied_rows`)).text.split('\n')[0]).toContain(',copied_rows,');
    expect((await get(`${path}?show=luck`)).status).toBe(400);
  });

  test('comes in parts that go on', async () => {
    await sweepOf(store, { name: 'board' });
    const { get } = await serving(store);
    const first = (await get('/api/sweeps/board/leaderboard?limit=3')).json<LeaderboardAnswer>();
    expect(first).toMatchObject({ by: 'test_accuracy', twin: 'val_accuracy', maximize: true, where: null });
    const sizes = ({ rows, varying }: LeaderboardAnswer) =>
      rows.map(({ values }) => values[varying.findIndex(({ name }) => name === 'latent_size')]);
    expect(sizes(first)).toEqual([7, 6, 5]);
    expect(first.rows[0]).toMatchObject({ rank: 1, n: 2, hash: expect.stringMatching(/^c7-/) });
    expect(first.constant).toContainEqual({ name: 'loss_weights_kl', value: 0.01 });
    const second = (
      await get(`/api/sweeps/board/leaderboard?limit=5&after=${first.next}`)
    ).json<LeaderboardAnswer>();
    expect(sizes(second)).toEqual([4, 3, 2, 1, 0]);
    expect(second.rows.map(({ rank }) => rank)).toEqual([4, 5, 6, 7, 8]);
  });

  test('takes another metric and a condition', async () => {
    await sweepOf(store, { name: 'asked' });
    const { get } = await serving(store);
    const where = "latent_size >= 6 and arm = 'vae_mixing'";
    const path = `/api/sweeps/asked/leaderboard?by=test_log_loss&where=${q(where)}`;
    const board = (await get(path)).json<LeaderboardAnswer>();
    expect(board).toMatchObject({ by: 'test_log_loss', maximize: false, where, next: null });
    expect(board.rows.map(({ mean }) => mean)).toEqual([
      expect.closeTo(0.0605, 9),
      expect.closeTo(0.0705, 9),
    ]);
  });

  test.each([
    ['where=latent_size%20%3E%3E%3E', 'bad_where'],
    ['where=nothing%20%3D%201', 'bad_where'],
    ['where=1%3D1)%3B%20drop%20table%20sweep_rows%3B%20--', 'bad_where'],
    ['by=accuracy', 'unknown_metric'],
    ["by=test_accuracy'%3B--", 'unknown_metric'],
    ['limit=0', 'bad_number'],
    ['limit=100000', 'bad_number'],
    ['after=x', 'bad_place'],
  ])('made by hand with %s it is refused, as a file too', async (query, code) => {
    await sweepOf(store, { name: 'hand' });
    const { get } = await serving(store);
    const files =
      query.startsWith('where') || query.startsWith('by')
        ? ['leaderboard', 'leaderboard.csv']
        : ['leaderboard'];
    for (const file of files) {
      const answer = await get(`/api/sweeps/hand/${file}?${query}`);
      expect([answer.status, answer.json()]).toMatchObject([400, { error: { code } }]);
    }
  });

  test('is a file as it is filtered', async () => {
    await sweepOf(store, { name: 'filed' });
    const { get } = await serving(store);
    const { text, headers } = await get(`/api/sweeps/filed/leaderboard.csv?where=${q('latent_size < 3')}`);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="filed-leaderboard.csv"',
    });
    const [head, ...rows] = text.trimEnd().split('\n');
    expect(head).toMatch(/^metric,rank,arm,latent_size,loss_weights_kl,n,mean,/);
    expect(rows.map((row) => row.split(',').slice(0, 4))).toEqual([
      ['test_accuracy', '1', 'vae_mixing', '2'],
      ['test_accuracy', '2', 'vae_mixing', '1'],
      ['test_accuracy', '3', 'oversample', '0'],
    ]);
  });
});

describe('Numbers that are none', () => {
  test.each([
    ['a metric that is null everywhere', () => Number.NaN],
    [
      'infinite values',
      (config: number) => (config < 4 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
    ],
    ['all failed', () => 'out of luck'],
  ])('%s: a board, a list and rows all the same', async (what, value) => {
    const sweep = await sweepOf(store, { name: what }, { value });
    const { get } = await serving(store);
    for (const path of ['', '/leaderboard', '/trials', '/leaderboard.csv', '/trials.csv', '/notes']) {
      const answer = await get(`/api/sweeps/${sweep.word}${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
    }
    const board = (await get(`/api/sweeps/${sweep.word}/leaderboard?limit=2`)).json<LeaderboardAnswer>();
    for (const { mean, half } of board.rows) expect([mean, half]).toEqual([null, null]);
    const rest = await get(`/api/sweeps/${sweep.word}/leaderboard?after=${board.next}`);
    expect(rest.json<LeaderboardAnswer>().rows).toHaveLength(6);
  });

  test('one trial alone', async () => {
    await sweepOf(store, { name: 'alone' }, { configs: 1, ended: 1 });
    const { get } = await serving(store);
    const { rows } = (await get('/api/sweeps/alone/leaderboard')).json<LeaderboardAnswer>();
    expect(rows).toMatchObject([{ rank: 1, n: 1, half: null }]);
  });
});

describe('Trials', () => {
  test('come in pages, under a condition, and as a file', async () => {
    const sweep = await sweepOf(store, { name: 'hundreds' }, { configs: 60, ended: 120 });
    const { get } = await serving(store);
    const first = (await get('/api/sweeps/hundreds/trials')).json<TableAnswer>();
    expect([first.rows.length, first.more, first.next]).toEqual([100, true, '100']);
    const rest = (await get('/api/sweeps/hundreds/trials?after=100')).json<TableAnswer>();
    expect([rest.rows.length, rest.more, rest.next]).toEqual([20, false, null]);
    const where = q('latent_size = 3 and replicate = 1');
    const { columns, rows } = (await get(`/api/sweeps/hundreds/trials?where=${where}`)).json<TableAnswer>();
    expect(rows.map((row) => row[columns.indexOf('test_accuracy')])).toEqual([0.031]);
    const { text } = await get('/api/sweeps/hundreds/trials.csv');
    expect(text.trimEnd().split('\n')).toHaveLength(121);
    expect((await get(`/api/sweeps/${sweep.word}/trials?where=)`)).status).toBe(400);
  });
});

describe('SQL', () => {
  test('is answered as a table, bounded, and as a file', async () => {
    const { post, get } = await serving(store);
    const ask = async (sql: string) => (await post('/api/sql', { sql })).json<TableAnswer>();
    expect(await ask("select 1 as a, 'NaN'::float8 as b, null as c, 'x,y' as d")).toMatchObject({
      ...{ columns: ['a', 'b', 'c', 'd'], rows: [[1, 'NaN', null, 'x,y']], more: false },
      seconds: expect.any(Number),
    });
    const many = await ask('select generate_series(1, 5000) as n');
    expect([many.rows.length, many.more]).toEqual([1000, true]);
    const { text } = await get(`/api/sql.csv?sql=${q("select 1 as a, 'x,y' as d, null as c")}`);
    expect(text).toBe('a,d,c\n1,"x,y",\n');
    const { status, text: refusal } = await get(`/api/sql.csv?sql=${q('select generate_series(1, 100001)')}`);
    expect([status, refusal]).toEqual([400, expect.stringContaining('too_many_rows')]);
  });

  test.each(['delete from sweep_rows', 'select 1; select 2', 'selct 1', 'select * from nowhere', '\0'])(
    '%j is refused, as a file too',
    async (sql) => {
      const { post, get } = await serving(store);
      for (const answer of [await post('/api/sql', { sql }), await get(`/api/sql.csv?sql=${q(sql)}`)]) {
        expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'bad_sql' } }]);
      }
    },
  );
});

describe('Actions', () => {
  test('say what they did, and what cannot be done here', async () => {
    const sweep = await sweepOf(store, { name: 'acted' }, { ended: 6 });
    const { post } = await serving(store);
    const act = async (what: string) => {
      const answer = await post(`/api/sweeps/acted/${what}`, {});
      return [
        answer.status,
        answer.json<{ text?: string; error?: { code: string; hint: string } }>(),
      ] as const;
    };
    expect(await act('resume')).toMatchObject([409, { error: { code: 'sweep_already_runs' } }]);
    expect(await act('remove')).toMatchObject([409, { error: { code: 'sweep_running' } }]);
    expect(await act('pause')).toEqual([200, { text: 'acted is paused with 10 trials to go.' }]);
    expect(await act('pause')).toMatchObject([409, { error: { code: 'nothing_to_pause' } }]);
    await letGo(store, sweep);
    expect(await act('resume')).toMatchObject([
      409,
      { error: { code: 'resume_there', hint: `Go on with it in a terminal: \`${spell('resume acted')}\`` } },
    ]);
    expect(await act('cancel')).toEqual([200, { text: 'acted is cancelled; 6 results kept.' }]);
    expect(await act('cancel')).toMatchObject([409, { error: { code: 'nothing_to_cancel' } }]);
    expect(await act('resume')).toMatchObject([409, { error: { code: 'sweep_cancelled' } }]);
    expect(await act('remove')).toEqual([200, { text: 'Deleted acted with 6 results.' }]);
    expect(await act('remove')).toMatchObject([404, { error: { code: 'unknown_sweep' } }]);
  });

  test('which of several to delete must be beyond doubt', async () => {
    const old = await sweepOf(store, { name: 'double' });
    const newer = await sweepOf(store, { name: 'double' });
    await letGo(store, old);
    await letGo(store, newer);
    const { post } = await serving(store);
    const answer = await post('/api/sweeps/double/remove', {});
    expect([answer.status, answer.json()]).toMatchObject([409, { error: { code: 'ambiguous_sweep' } }]);
    expect((await post(`/api/sweeps/${old.id}/remove`, {})).status).toBe(200);
    expect((await store.findSweep('double')).sweep.id).toBe(newer.id);
  });
});

describe('Configs and trials', () => {
  const named = async (name: string) => {
    const sweep = await sweepOf(store, { name });
    const client = await serving(store);
    const board = (await client.get(`/api/sweeps/${name}/leaderboard`)).json<LeaderboardAnswer>();
    return { sweep, ...client, hashes: board.rows.map(({ hash }) => hash) };
  };

  test('a config with its replicates, by the first characters of its hash', async () => {
    const { get, hashes } = await named('configured');
    const [best] = hashes;
    const answer = (await get(`/api/sweeps/configured/configs/${best!.slice(0, 4)}`)).json<ConfigAnswer>();
    expect(answer).toMatchObject({
      sweep: 'configured',
      hash: best,
      rank: 1,
      config: { latent_size: 7 },
      moreTrials: 0,
    });
    expect(answer.trials.map(({ replicate, value }) => [replicate, value])).toEqual([
      [0, 0.07],
      [1, expect.closeTo(0.071, 12)],
    ]);
    const own = answer.measures.find(({ name }) => name === 'test_accuracy')!;
    expect(own).toMatchObject({ n: 2, mean: expect.closeTo(0.0705, 12) });
    expect(answer.figures).toContain('curves');
    const trial = (await get(`/api/trials/${answer.trials[0]!.id}`)).json<TrialAnswer>();
    expect(trial).toMatchObject({
      sweep: 'configured',
      hash: best,
      trial: { replicate: 0, state: 'completed' },
    });
    expect(trial.life.length).toBeGreaterThan(1);
  });

  test('configs beside each other', async () => {
    const { get, hashes } = await named('compared');
    const path = `/api/sweeps/compared/compare?configs=${hashes[0]},${hashes[1]}`;
    const answer = (await get(path)).json<CompareAnswer>();
    expect(answer).toMatchObject({ by: 'test_accuracy', differing: ['latent_size'] });
    expect(answer.differences).toMatchObject([{ hash: hashes[1], n: 2, value: expect.closeTo(-0.01, 12) }]);
  });

  test.each([
    ['/api/sweeps/handmade/configs/nothing', 404],
    ["/api/sweeps/handmade/configs/'%20or%201=1", 404],
    ['/api/sweeps/handmade/compare', 400],
    ['/api/sweeps/handmade/compare?configs=nothing', 404],
    [`/api/sweeps/handmade/compare?configs=${Array.from({ length: 50 }, (_, i) => `c${i}`)}`, 400],
    ['/api/trials/x', 404],
    ['/api/trials/999999999', 404],
    ['/api/trials/99999999999999', 404],
    ['/api/trials/1%20or%201=1', 404],
  ])('%s by hand is %i', async (path, status) => {
    const { get, faults } = await named('handmade');
    const answer = await get(path);
    expect([answer.status, faults]).toEqual([status, []]);
    expect(answer.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  });
});

describe('Figures', () => {
  test('are data, and files with the drawing or the data', async () => {
    await sweepOf(store, { name: 'drawn' });
    const { get } = await serving(store);
    const data = (await get('/api/sweeps/drawn/figures/curves')).json();
    expect(data).toMatchObject({ figure: 'curves', sweep: 'drawn', config: expect.stringMatching(/^c7-/) });
    const svg = await get('/api/sweeps/drawn/figures/curves.svg?width=500&theme=dark');
    expect(svg.text).toMatch(/^(<\?xml[^>]*>\s*)?<svg [^>]*width="500"/);
    expect(svg.headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-disposition': 'attachment; filename="drawn-curves.svg"',
    });
    const csv = await get('/api/sweeps/drawn/figures/curves.csv');
    expect(csv.text.split('\n').length).toBeGreaterThan(3);
    expect((await get('/api/sweeps/drawn/figures/durations.pdf')).text).toMatch(/^%PDF-/);
    expect((await get('/api/sweeps/drawn/figures/durations.png')).headers['content-type']).toBe('image/png');
  });

  test.each([
    ['figures/nothing', 404, 'unknown_figure'],
    ['figures/curves.exe', 404, 'unknown_figure'],
    ['figures/curves.svg.svg', 404, 'unknown_figure'],
    ['figures/__proto__', 404, 'unknown_figure'],
    ['figures/durations?where=%3B', 400, 'bad_where'],
    ['figures/curves?config=nothing', 404, 'unknown_config'],
    ['figures/curves?by=nothing', 400, 'unknown_metric'],
    ['figures/confusion?split=both', 400, 'bad_choice'],
    // Trials are trained for who may act.
    ['figures/roc', 403, 'needs_token'],
    ['figures/generated.svg', 403, 'needs_token'],
    ['figures/durations.svg?width=1e9', 400, 'bad_number'],
    ['figures/durations.svg?theme=pink', 400, 'bad_choice'],
  ])('%s by hand is %i', async (path, status, code) => {
    await sweepOf(store, { name: 'undrawn' });
    const { get, faults } = await serving(store);
    const answer = await get(`/api/sweeps/undrawn/${path}`);
    expect([answer.status, answer.json(), faults]).toMatchObject([status, { error: { code } }, []]);
  });
});
