import { plural } from '@latentsweep/core';
import type { WorkerEvent } from '@latentsweep/worker';
import { entryOf, type Log } from '../serve/log.ts';
import { workerText } from './worker-text.ts';

/** Lines a second about jobs and trials that take their usual course; small trials end by the thousand. */
const MOST_LINES = 10;
const SECOND_MS = 1000;

const NONE = { started: 0, ended: 0, given_back: 0 };

/** Writes a worker's events, one line each; where usual ones come too fast, their number once a second. */
export function logWorker(log: Log): { tell(event: WorkerEvent): void; end(): void } {
  let lines = 0;
  let unsaid = { ...NONE };
  const flush = () => {
    const { started, ended, given_back } = unsaid;
    lines = 0;
    unsaid = { ...NONE };
    if (started + ended + given_back === 0) return;
    const counts = [
      ended > 0 && `${plural(ended, 'more trial')} ended`,
      started > 0 && `${plural(started, 'more job')} started`,
      given_back > 0 && `${plural(given_back, 'more job')} given back`,
    ].filter((text) => text !== false);
    log.write(entryOf('info', 'more', `${counts.join(', ')}.`, { started, ended, given_back }));
  };
  const timer = setInterval(flush, SECOND_MS);
  timer.unref();
  return {
    tell(event) {
      if (event.kind === 'started' || event.kind === 'ended' || event.kind === 'given_back') {
        lines += 1;
        if (lines > MOST_LINES) {
          unsaid[event.kind] += 1;
          return;
        }
      }
      log.write(workerText(event));
    },
    end() {
      clearInterval(timer);
      flush();
    },
  };
}
