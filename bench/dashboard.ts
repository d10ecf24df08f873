/**
 * `npm run bench:dashboard`: what the pages cost, in a real browser against filled stores, beside optuna-dashboard. Needs
 * Chromium and, for the peer, `pip install optuna optuna-dashboard psycopg2-binary` for the python3 that is found first,
 * or the one that PYTHON names.
 *
 * `npm run bench:dashboard -- postgres stream` runs only those parts; TRIALS=10000 fills smaller stores.
 */

import { startPostgres } from '@latentsweep/store/fixtures';
import { openBrowser } from './dashboard/browser.ts';
import { measureFirstPaint } from './dashboard/first-paint.ts';
import { runOptunaDashboard } from './dashboard/optuna.ts';
import { measurePages, type PageFigures } from './dashboard/pages.ts';
import { embeddedStore, postgresStore } from './dashboard/stores.ts';
import { measureStream } from './dashboard/stream.ts';
import { print, runParts } from './parts.ts';

const TRIALS = Number(process.env['TRIALS'] ?? 1_000_000);
const PEER_TRIALS = 10_000;
const REPLICATES = 10;

const PARTS: Readonly<Record<string, () => Promise<void>>> = { postgres, embedded, optuna, stream, size };

/** Of the sweep's page on Postgres, for the peer's part. */
let ours: PageFigures | null = null;

async function postgres(): Promise<void> {
  ours = await pages(await postgresStore(TRIALS / REPLICATES, REPLICATES), 1);
}

async function embedded(): Promise<void> {
  await pages(await embeddedStore(TRIALS / REPLICATES, REPLICATES), 3);
}

/** `times` as long as on Postgres may it take. */
async function pages(store: Awaited<ReturnType<typeof postgresStore>>, times: number): Promise<PageFigures> {
  const browser = await openBrowser();
  try {
    const figures = await measurePages(browser, store);
    print(`${TRIALS} trials: leaderboard and figures in sight (target: ${times} s)`, ms(figures.first));
    print('  slowest of the repeats', ms(figures.slowestFirst));
    for (const [name, took] of figures.further)
      print(`  ${name}, once scrolled to (target: ${times} s)`, ms(took));
    print(`  a filter takes effect (target: ${times * 300} ms)`, ms(figures.filter));
    print('  the server grew by (target: 100 MB)', `${figures.grownMb.toFixed(0)} MB`);
    return figures;
  } finally {
    await browser.close();
    await store.remove();
  }
}

async function optuna(): Promise<void> {
  const server = await startPostgres();
  if (typeof server === 'string') throw new Error(server);
  const browser = await openBrowser();
  try {
    const peer = await runOptunaDashboard(browser, await server.createDatabase('peer'), PEER_TRIALS);
    if (typeof peer === 'string') return print('optuna-dashboard', peer);
    print(`optuna-dashboard ${peer.version}, ${PEER_TRIALS} trials: history drawn`, ms(peer.history));
    print('  history and importance drawn', ms(peer.importance));
    if (!ours) return;
    const drawn = (...names: string[]) =>
      names.reduce((sum, name) => sum + (ours?.further.get(name) ?? 0), ours!.first);
    const times = (theirs: number, own: number) => `${(theirs / own).toFixed(1)} times ours, ${ms(own)}`;
    print(`  history, beside ours of ${TRIALS}`, times(peer.history, drawn('history')));
    print('  both, beside ours', times(peer.importance, drawn('history', 'importance')));
  } finally {
    await browser.close();
    await server.remove();
  }
}

async function stream(): Promise<void> {
  const { clients, rates, ratio } = await measureStream();
  print(
    `trials a second, ${clients} clients of the event stream`,
    rates.map(({ watched }) => watched.toFixed(0)).join(', '),
  );
  print('  without them', rates.map(({ alone }) => alone.toFixed(0)).join(', '));
  print('  median of the ratios (target: 0.95)', ratio.toFixed(3));
}

async function size(): Promise<void> {
  const browser = await openBrowser();
  try {
    const { firstPaint, compressed, files } = await measureFirstPaint(browser);
    print('what the browser loads, compressed (target: 200 kB)', `${(compressed / 1000).toFixed(1)} kB`);
    for (const [name, bytes] of files) print(`  ${name}`, `${(bytes / 1000).toFixed(1)} kB`);
    print('first paint on an empty store (target: 300 ms)', ms(firstPaint));
  } finally {
    await browser.close();
  }
}

const ms = (value: number) => `${value.toFixed(0)} ms`;

await runParts(PARTS, (part) => part());
