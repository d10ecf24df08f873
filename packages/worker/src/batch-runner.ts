import type { ThreadReply, ThreadTask, TrialReport } from './thread/protocol.ts';

/** What runs the batches of a slot, one at a time. */
export interface BatchRunner {
  /**
   * Runs a batch; `onReports` gets every report before this resolves. Rejects when what ran it died, after the reports
   * that it got out.
   */
  run(
    task: Omit<ThreadTask, 'batch'>,
    onReports: (reports: readonly TrialReport[]) => void,
  ): Promise<ThreadReply>;
  /** Changes with every step of work that the board of the batch does not show. */
  sign?(): string;
  /** Whether what it runs on is a CPU now, in place of a device: jobs come one by one then. */
  fellBack?(): boolean;
  /** Ends it, whatever it is at: the batch under way rejects with `reason`. */
  end(reason?: Error): Promise<void>;
}
