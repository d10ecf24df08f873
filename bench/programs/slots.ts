/** So many at a time, as a worker's slots run them. */

import { spawn } from 'node:child_process';

/** A script of sh; nothing of it is heard. */
export function bareSpawn(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn('sh', ['-c', text], { stdio: 'ignore' })
      .once('exit', () => resolve())
      .once('error', reject);
  });
}

export async function each(count: number, act: (i: number) => Promise<void>, slots: number): Promise<void> {
  let next = 0;
  const slot = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: slots }, slot));
}

export async function secondsEach(
  count: number,
  act: (i: number) => Promise<void>,
  slots: number,
): Promise<number> {
  const started = performance.now();
  await each(count, act, slots);
  return (performance.now() - started) / 1000 / count;
}
