/** The page of a sweep in a real browser, where its store goes away, and where what is in it is odd. */

import { openStore, type Store } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endSome, newSweep, sweepOf } from '../packages/dashboard/src/fixtures/sweep.ts';
import { findChromium, NO_BROWSER, startChromium } from './dashboard/chromium.ts';
import { allDrawn, barriers, oddWords, picture, scrollThrough, visit } from './dashboard/look.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const executable = findChromium();
if (executable === null && process.env['CI']) throw new Error(NO_BROWSER);
const started = executable === null ? NO_BROWSER : await startPostgres();
const why = typeof started === 'string' ? ` (${started})` : '';

/** What becomes so within a while: the machine may be busy. */
const soon = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });

const FIGURES = 10;
/** Of them; the others are of times. */
const OF_RESULTS = 8;
const VALUES = 10_000;

/** Means of the metric by config. */
const ODD = ['Infinity', '-Infinity', 'NaN', '0.25', '0.75', 'Infinity', '0.5', 'NaN'];

/** The program records null in their place; a hand may have written them. */
const MAKE_ODD = `
  with odd as (
    select c.id, v from configs c, unnest($2::float8[]) with ordinality as x (v, i)
    where c.sweep_id = $1 and (c.config ->> 'latent_size')::int = i - 1
  ), trials as (
    update trial_rows set objectives = array[v], scalars[1] = v from odd where config_id = odd.id
  )
  update configs c
  set ns = '{2}', n_undefined = 0, means = array[v], sds = array[v - v], score = v, test_mean = v,
    val_mean = case when v = 0.75 then 'Infinity' else val_mean end
  from odd where c.id = odd.id`;

/** Further configs like the only one, each with a size of its own and layers of its own; later ones are better. */
const MAKE_MANY = `
  with made as (
    insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config, ns, means, sds, score, test_mean,
      val_mean)
    select sweep_id, encode(sha256(i::text::bytea), 'hex'), run_hash, baseline_hash,
      config || jsonb_build_object('latent_size', i, 'hidden_sizes', jsonb_build_array(i, 10)),
      ns, array[i / $2::float8], sds, i / $2::float8, i / $2::float8, i / $2::float8
    from configs, generate_series(1, $2::int) i where sweep_id = $1
    returning id, means, (config ->> 'latent_size')::int as i
  )
  insert into trial_rows (sweep_id, number, config_id, replicate, seed, state, attempt, result_key, worker, started_at,
    finished_at, duration_ms, objectives, scalars, lists, ends)
  select sweep_id, 2 * i + replicate + 1, made.id, replicate, seed, state, attempt, made.id || '/' || replicate, worker,
    started_at, finished_at, duration_ms, means, means || scalars[2:], lists, ends
  from made, trial_rows where sweep_id = $1`;
const COUNT_BLOCKS = `
  insert into trial_blocks (sweep_id, block, queued, running, completed, diverged, failed, quarantined, cancelled, reused)
  select sweep_id, number / 500, 0, 0, count(*), 0, 0, 0, 0, 0 from trial_rows where sweep_id = $1 group by 1, 2
  on conflict (sweep_id, block) do update set completed = excluded.completed`;

