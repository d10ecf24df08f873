/** Figures are asked for after all else, and so many at a time: a browser's connections to a server are few. */

import { ask } from './ask.ts';

const LANES = 3;
const waiting: (() => void)[] = [];
let asked = 0;

/** As `ask`, in turn. What is given up while it waits is not asked. */
export async function askInTurn<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  // A figure tells that it is there before the page around it does.
  await Promise.resolve();
  if (asked >= LANES) await new Promise<void>((resolve) => waiting.push(resolve));
  else asked++;
  try {
    signal?.throwIfAborted();
    return await ask<Answer>(path, signal);
  } finally {
    // The lane goes to the next one, or is free.
    const next = waiting.shift();
    if (next) next();
    else asked--;
  }
}
