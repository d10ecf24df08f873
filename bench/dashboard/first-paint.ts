/** What a browser loads of the dashboard of an empty store, and when it paints first. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { median } from '../median.ts';
import { startDashboardProgram } from './program.ts';
import { untilTrue } from './until.ts';

const REPEATS = 5;
const PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";

export async function measureFirstPaint(browser: Browser) {
  const location = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const dashboard = await startDashboardProgram(location);
  try {
    const paints: number[] = [];
    let files = new Map<string, number>();
    for (let i = 0; i < REPEATS; i++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      files = new Map();
      const sizes: Promise<void>[] = [];
      page.on('requestfinished', (request) => {
        const size = request.sizes().then(({ responseBodySize }) => {
          files.set(new URL(request.url()).pathname, responseBodySize);
        });
        sizes.push(size.catch(() => {}));
      });
      await page.goto(dashboard.url, { waitUntil: 'load' });
      paints.push(await untilTrue<number>(page, PAINT));
      await Promise.all(sizes);
      await context.close();
    }
    const compressed = [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
    return { firstPaint: median(paints), compressed, files };
  } finally {
    await dashboard.stop();
    await rm(location, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
