/** The pages of the dashboard in a real browser, over a sweep that is done and one that runs. */

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, NO_BROWSER, startChromium } from './dashboard/chromium.ts';
import { allDrawn, barriers, picture, tooWide, visit } from './dashboard/look.ts';
import { startProxy } from './dashboard/proxy.ts';
import {
  IMAGES,
  IMAGES_CSV,
  LONG,
  openWorkplace,
  type Running,
  TINY,
  type Workplace,
} from './sweep-process.ts';

const executable = findChromium();
if (executable === null && process.env['CI']) throw new Error(NO_BROWSER);

/**
 * 8 configs x 4 replicates with results that differ, and something to choose; a description that would do harm as markup.
 */
const SHOWN = TINY.replace('name: tiny', 'name: shown\ndescription: "<img src=x onerror=alert(1)> & more"')
  .replace('[oversample, vae_mixing]', '[none, oversample, vae_mixing]')
  .replace('replicates: 2', 'replicates: 4')
  .replace('train: 400, validation: 200, test: 200', 'train: 4000, validation: 2000, test: 2000');

/** What becomes so within a while: the machine may be busy. */
const soon = <Value>(read: () => Value) => expect.poll(read, { timeout: 30_000 });

/** A single trial; and trials that all diverge. */
const ONE = TINY.replace('name: tiny', 'name: one')
  .replace('replicates: 2', 'replicates: 1')
  .replace('[oversample, vae_mixing]', '[oversample]')
  .replace('[1, 2]', '[1]');
const DIVERGED = TINY.replace('name: tiny', 'name: diverged')
  .replace('[oversample, vae_mixing]', '[vae_mixing, vae_boundary]')
  .replace('train: 400', 'train: 12000')
  .replace('minority_rate: { value: 0.5 }', 'minority_rate: { value: 0.1 }\n  learning_rate: { value: 10 }')
  .replace('[1, 2]', '[3, 6]');

/** Compressed: what a browser loads for a page. */
const MOST_BYTES = 200_000;

const name = `The pages${executable === null ? ` (${NO_BROWSER})` : ''}`;

