import { Board } from '../board.ts';

/** The board of a batch that another process runs: each side has its own, and this one tells the two of each other. */
export class Mirror {
  readonly #mine: Board;
  readonly #words: Int32Array;
  /** Jobs that the other side was told to let go of. */
  readonly #told = new Set<number>();

  constructor(board: SharedArrayBuffer) {
    this.#mine = new Board(board);
    this.#words = new Int32Array(board);
  }

  /** Jobs that were taken back, or asked to stop, since this was last asked. */
  letGo(): number[] {
    const jobs: number[] = [];
    for (let job = 0; 2 * job < this.#words.length; job++) {
      if (this.#told.has(job) || !(this.#mine.isTaken(job) || this.#mine.mustStop(job))) continue;
      this.#told.add(job);
      jobs.push(job);
    }
    return jobs;
  }

  /**
   * Does here what was done there. A job that was taken back here while it was begun there stays taken back: what comes of
   * it is of no use, and harms nothing.
   */
  show(words: Int32Array): void {
    const theirs = Board.copyOf(words);
    for (let job = 0; 2 * job < words.length; job++) {
      if (this.#mine.isTaken(job)) continue;
      if (theirs.isFinished(job)) this.#mine.finish(job);
      else if (theirs.isAtWork(job)) this.#mine.start(job);
      else this.#mine.putOff(job);
      this.#mine.noteEpoch(job, theirs.epoch(job));
    }
  }
}
