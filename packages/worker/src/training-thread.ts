import { Piscina } from 'piscina';
import type { BatchRunner } from './batch-runner.ts';
import type { ThreadPost, ThreadReply } from './thread/protocol.ts';

/**
 * A thread that trains; when it died, the next batch gets another. A pool of one: so that jobs can be sent to the thread
 * that has their data. `heapMb` bounds its JavaScript heap.
 */
export function openThread(script: URL, heapMb: number): BatchRunner {
  let batch = 0;
  let onPost: (post: ThreadPost) => void = () => {};
  const start = () => startPool(script, heapMb, (post) => onPost(post));
  // At once, so that the threads of a worker start side by side.
  let pool: Piscina | null = start();
  let endedBecause: Error | undefined;

  const drop = async () => {
    const dropped = pool;
    pool = null;
    await dropped?.destroy();
  };

  return {
    async run(task, onReports) {
      const current = ++batch;
      let received = 0;
      let wake = () => {};
      onPost = ({ batch: from, reports }) => {
        // What a thread that died has posted may come late.
        if (from !== current) return;
        received += reports.length;
        onReports(reports);
        wake();
      };
      endedBecause = undefined;
      pool ??= start();
      const reply: ThreadReply = await pool.run({ ...task, batch: current }).catch(async (error) => {
        // The pool would start a thread of its own at once, and after a bad start none at all: a new pool it is.
        await drop();
        throw endedBecause ?? error;
      });
      while (received < reply.reports) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return reply;
    },
    end(reason) {
      endedBecause = reason;
      return drop();
    },
  };
}

const YOUNG_MB = 48;

function startPool(script: URL, heapMb: number, onPost: (post: ThreadPost) => void): Piscina {
  const pool = new Piscina({
    filename: script.href,
    minThreads: 1,
    maxThreads: 1,
    // Not those of the main thread, which may be for its entry script alone.
    execArgv: [],
    // V8's default of young objects is more than its slack at the limit: it then ends the process, not the thread.
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
    recordTiming: false,
  });
  pool.on('message', onPost);
  // A thread that dies between batches: the pool replaces it, and nothing was lost.
  pool.on('error', () => {});
  return pool;
}
