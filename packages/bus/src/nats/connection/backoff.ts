import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 200;
const MOST_MS = 2000;

/** Waits longer each time, with some chance in it, so that many who were refused together do not come back together. */
export function backoff(): () => Promise<void> {
  let ms = FIRST_MS;
  return async () => {
    await sleep(ms * (0.5 + Math.random()), undefined, { ref: false });
    ms = Math.min(MOST_MS, 2 * ms);
  };
}
