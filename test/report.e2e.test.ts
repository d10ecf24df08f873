import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, NO_BROWSER, startChromium } from './dashboard/chromium.ts';
import { IMAGES, IMAGES_CSV, LONG, openWorkplace, TINY, type Workplace } from './sweep-process.ts';

const BAD = `<script>alert('1')</script> & "two"`;

let place: Workplace;
let page: string;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('tiny.yaml', `${TINY}description: ${JSON.stringify(BAD)}\n`);
  expect(await place.sweep('run', 'tiny.yaml', '--slots', '2')).toMatchObject({ code: 0 });
  expect(await place.sweep('report', 'tiny', '--to', 'report.html')).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('Wrote a report of tiny to report.html.'),
  });
  page = await readFile('report.html', 'utf8');
});
afterAll(() => place.remove());

const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** Waits until one has ended. */
async function someTrialOf(sweep: string): Promise<void> {
  for (;;) {
    const { counts } = JSON.parse((await place.sweep('show', sweep, '-f', 'json')).out);
    if (counts.completed > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a report', () => {
  test('has the numbers of the leaderboard', async () => {
    const { rows } = JSON.parse((await place.sweep('top', 'tiny', '-f', 'json')).out);
    const text = textOf(page);
    for (const { mean, ci_high } of rows) {
      expect(text).toContain(`${mean.toFixed(4)} ± ${(ci_high - mean).toFixed(4)}`);
    }
  });

  test('has the figures, the checksum, the seed and the file', async () => {
    for (const name of [
      'history',
      'importance',
      'slice',
      'arms',
      'test-vs-validation',
      'curves',
      'confusion',
      'durations',
    ]) {
      expect(page).toContain(`sweep plot tiny ${name} --to ${name}.svg`);
    }
    expect(page.match(/<figure>/g)).toHaveLength(8);
    expect(page).toContain((await place.sweep('show', 'tiny', '--checksum')).out.trim());
    expect(textOf(page)).toContain('sweep run tiny.yaml --seed 1 --replicates 2');
    expect(page).toContain('minority_rate: { value: 0.5 }');
  });

  test('leads nowhere but to itself', () => {
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|\/\/[a-z]|<script|<link|<img|<iframe|@import|url\(|\son[a-z]+=|data-config/i,
    );
  });

  test('shows what users wrote as they wrote it', () => {
    expect(page).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;two&quot;');
  });

  test('is replaced on demand alone', async () => {
    const again = await place.sweep('report', 'tiny', '--to', 'report.html');
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('error[file_exists]') });
    expect(await place.sweep('report', 'tiny', '--to', 'report.html', '--force')).toMatchObject({ code: 0 });
  });

  test.each([
    [['tiny', '--to', 'report.pdf'], 'error[bad_option] --to takes a file that ends in .html'],
    [['tiny', '--to', 'no/report.html'], 'error[no_folder]'],
    [['tniy', '--to', 'a.html'], 'error[unknown_sweep]'],
    [['tiny'], 'error[missing_mandatory_option_value]'],
  ])('%j is refused', async (args, says) => {
    expect(await place.sweep('report', ...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining(says),
    });
  });

  test('of a sweep without results is one all the same', async () => {
    await place.write('empty.yaml', TINY.replace('name: tiny', 'name: empty').replace('seed: 1', 'seed: 99'));
    expect(await place.sweep('submit', 'empty.yaml')).toMatchObject({ code: 0 });
    expect(await place.sweep('report', 'empty', '--to', 'empty.html')).toMatchObject({ code: 0 });
    const text = textOf(await readFile('empty.html', 'utf8'));
    expect(text).toContain('No config has a result yet.');
    expect(text).toContain('waiting. Trials: no trial has ended');
    expect(text).toContain('there is none before the sweep is completed');
  });

  test('of a sweep that runs says as of when', async () => {
    await place.write('long.yaml', LONG);
    const running = place.start('run', 'long.yaml', '--slots', '1');
    await running.says(/trials to do/);
    await someTrialOf('long');
    expect(await place.sweep('report', 'long', '--to', 'long.html')).toMatchObject({ code: 0 });
    running.child.kill('SIGINT');
    await running.ended;
    expect(textOf(await readFile('long.html', 'utf8'))).toMatch(
      /As of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: running\. Trials: [\d,]+ completed; .* of 3,000 planned\./,
    );
  });
});