describe.skipIf(why)(`The page of a sweep${why}`, { timeout: 240_000 }, () => {
  const server = started as PostgresServer;
  let place: Workplace;
  let store: Store;
  let location: string;
  let browser: Browser;
  let address: URL;

  beforeAll(async () => {
    location = await server.createDatabase('shown');
    store = await openStore({ location });
    place = await openWorkplace();
    const dashboard = place.start('dashboard', '--no-open', '--store', location);
    await dashboard.says(/Dashboard: http/);
    address = new URL(/Dashboard: (\S+)/.exec(dashboard.err())![1]!);
    browser = await startChromium(executable!);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await store?.close();
    await place?.remove();
    await server.remove();
  });

  const query = async (sql: string, values: readonly unknown[] = []) => {
    const client = new pg.Client(location);
    await client.connect();
    await client.query(sql, [...values]);
    await client.end();
  };

  const open = async (slug: string, options = {}) => {
    const looking = await visit(browser, options);
    await looking.page.goto(new URL(`sweeps/${slug}`, address).href);
    await looking.page.getByRole('heading', { level: 1, name: slug }).waitFor();
    return looking;
  };

  /** Each figure is drawn or says in words why it is not, and nothing of a program shows through. */
  const looksWell = async (page: Page, slug: string) => {
    await allDrawn(page);
    await picture(page, slug);
    expect(await page.locator('.figure').count()).toBe(FIGURES);
    expect(await page.locator('.refusal').allTextContents()).toEqual([]);
    expect(await oddWords(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
  };

  test('10,000 values of a parameter, as numbers and as choices, are drawn', async () => {
    const slug = 'values';
    const { definition, parameters } = newSweep();
    const sizes = Array.from({ length: VALUES }, (_, i) => i + 1);
    const searched = (name: string, values: readonly unknown[]) => ({
      name,
      distribution: { kind: 'categorical', values, probabilities: null },
    });
    const { id } = await sweepOf(
      store,
      {
        name: slug,
        definition: {
          ...(definition as object),
          parameters: [
            searched('latent_size', sizes),
            searched(
              'hidden_sizes',
              sizes.map((size) => [size, 10]),
            ),
          ],
        },
        parameters: [...parameters, { name: 'hidden_sizes', sqlType: 'jsonb' }],
        plannedTrials: 2 * VALUES + 2,
      },
      { configs: 1, ended: 2 },
    );
    await query(MAKE_MANY, [id, VALUES]);
    await query(COUNT_BLOCKS, [id]);
    await query('analyze');
    const { page, faults } = await open(slug);
    await looksWell(page, slug);
    expect(await page.locator('.nothing').allTextContents()).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('of means that are infinite or no number the others are drawn', async () => {
    const slug = 'odd';
    const { id } = await sweepOf(store, { name: slug });
    await query(MAKE_ODD, [id, ODD]);
    const { page, faults } = await open(slug);
    await looksWell(page, slug);
    expect(await page.locator('.nothing').allTextContents()).toEqual([]);
    // Importance speaks of its few configs instead.
    const left = await page.locator('.figure', { hasText: 'Left out: 5 configs whose mean' }).count();
    expect(left).toBe(OF_RESULTS - 1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('no finite mean at all: what is drawn of it says so', async () => {
    const slug = 'infinite';
    const { id } = await sweepOf(store, { name: slug }, { configs: 3, ended: 6 });
    await query(MAKE_ODD, [id, ODD.slice(0, 3)]);
    const { page, faults } = await open(slug);
    await looksWell(page, slug);
    const said = await page.locator('.nothing').allTextContents();
    expect(said).toHaveLength(OF_RESULTS);
    for (const text of said) expect(text).toContain('The mean of test_accuracy is infinite in all configs.');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a metric that is null everywhere: what is drawn of it says so', async () => {
    const slug = 'nowhere';
    await sweepOf(store, { name: slug, metric: 'test_roc_auc' }, { value: () => Number.NaN });
    const { page, faults } = await open(slug);
    await looksWell(page, slug);
    const said = await page.locator('.nothing').allTextContents();
    expect(said).toHaveLength(OF_RESULTS);
    for (const text of said) expect(text).toContain('No trial has a value of test_roc_auc.');
    await page.getByText('test_roc_auc has a value in none of the 16 completed trials').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a store that goes away is missed, what was seen stays, and all goes on when it is back', async () => {
    const slug = 'missed';
    const sweep = await sweepOf(store, { name: slug }, { ended: 10 });
    const { page, faults } = await open(slug, { viewport: { width: 1280, height: 700 } });
    const said = page.locator('.link-state');
    const history = page.locator('.figure-history .paper svg');
    const durations = page.locator('.figure-durations');
    await page.locator('.figure-history').scrollIntoViewIfNeeded();
    await history.waitFor();
    await soon(() => page.locator('.board tbody tr').count()).toBe(5);
    expect(await durations.locator('.paper svg').count()).toBe(0);
    const board = await page.locator('.board').textContent();

    await server.kill();
    await soon(() => said.textContent()).toMatch(/store cannot be reached.*goes on asking/);
    expect(await page.locator('.board').textContent()).toBe(board);
    expect(await history.count()).toBe(1);
    // What was not asked for yet cannot be had now.
    await durations.scrollIntoViewIfNeeded();
    await soon(() => durations.getByRole('alert').count()).toBe(1);
    await picture(page, 'missed');

    await server.start();
    await endSome(store, sweep, 6);
    await soon(() => said.textContent()).toBe('The store is back.');
    await soon(() => page.getByRole('main').textContent()).toMatch(/16 of 16/);
    await soon(() => page.locator('.board tbody tr').count()).toBe(8);
    await durations.locator('.paper svg').waitFor({ timeout: 60_000 });
    await scrollThrough(page);
    await soon(() => page.locator('.refusal').count()).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
