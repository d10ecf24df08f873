/** What a running program still refers to, once all garbage is collected. */

import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TELLER = fileURLToPath(new URL('tell-live-heap.mjs', import.meta.url));
const WAIT_MS = 30_000;

/** Of Node, for a program that `liveMb` is to be asked of. */
export const LIVE_HEAP_ARGS: readonly string[] = ['--expose-gc', '--import', TELLER];

/** Live megabytes of a program, main thread alone, that was started in this folder. */
export async function liveMb(pid: number, folder: string): Promise<number> {
  const file = join(folder, `live-heap-${pid}`);
  process.kill(pid, 'SIGUSR2');
  for (let waited = 0; waited < WAIT_MS; waited += 20) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text !== '') {
      await rm(file);
      return Number(text) / 1e6;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Process ${pid} told no live heap in ${WAIT_MS / 1000} s.`);
}
