/** Looking at pages as users do: what is wrong with them, and pictures of them. */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Pictures of a run of the tests; git leaves them out. */
const PICTURES = fileURLToPath(new URL('./screenshots/', import.meta.url));

export interface Looking {
  readonly page: Page;
  /** What went wrong in it: exceptions, what the policy forbade, failed loads of ours. */
  readonly faults: string[];
}

/** A page of a new visitor. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Looking> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // What the server refuses is shown, and told by the browser as well.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      faults.push(message.text());
  });
  return { page, faults };
}

/** What axe finds that keeps people out: serious and critical, a line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes[0]?.html.slice(0, 200)} (${nodes.length}) ${nodes[0]?.failureSummary}`,
    );
}

/** How many pixels of the page are beyond the right edge of the window. */
export const tooWide = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
}

/** Texts and attributes that hold a word of a program where a number should be. */
export const oddWords = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.body.querySelectorAll('*')].flatMap((element) => {
    const name = element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '');
    return [
      ...[...element.attributes].map((attribute) => [attribute.name, attribute.value]),
      ...[...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => ['text', data]),
    ].filter(([, text]) => /NaN|Infinity|\\b(?:undefined|null)\\b/.test(text)).map(([of, text]) => name + ' ' + of + ': ' + text);
  })`);

/** Scrolls down to its end and back, so that all of it was seen. */
export async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
      scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    scrollTo(0, 0);
  })()`);
}

/** Scrolls through the page until all its figures are drawn, or refused, and none is awaited. */
export async function allDrawn(page: Page): Promise<void> {
  await scrollThrough(page);
  // Not `waitForFunction`: it evaluates text in the page, which the policy forbids.
  await expect.poll(() => page.evaluate(DRAWN), { timeout: 60_000, interval: 200 }).toBe(true);
  await page.evaluate('scrollTo(0, 0)');
}

/** A figure is asked for while it is near the window: one that was scrolled past too fast is scrolled to again. */
const DRAWN = `(() => {
  const boxes = [...document.querySelectorAll('.figure-box')];
  const isDrawn = (box) => box.querySelector('.paper svg, .refusal, .nothing')
    && box.getAttribute('aria-busy') !== 'true';
  const missing = boxes.find((box) => !isDrawn(box));
  missing?.scrollIntoView({ block: 'center' });
  return boxes.length > 0 && missing === undefined;
})()`;