const executable = findChromium();
if (executable === null && process.env['CI']) throw new Error(NO_BROWSER);

/** What axe finds on the page, of any impact, a line each. */
async function accessibilityFaults(tab: Page): Promise<string[]> {
  await tab.evaluate(axe.source);
  const { violations } = (await tab.evaluate('axe.run()')) as {
    violations: { id: string; nodes: { html: string }[] }[];
  };
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(' | ')}`,
  );
}

describe.skipIf(executable === null)(`in a browser${executable === null ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(executable!);
  });
  afterAll(() => browser?.close());

  /** The report from disk, without a network. */
  async function opened(
    options: Parameters<Browser['newPage']>[0],
    look: (tab: Page) => Promise<void>,
    file = 'report.html',
  ) {
    const context = await browser.newContext(options);
    await context.setOffline(true);
    const tab = await context.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    tab.on('request', (request) => {
      if (!request.url().startsWith('data:')) asked.push(request.url());
    });
    tab.on('console', (message) => faults.push(message.text()));
    tab.on('pageerror', (error) => faults.push(error.message));
    const url = pathToFileURL(join(place.folder, file)).href;
    await tab.goto(url);
    await look(tab);
    expect(asked).toEqual([url]);
    expect(faults).toEqual([]);
    await context.close();
  }

  /** Elements that are wider than the page, but for what scrolls by itself. */
  const overflowing = (tab: Page) =>
    tab.evaluate(`[document.scrollingElement, ...document.querySelectorAll('body *')]
      .filter((e) => !e.closest('.scroll *, svg *') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((e) => e.outerHTML.slice(0, 80))`);

  test('images stand in the file, and are shown', async () => {
    await place.write('images.csv', IMAGES_CSV);
    await place.write('images.yaml', IMAGES);
    expect(await place.sweep('run', 'images.yaml', '--slots', '1')).toMatchObject({ code: 0 });
    expect(await place.sweep('report', 'images', '--to', 'images.html')).toMatchObject({ code: 0 });
    await opened(
      {},
      async (tab) => {
        const sizes = await tab.evaluate<string[]>(`Promise.all(
          [...document.querySelectorAll('figure svg image')].map(async (one) => {
            const image = new Image();
            image.src = one.getAttribute('href');
            await image.decode();
            return image.naturalWidth + ' x ' + image.naturalHeight;
          }),
        )`);
        expect(sizes.length).toBeGreaterThan(24);
        expect(new Set(sizes)).toEqual(new Set(['4 x 4']));
        expect(await tab.locator('img').count()).toBe(0);
        expect(await accessibilityFaults(tab)).toEqual([]);
      },
      'images.html',
    );
  });

  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    test.each([360, 1024, 2560])('%i pixels wide it fits, and axe finds nothing', async (width) => {
      await opened({ colorScheme, viewport: { width, height: 900 } }, async (tab) => {
        expect(await overflowing(tab)).toEqual([]);
        expect(await accessibilityFaults(tab)).toEqual([]);
      });
    });
  });

  test('printed, it fits the page, is light, and no figure is torn apart', async () => {
    // A4 within its margins.
    const sheet = { width: 680, height: 1009 };
    await opened({ colorScheme: 'dark', viewport: sheet }, async (tab) => {
      // The dark scheme is one of screens.
      await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await tab.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await overflowing(tab)).toEqual([]);
      const heights = (await tab.evaluate(
        `[...document.querySelectorAll('figure, tr')].map((e) => e.getBoundingClientRect().height)`,
      )) as number[];
      expect(Math.max(...heights)).toBeLessThan(sheet.height);
      expect(await tab.evaluate(`getComputedStyle(document.querySelector('figure')).breakInside`)).toBe(
        'avoid',
      );
      const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
      const pages = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.length).toBeLessThan(20);
    });
  });
});
