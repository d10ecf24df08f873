/** optuna-dashboard on a study of its own, in the same browser: until its history is drawn, and its importances. */

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@latentsweep/core/fixtures';
import type { Browser, Page } from 'playwright-core';
import { median } from '../median.ts';
import { untilTrue } from './until.ts';

const SCRIPT = fileURLToPath(new URL('../peers/optuna_dashboard.py', import.meta.url));
const REPEATS = 3;

/** Milliseconds from the navigation on, medians. */
export interface PeerFigures {
  readonly version: string;
  readonly history: number;
  readonly importance: number;
}

/** Fills a database with a study of so many trials and looks at it, or says why it can't. */
export async function runOptunaDashboard(
  browser: Browser,
  storeUrl: string,
  trials: number,
): Promise<PeerFigures | string> {
  const python = process.env['PYTHON'] ?? 'python3';
  const run = promisify(execFile);
  const { stdout: version } = await run(python, [
    '-c',
    'import optuna, optuna_dashboard, psycopg2; print(optuna_dashboard.__version__)',
  ]).catch(() => ({ stdout: '' }));
  if (version === '') return 'is not installed (pip install optuna optuna-dashboard psycopg2-binary)';
  await run(python, [SCRIPT, 'fill', storeUrl, String(trials)]);
  const port = await freePort();
  const child = spawn(python, [SCRIPT, 'serve', storeUrl, String(port)], { stdio: 'ignore' });
  try {
    const url = `http://127.0.0.1:${port}/dashboard/studies/1`;
    await untilServed(url);
    const times: { history: number; importance: number }[] = [];
    for (let i = 0; i <= REPEATS; i++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
      const page = await context.newPage();
      await page.goto(url, { waitUntil: 'commit' });
      const [history, importance] = [await untilDrawn(page, HISTORY), await untilDrawn(page, IMPORTANCE)];
      if (i > 0) times.push({ history, importance });
      await context.close();
    }
    return {
      version: version.trim(),
      history: median(times.map(({ history }) => history)),
      importance: median(times.map(({ importance }) => importance)),
    };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Plots of Plotly with something drawn in them. */
const HISTORY = `document.querySelector('#plot-history .main-svg .trace, #plot-history .main-svg .xtick')`;
const IMPORTANCE = `document.querySelector('#graph-hyperparameter-importances .main-svg .trace')`;

const untilDrawn = (page: Page, what: string) => untilTrue<number>(page, `${what} && performance.now()`);

async function untilServed(url: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    const ok = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('optuna-dashboard does not answer');
}
