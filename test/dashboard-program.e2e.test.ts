/** The pages of the dashboard over a sweep of a program: nothing in them is of what is trained here. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, NO_BROWSER, startChromium } from './dashboard/chromium.ts';
import { allDrawn, barriers, oddWords, tooWide, visit } from './dashboard/look.ts';
import { SHELL, SHELL_SWEEP } from './programs.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const executable = findChromium();
if (executable === null && process.env['CI']) throw new Error(NO_BROWSER);

/** What a program does not have. */
const OURS = /\b(?:arms?|test|validation|epochs?|oversample|accuracy|collapsed|classifier)\b/i;
/** A log and a file that would do harm as markup. */
const LEAVING = `echo '<img src=x onerror=alert(1)>'\nprintf weights > "$LATENTSWEEP_ARTIFACTS/model<b>.bin"\n${SHELL}`;

const name = `The pages of a program${executable === null ? ` (${NO_BROWSER})` : ''}`;

describe.skipIf(executable === null)(name, { timeout: 240_000 }, () => {
  let place: Workplace;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    place = await openWorkplace();
    await place.write('train.sh', LEAVING);
    await place.write('shell.yaml', SHELL_SWEEP);
    await place.write('programs.yaml', 'programs: { train.sh: {} }\n');
    const run = await place.sweep('run', 'shell.yaml', '--slots', '2', '--programs', 'programs.yaml');
    expect(run.code, run.err).toBe(0);
    const dashboard = place.start('dashboard', '--no-open');
    await dashboard.says(/Dashboard: http/);
    url = /Dashboard: (\S+)/.exec(dashboard.err())![1]!;
    browser = await startChromium(executable!);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await place?.remove();
  });

  test('list, sweep, config and trial show what the program has, and nothing that it has not', async () => {
    const { page, faults } = await visit(browser);
    page.setDefaultTimeout(60_000);
    // As it is seen: the page brings its data along in a script.
    const text = () => page.evaluate<string>('document.body.innerText');
    const seen = async () => {
      expect(await text()).not.toMatch(OURS);
      expect(await oddWords(page)).toEqual([]);
      expect(await tooWide(page)).toBeLessThanOrEqual(0);
    };

    await page.goto(url);
    await page.getByRole('link', { name: 'shell', exact: true }).first().waitFor();
    await seen();

    await page.getByRole('link', { name: 'shell', exact: true }).first().click();
    await page.getByText('8 configs').first().waitFor();
    await allDrawn(page);
    await page.getByText('the program train.sh').first().waitFor();
    await seen();
    expect(await page.locator('.figure-box .refusal').count()).toBe(0);

    await page.locator('a[href*="/configs/"]').first().click();
    await page.getByRole('heading', { name: 'Replicates' }).waitFor();
    await allDrawn(page);
    await seen();

    await page.locator('a[href*="/trials/"]').first().click();
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await seen();
    expect(await page.locator('pre').textContent()).toMatch(
      /^<img src=x onerror=alert\(1\)>\ntrial \d+ of a=\d/,
    );
    await page.getByText('model<b>.bin').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
