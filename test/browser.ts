import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where a Chromium may be: what CHROMIUM names, then where Debian, Ubuntu and Google's packages put it. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const HOW = 'no browser: `apt-get install chromium`, or name one by CHROMIUM=/path/to/chromium';

/**
 * The browser of this machine, or null, which is said: such tests are then left out, but not under CI, where that would
 * not be seen.
 */
export function findBrowser(): string | null {
  const found = PLACES.find((path) => path && existsSync(path)) ?? null;
  if (found === null && process.env['CI']) throw new Error(HOW);
  if (found === null) process.stderr.write(`Left out: ${HOW}\n`);
  return found;
}

export function launch(executablePath: string): Promise<Browser> {
  // A container has neither the rights for a sandbox nor a large /dev/shm.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is, a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = (await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) })))',
  )) as Violation[];
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}
