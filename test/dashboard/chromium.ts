import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];

/** Why there is no browser, and how to get one. */
export const NO_BROWSER =
  'Chromium is missing: `apt-get install chromium`, or name one in LATENTSWEEP_CHROMIUM=/path/to/chrome';

/** From the environment (LATENTSWEEP_CHROMIUM), the PATH or the usual folders; null: there is none. */
export function findChromium(): string | null {
  const named = process.env['LATENTSWEEP_CHROMIUM'];
  if (named) return named;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...FOLDERS].filter(Boolean);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(existsSync) ?? null;
}

/** In a container its own sandbox has no rights to be made with. */
export const startChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
