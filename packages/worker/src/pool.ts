import { Piscina } from 'piscina';
import type { ThreadPost, ThreadReply, ThreadTask, TrialReport } from './thread/protocol.ts';

/** Threads that train, one batch each at a time. A thread that dies is replaced. */
export interface TrainingPool {
  /**
   * Runs a batch on a free thread; `onReports` gets every report before this resolves.
   * Rejects when the thread died, after the reports that it got out.
   */
  run(task: ThreadTask, onReports: (reports: readonly TrialReport[]) => void): Promise<ThreadReply>;
  /** Ends all threads, whatever they are at. */
  destroy(): Promise<void>;
}

export function openPool(threads: number, script: URL): TrainingPool {
  const piscina = new Piscina({
    filename: script.href,
    minThreads: threads,
    maxThreads: threads,
    // Not those of the main thread, which may be for its entry script alone.
    execArgv: [],
    recordTiming: false,
  });
  const listeners = new Map<number, (reports: readonly TrialReport[]) => void>();
  piscina.on('message', (post: ThreadPost) => listeners.get(post.batch)?.(post.reports));
  // A thread that dies between batches: the pool replaces it, and nothing was lost.
  piscina.on('error', () => {});

  return {
    async run(task, onReports) {
      let received = 0;
      let wake = () => {};
      listeners.set(task.batch, (reports) => {
        received += reports.length;
        onReports(reports);
        wake();
      });
      try {
        const reply = (await piscina.run(task)) as ThreadReply;
        while (received < reply.reports) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return reply;
      } finally {
        listeners.delete(task.batch);
      }
    },
    destroy: () => piscina.destroy(),
  };
}