describe.skipIf(executable === null)(name, { timeout: 240_000 }, () => {
  let place: Workplace;
  let dashboard: Running;
  let browser: Browser;
  /** With the token. */
  let url: string;
  const address = () => url.replace(/\?.*/, '');

  beforeAll(async () => {
    place = await openWorkplace();
    await place.write('long.yaml', LONG.replace('replicates: 500', 'replicates: 3000'));
    await place.write('images.csv', IMAGES_CSV);
    for (const [file, text] of [
      ['one.yaml', ONE],
      ['diverged.yaml', DIVERGED],
      ['shown.yaml', SHOWN],
      ['images.yaml', IMAGES],
    ] as const) {
      await place.write(file, text);
      expect((await place.sweep('run', file, '--slots', '2')).code).toBe(0);
    }
    dashboard = place.start('dashboard', '--no-open');
    await dashboard.says(/Dashboard: http/);
    url = /Dashboard: (\S+)/.exec(dashboard.err())![1]!;
    browser = await startChromium(executable!);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await place?.remove();
  });

  /** What SQL says, by the command line. */
  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    JSON.parse((await place.sweep('sql', sql, '-f', 'json')).out);

  const open = async (path: string, options = {}) => {
    const looking = await visit(browser, options);
    await looking.page.goto(url);
    await looking.page.goto(new URL(path, address()).href);
    return looking;
  };

  const cells = (page: Page, column: number) =>
    page.locator(`.board tbody tr > :nth-child(${column})`).allTextContents();

  /** The place of a column of the leaderboard, from 1, and the cell beside it that holds the bar. */
  async function columnOf(page: Page, name: string): Promise<number> {
    const heads = await page.locator('.board thead tr:first-child > *').all();
    let at = 1;
    for (const head of heads) {
      const text = ((await head.textContent()) ?? '').replace(/[ ↓↑]+$/, '');
      if (text === name) return at;
      at += Number((await head.getAttribute('colspan')) ?? 1);
    }
    throw new Error(`There is no column ${name}.`);
  }

  /** Only while a test looks at it: it takes a core from the others. */
  const startLong = async () => {
    const run = place.start('run', 'long.yaml', '--slots', '1');
    await run.says(/trials/);
    return run;
  };

  test('the list shows both sweeps, and goes on by itself', async () => {
    const run = await startLong();
    const { page, faults } = await open('');
    const row = page.getByRole('row', { name: /^long/ });
    await soon(() => row.textContent()).toMatch(/running/);
    expect(await page.getByRole('row', { name: /^shown/ }).textContent()).toMatch(/completed.*32 of 32/);
    const ended = async () => Number(/([\d,]+) of/.exec((await row.textContent())!)![1]!.replaceAll(',', ''));
    const before = await ended();
    await soon(ended).toBeGreaterThan(before);
    expect(await page.locator('img').count()).toBe(0);
    await picture(page, 'sweeps');
    expect(faults).toEqual([]);
    await page.context().close();
    run.child.kill('SIGINT');
    await run.ended;
  });

  test('the leaderboard says what SQL says', async () => {
    const { page, faults } = await open('sweeps/shown');
    await page.locator('.board').waitFor();
    const rows = await ask(
      "select rank, mean, (ci_high - ci_low) / 2 as half, config ->> 'arm' as arm from leaderboard where sweep = 'shown' order by rank",
    );
    expect(rows).toHaveLength(8);
    const means = await cells(page, await columnOf(page, 'test_accuracy'));
    expect(means.map((text) => text.trim())).toEqual(
      rows.map(({ mean, half }) => `${Number(mean).toFixed(4)} ± ${Number(half).toFixed(4)}`),
    );
    const ranks = await cells(page, 2);
    expect(ranks.map((text) => Number(text.replace('=', '')))).toEqual(rows.map(({ rank }) => rank));
    const marked = ranks.filter((text) => text.startsWith('=')).length;
    const [tied] = await ask(
      "select count(*)::int as n from leaderboard where sweep = 'shown' and tied_with_best",
    );
    expect(marked).toBe(tied!['n']);
    await page.getByText('the same in all rows').click();
    expect(await page.locator('.constant').textContent()).toContain('minority_rate=0.5');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('all figures are drawn, those further down when they are scrolled to', async () => {
    const { page, faults } = await open('sweeps/shown', { viewport: { width: 1280, height: 700 } });
    await page.locator('.figure-history').scrollIntoViewIfNeeded();
    await page.locator('.figure-history .paper svg').waitFor();
    expect(await page.locator('.figure-durations .paper svg').count()).toBe(0);
    await allDrawn(page);
    expect(await page.locator('.figure').count()).toBe(10);
    expect(await page.locator('.figure .refusal').allTextContents()).toEqual([]);
    await picture(page, 'sweep');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a condition filters, stands in the URL, and going back takes it away', async () => {
    const { page } = await open('sweeps/shown');
    const rows = page.locator('.board tbody tr');
    await soon(() => rows.count()).toBe(8);
    await page.getByLabel('where', { exact: true }).fill("arm = 'none' and epochs between 1 and 1");
    await page.keyboard.press('Enter');
    await soon(() => rows.count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('where')).toBe("arm = 'none' and epochs between 1 and 1");
    await page.getByRole('button', { name: "Drop arm = 'none'" }).click();
    await soon(() => rows.count()).toBe(4);
    const shared = page.url();
    await page.goBack();
    await soon(() => rows.count()).toBe(1);
    await page.goBack();
    await soon(() => rows.count()).toBe(8);
    await page.goto(shared);
    await soon(() => rows.count()).toBe(4);
    expect(await page.getByLabel('where', { exact: true }).inputValue()).toBe('epochs between 1 and 1');
    await page.context().close();
  });

  test('another metric ranks, by the URL too', async () => {
    const { page } = await open('sweeps/shown?by=test_recall');
    const rows = await ask(
      'select avg(test_recall) as mean from sweep_shown group by config_hash order by 1 desc limit 1',
    );
    await page.locator('.board').waitFor();
    const [best] = await cells(page, await columnOf(page, 'test_recall'));
    expect(best).toContain(Number(rows[0]!['mean']).toFixed(4));
    expect(await page.locator('th[aria-sort=descending]').textContent()).toContain('test_recall');
    await page.getByRole('button', { name: 'val_recall' }).click();
    await soon(() => page.url()).toContain('by=val_recall');
    await page.context().close();
  });

  test('measures stand beside the metric where they are asked for, by the URL too', async () => {
    const { page, faults } = await open('sweeps/shown?show=active_units');
    await page.locator('.board').waitFor();
    const [sql] = await ask(
      `select avg(active_units)::float8 as mean from sweep_shown
       where config_hash = (select config_hash from leaderboard where sweep = 'shown' and rank = 1 limit 1)`,
    );
    const [first] = await cells(page, await columnOf(page, 'active_units'));
    expect(first!.trim()).toBe(sql!['mean'] === null ? '–' : String(sql!['mean']));
    await page.getByLabel('Columns of the leaderboard').click();
    await page.getByLabel('generated_sd_ratio').check();
    await soon(() => page.url()).toContain('generated_sd_ratio');
    await soon(() => page.locator('.board thead').textContent()).toContain('generated_sd_ratio');
    await page.getByLabel('active_units').uncheck();
    await soon(() => page.locator('.board thead').textContent()).not.toContain('active_units');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a bad condition is refused in its place, and the page stays', async () => {
    const { page } = await open('sweeps/shown?where=latent_sise%20%3E%201');
    const refusal = page.locator('#where-said');
    await soon(() => refusal.textContent()).toMatch(/latent_sise/);
    await page.getByLabel('where', { exact: true }).fill('(epochs = 1');
    await page.getByRole('button', { name: 'Filter', exact: true }).first().click();
    await soon(() => refusal.textContent()).toMatch(/parenthesis/);
    await page.getByLabel('where', { exact: true }).fill('');
    await page.keyboard.press('Enter');
    await soon(() => page.locator('.board tbody tr').count()).toBe(8);
    await page.context().close();
  });

  test('a drag over an axis makes a condition that can be copied and dropped', async () => {
    const { page } = await open('sweeps/shown');
    const paper = page.locator('.figure-test-vs-validation .paper');
    await page.locator('.figure-test-vs-validation').scrollIntoViewIfNeeded();
    await paper.locator('svg').waitFor();
    await paper.scrollIntoViewIfNeeded();
    const box = (await paper.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.6);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.61, { steps: 5 });
    await page.locator('.span').waitFor();
    await page.mouse.up();
    await soon(() => new URL(page.url()).searchParams.get('where')).toMatch(/ between .* and /);
    await page.getByRole('button', { name: 'Copy for --where' }).waitFor();
    const where = new URL(page.url()).searchParams.get('where')!;
    const top = await place.sweep('top', 'shown', '--where', where, '-f', 'json');
    expect(top.code).toBe(0);
    await page.getByRole('button', { name: /^Drop / }).click();
    await soon(() => page.url()).not.toContain('where');
    await page.context().close();
  });

  test('a config shows its replicates, and leads to a trial and its life', async () => {
    const { page, faults } = await open('sweeps/shown');
    await page.locator('.board tbody tr').first().getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /^Config/ }).waitFor();
    await allDrawn(page);
    expect(await page.locator('.figure .refusal').allTextContents()).toEqual([]);
    const [best] = await ask("select mean, n from leaderboard where sweep = 'shown' and rank = 1");
    const measure = page.getByRole('row', { name: /^test_accuracy/ });
    expect(await measure.textContent()).toContain(String(Number(Number(best!['mean']).toPrecision(4))));
    expect(await page.getByRole('region', { name: 'Trials' }).locator('tbody tr').count()).toBe(best!['n']);
    await picture(page, 'config');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('region', { name: 'Trials' }).locator('tbody tr').first().getByRole('link').click();
    await page.getByRole('heading', { name: 'Its life' }).waitFor();
    expect(await page.locator('.life li').count()).toBeGreaterThan(1);
    await picture(page, 'trial');
    expect(await barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('what is not kept is made by training again when that is asked for', async () => {
    const { page, faults } = await open('sweeps/shown');
    await page.locator('.board tbody tr', { hasText: 'vae_mixing' }).first().getByRole('link').click();
    await page.getByRole('button', { name: /^Train again/ }).click();
    await page.locator('.figure-roc .paper svg').waitFor({ timeout: 60_000 });
    await allDrawn(page);
    expect(await page.locator('.figure .refusal').allTextContents()).toEqual([]);
    await picture(page, 'config-again');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('images are shown: real, made by the arm, and taken for another class', async () => {
    const { page, faults } = await open('sweeps/images');
    await page.locator('.board tbody tr', { hasText: 'transform' }).first().getByRole('link').click();
    await page.getByRole('button', { name: /^Train again/ }).click();
    const images = page.locator('.figure-images .paper svg image');
    await page.locator('.figure-images').scrollIntoViewIfNeeded();
    await images.first().waitFor({ timeout: 60_000 });
    await allDrawn(page);
    const mistaken = page.locator('.figure-images .paper svg image[role=link]');
    const wrong = await mistaken.count();
    // Eight of each class as they are, and eight as they were turned.
    expect(await images.count()).toBe(48 + wrong);
    await images.first().hover();
    expect(await page.locator('.figure-images .tip').textContent()).toMatch(/^.+: training image$/);
    expect(await mistaken.first().getAttribute('aria-label')).toMatch(
      /^.+, taken for .+, with a probability of/,
    );
    const [result] = await ask(
      `select n, mean from leaderboard where sweep = 'images' and config_hash = '${page.url().split('/').at(-1)}'`,
    );
    expect(result).toMatchObject({ n: 1 });
    expect(wrong).toBe(Math.round(12 * (1 - Number(result!['mean']))));
    expect(wrong).toBeGreaterThan(0);
    // The browser can read each of them.
    const sizes = await page.evaluate<string[]>(`Promise.all(
      [...document.querySelectorAll('.figure-images svg image')].map(async (one) => {
        const image = new Image();
        image.src = one.getAttribute('href');
        await image.decode();
        return image.naturalWidth + ' x ' + image.naturalHeight;
      }),
    )`);
    expect(new Set(sizes)).toEqual(new Set(['4 x 4']));
    expect(await page.locator('img').count()).toBe(0);
    await picture(page, 'config-images');
    expect(await barriers(page)).toEqual([]);
    await images.last().click();
    await page.getByRole('heading', { name: 'Its life' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
    const table = await open('sweeps/shown');
    await table.page.locator('.board tbody tr').first().getByRole('link').click();
    await table.page.getByRole('button', { name: /^Train again/ }).click();
    await table.page.locator('.figure-roc .paper svg').waitFor({ timeout: 60_000 });
    expect(await table.page.locator('.figure-images').count()).toBe(0);
    await table.page.context().close();
  });

  test('what a convolutional VAE makes of images is shown, and where it puts them', async () => {
    const { page, faults } = await open('sweeps/images');
    await page.locator('.board tbody tr', { hasText: 'vae_boundary' }).first().getByRole('link').click();
    await page.getByRole('button', { name: /^Train again/ }).click();
    await page.locator('.figure-images').scrollIntoViewIfNeeded();
    const images = page.locator('.figure-images .paper svg image');
    await images.first().waitFor({ timeout: 60_000 });
    await page.locator('.figure-latent').scrollIntoViewIfNeeded();
    await allDrawn(page);
    const tipOver = async (mark: Locator, figure: string) => {
      await mark.hover();
      return page.locator(`.figure-${figure} .tip`).textContent();
    };
    const mistaken = await page.locator('.figure-images .paper svg image[role=link]').count();
    const shown = (await images.count()) - mistaken;
    // Eight of each class, again as the VAE makes them, and as many steps between two; and those that it made.
    expect(shown).toBeGreaterThanOrEqual(72);
    expect(await tipOver(images.nth(shown - 16), 'images')).toMatch(/: reconstructed$/);
    expect(await tipOver(images.nth(shown - 1), 'images')).toMatch(/: interpolated$/);
    // All training images and a key for each of three colours.
    const points = page.locator('.figure-latent .paper svg circle');
    expect(await points.count()).toBe(36 + 3);
    const colours = await points.evaluateAll((all) => all.map((one) => one.getAttribute('fill')));
    expect(new Set(colours).size).toBe(3);
    expect(['top', '<img src=x onerror=alert(1)>', 'low']).toContain(await tipOver(points.first(), 'latent'));
    await picture(page, 'config-latent');
    expect(await barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('configs are compared replicate by replicate', async () => {
    const { page, faults } = await open('sweeps/shown');
    await page.locator('.board tbody tr').nth(1).getByRole('checkbox').check();
    await page.locator('.board tbody tr').nth(0).getByRole('checkbox').check();
    await page.getByRole('link', { name: 'Compare 2 configs' }).click();
    await page.getByRole('heading', { name: 'Compare' }).waitFor();
    await allDrawn(page);
    const [a, b] = (new URL(page.url()).searchParams.get('configs') ?? '').split(',');
    const [difference] = await ask(
      `select avg(y.test_accuracy - x.test_accuracy) as mean from sweep_shown x join sweep_shown y using (replicate)
       where x.config_hash = '${a}' and y.config_hash = '${b}'`,
    );
    const value = Number(difference!['mean']);
    const row = await page.getByRole('region', { name: 'Configs' }).locator('tbody tr').nth(1).textContent();
    expect(row).toContain(`${value > 0 ? '+' : ''}${value.toFixed(4)}`);
    await picture(page, 'compare');
    expect(await barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('SQL is asked, drawn and downloaded', async () => {
    const { page, faults } = await open('sql?sweep=shown');
    await page.getByLabel('A query to begin with').selectOption({ index: 4 });
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('region', { name: 'Result' }).waitFor();
    const rows = await ask(
      "select arm, count(*)::int as trials from sweep_shown where state = 'completed' group by arm order by arm",
    );
    const shown = await page.getByRole('region', { name: 'Result' }).locator('tbody tr').allTextContents();
    expect(shown.length).toBe(rows.length);
    for (const { arm, trials } of rows)
      expect(shown.some((text) => text.startsWith(`${arm}${trials}`))).toBe(true);
    await page.locator('.paper svg').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    await picture(page, 'sql');
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('A read-only query').fill('delete from trials');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    await page.goBack();
    await page.getByRole('region', { name: 'Result' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('who has no token looks, and cannot act', async () => {
    const { page } = await visit(browser);
    await page.goto(address());
    await page.getByRole('row', { name: /^shown/ }).waitFor();
    expect(await page.getByRole('button', { name: /Pause|Cancel|Remove|Submit/ }).count()).toBe(0);
    const status = await page.evaluate(`fetch('api/sweeps/shown/cancel', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}',
    }).then((response) => response.status)`);
    expect(status).toBe(403);
    await page.context().close();
  });

  test('a file is submitted, its faults shown at their lines', async () => {
    const { page } = await open('');
    await page.getByText('Submit a sweep file').click();
    await page.getByLabel('Text of the sweep file').fill(TINY.replace('replicates: 2', 'replicates: none'));
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    const fault = page.locator('.faults li').first();
    await fault.waitFor();
    expect(await fault.textContent()).toMatch(/line 5.*replicates/);
    await fault.getByRole('button').click();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.context().close();
  });

  test('the keyboard alone reaches all of it', async () => {
    const { page } = await open('sweeps/shown');
    await page.locator('.figure-history .paper svg').waitFor();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/Skip/);
    await page.keyboard.press('Enter');
    const focused = new Set<string>();
    for (let i = 0; i < 80 && ![...focused].some((name) => name.includes('files and command')); i++) {
      await page.keyboard.press('Tab');
      focused.add(
        (await page.evaluate(
          '(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent ?? "").trim()',
        )) as string,
      );
    }
    expect([...focused].join('\n')).toMatch(/files and command/);
    await page.keyboard.press('Enter');
    await page.locator('.menu[open]').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.menu[open]').count()).toBe(0);
    const mark = page.locator('.figure-history .paper [role=link][tabindex="0"]');
    await mark.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('.tip').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Config/ }).waitFor();
    await page.context().close();
  });

  test.for([360, 2560])(
    'at %s pixels, light and dark: nothing is cut off, and nothing keeps people out',
    async (width) => {
      for (const path of ['', 'sweeps/shown', 'sql']) {
        const { page, faults } = await open(path, { viewport: { width, height: 900 } });
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (path === 'sweeps/shown') await allDrawn(page);
        // Colours follow the system's while a page is open: they are its style alone.
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await tooWide(page), path).toBeLessThanOrEqual(0);
          expect(await barriers(page), path).toEqual([]);
          await picture(page, `${path.replace('/', '-') || 'sweeps'}-${width}-${colorScheme}`);
        }
        expect(faults).toEqual([]);
        await page.context().close();
      }
    },
  );

  test('a single trial, and trials that all diverged, are shown for what they are', async () => {
    const [count] = await ask("select count(*)::int as n from sweep_diverged where state = 'diverged'");
    expect(count!['n']).toBe(16);
    for (const slug of ['one', 'diverged']) {
      const { page, faults } = await open(`sweeps/${slug}`);
      await page.locator('.board tbody tr').first().waitFor();
      await allDrawn(page);
      expect(await page.locator('.figure').count()).toBe(10);
      expect(await page.getByRole('main').textContent()).not.toMatch(/NaN|undefined|Infinity/);
      expect(await barriers(page)).toEqual([]);
      await picture(page, slug);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  test('below a path of a proxy all of it works, and it weighs little', async () => {
    const proxy = await startProxy(new URL(address()));
    try {
      const { page, faults } = await visit(browser);
      await page.goto(`${proxy.url}lab/sweeps${new URL(url).search}`);
      await page.getByRole('link', { name: 'shown' }).click();
      await page.locator('.figure-history .paper svg').waitFor();
      expect(page.url()).toBe(`${proxy.url}lab/sweeps/shown`);
      await page.locator('.board tbody tr').first().getByRole('link').click();
      await page.getByRole('heading', { level: 1, name: /^Config/ }).waitFor();
      await page.reload();
      await page.locator('.figure-curves .paper svg').waitFor();
      const bytes = await page.evaluate(`performance.getEntriesByType('resource')
        .filter(({ name }) => name.includes('/assets/')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`);
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(MOST_BYTES);
      expect(faults).toEqual([]);
      await page.context().close();
    } finally {
      await proxy.close();
    }
  });

  test('what is not there is said', async () => {
    const { page } = await open('sweeps/no_such_sweep');
    await soon(() => page.getByRole('alert').textContent()).toMatch(/no_such_sweep/);
    await page.goto(new URL('trials/99999999', address()).href);
    await page.getByRole('alert').waitFor();
    await page.goto(new URL('nothing/here', address()).href);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.context().close();
  });

  test('a running sweep is paused and cancelled; removed, its open page says so', async () => {
    const run = await startLong();
    const { page } = await open('');
    const watching = await open('sweeps/long');
    await watching.page.locator('.going').waitFor();
    const row = page.getByRole('row', { name: /^long/ });
    await row.getByRole('button', { name: /^Pause/ }).click();
    await soon(() => row.textContent()).toMatch(/paused/);
    await soon(() => watching.page.locator('.heading').textContent()).toMatch(/paused/);
    await run.ended;
    await row.getByRole('button', { name: /^Cancel/ }).click();
    await row.getByRole('button', { name: 'Yes, cancel' }).click();
    await soon(() => row.textContent()).toMatch(/cancelled/);
    await row.getByRole('button', { name: /^Remove/ }).click();
    await row.getByRole('button', { name: 'Yes, remove' }).click();
    await soon(() => row.count()).toBe(0);
    expect(await ask("select slug from sweeps where slug = 'long'")).toEqual([]);
    await soon(() => watching.page.locator('.link-state').textContent()).toMatch(/removed|gone/);
    await page.context().close();
    await watching.page.context().close();
  });

  test('a server that ends is missed, and welcome when it is back', async () => {
    const { page } = await open('');
    await page.getByRole('row', { name: /^shown/ }).waitFor();
    const port = new URL(url).port;
    dashboard.child.kill('SIGINT');
    await dashboard.ended;
    await soon(() => page.locator('.link-state').textContent()).toMatch(/not answer/);
    dashboard = place.start('dashboard', '--no-open', '--port', port);
    await dashboard.says(/Dashboard: http/);
    await soon(() => page.locator('.link-state').textContent()).toBe('The server is back.');
    await page.context().close();
  });
});
