/** The page of a large sweep: until what is in sight is drawn, until what is scrolled to is, until a filter shows. */

import type { Browser, Page } from 'playwright-core';
import { residentMb } from '../cluster/process-use.ts';
import { median } from '../median.ts';
import { startDashboardProgram } from './program.ts';
import type { FilledStore } from './stores.ts';
import { untilTrue } from './until.ts';

const REPEATS = 5;
const FILTERS = [
  "arm = 'vae_mixing'",
  'latent_size >= 8',
  'learning_rate < 0.01',
  'epochs > 5',
  'mean > 0.8',
];

/** Milliseconds, medians but for the one that says otherwise. */
export interface PageFigures {
  /** From the navigation on. */
  readonly first: number;
  readonly slowestFirst: number;
  readonly further: ReadonlyMap<string, number>;
  readonly filter: number;
  /** By which the server grew over all that was asked of it. */
  readonly grownMb: number;
}

export async function measurePages(browser: Browser, { location, slug }: FilledStore): Promise<PageFigures> {
  const dashboard = await startDashboardProgram(location);
  try {
    const address = new URL(dashboard.url);
    const grownFrom = await residentMb(dashboard.pid);
    const first: number[] = [];
    const filter: number[] = [];
    const further = new Map<string, number[]>();
    // One more, first: both programs compile what they run.
    for (let i = 0; i <= REPEATS; i++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
      const page = await context.newPage();
      // The token, as the opened URL carries it.
      await page.goto(address.href);
      await page.goto(new URL(`sweeps/${slug}`, address.origin).href, { waitUntil: 'commit' });
      const drawn = await untilShown(page);
      if (i > 0) first.push(drawn);
      for (const [name, took] of await scrollThrough(page)) {
        if (i > 0) further.set(name, [...(further.get(name) ?? []), took]);
      }
      await page.evaluate('scrollTo(0, 0)');
      const took = await filtered(page, FILTERS[i % FILTERS.length]!);
      if (i > 0) filter.push(took);
      await context.close();
    }
    const grownMb = (await residentMb(dashboard.pid)) - grownFrom;
    return {
      ...{ first: median(first), slowestFirst: Math.max(...first), filter: median(filter), grownMb },
      further: new Map([...further].map(([name, times]) => [name, median(times)])),
    };
  } finally {
    await dashboard.stop();
  }
}

/** In the page: the ranking is there, and whatever of the figures is in sight is drawn, from the latest answer. */
const SHOWN = `(() => {
  const inSight = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  };
  const ranking = document.querySelector('.leaderboard');
  if (!ranking?.querySelector('tbody tr') || ranking.classList.contains('old')) return false;
  return [...document.querySelectorAll('.figure')]
    .filter(inSight)
    .every((figure) => figure.querySelector('.figure-box:not(.old) svg'));
})()`;

/** Milliseconds since the navigation began. */
const untilShown = (page: Page) => untilTrue<number>(page, `${SHOWN} && performance.now()`);

/** The figures that were not in sight, one after the other, from the scrolling to the drawing. */
async function scrollThrough(page: Page): Promise<[string, number][]> {
  const names = (await page.evaluate(
    `[...document.querySelectorAll('.figure')].filter((f) => !f.querySelector('.figure-box svg')).map((f) => f.className)`,
  )) as string[];
  const times: [string, number][] = [];
  for (const classes of names) {
    const name = /figure-((?!wide)\S+)/.exec(classes)![1]!;
    const took = await page.evaluate(`new Promise((resolve) => {
      const figure = document.querySelector('.figure-${name}');
      const began = performance.now();
      figure.scrollIntoView();
      const look = () => figure.querySelector('.figure-box:not(.old) svg')
        ? resolve(performance.now() - began)
        : requestAnimationFrame(look);
      look();
    })`);
    times.push([name, took as number]);
  }
  return times;
}

/** From the submission of a condition to the page that shows what meets it. */
async function filtered(page: Page, condition: string): Promise<number> {
  await page.fill('input[name=where]', condition);
  return (await page.evaluate(`new Promise((resolve) => {
    const began = performance.now();
    document.querySelector('.filter form').requestSubmit();
    const look = () => new URLSearchParams(location.search).has('where') && ${SHOWN}
      ? resolve(performance.now() - began)
      : requestAnimationFrame(look);
    requestAnimationFrame(look);
  })`)) as number;
}
