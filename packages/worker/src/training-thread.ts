import { Piscina } from 'piscina';
import type { ThreadPost, ThreadReply, ThreadTask, TrialReport } from './thread/protocol.ts';

/** A thread that trains, one batch at a time. When it dies, another takes its place. */
export interface TrainingThread {
  /**
   * Runs a batch; `onReports` gets every report before this resolves. Rejects when the thread died, after the reports
   * that it got out.
   */
  run(
    task: Omit<ThreadTask, 'batch'>,
    onReports: (reports: readonly TrialReport[]) => void,
  ): Promise<ThreadReply>;
  /** Ends it, whatever it is at. */
  destroy(): Promise<void>;
}

/** A pool of one: so that jobs can be sent to the thread that has their data. */
export function openThread(script: URL): TrainingThread {
  const piscina = new Piscina({
    filename: script.href,
    minThreads: 1,
    maxThreads: 1,
    // Not those of the main thread, which may be for its entry script alone.
    execArgv: [],
    recordTiming: false,
  });
  let batch = 0;
  let onPost: (post: ThreadPost) => void = () => {};
  piscina.on('message', (post: ThreadPost) => onPost(post));
  // A thread that dies between batches: the pool replaces it, and nothing was lost.
  piscina.on('error', () => {});

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
      const reply = (await piscina.run({ ...task, batch: current })) as ThreadReply;
      while (received < reply.reports) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return reply;
    },
    destroy: () => piscina.destroy(),
  };
}
