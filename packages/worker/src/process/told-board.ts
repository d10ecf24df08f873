import { Board } from '../board.ts';

/** Between two tellings of epochs. */
const TELL_MS = 50;

/**
 * The board of a process that trains, which tells the one that asked of every change: jobs that are begun at once, so that
 * it is known at which ones a process died.
 */
export class ToldBoard extends Board {
  readonly #tell: (words: Int32Array) => void;
  #toldAt = 0;
  #waiting = false;

  constructor(jobs: number, tell: (words: Int32Array) => void) {
    super(Board.forJobs(jobs).buffer);
    this.#tell = tell;
  }

  override startAll(jobs: readonly number[]): number[] {
    const started = super.startAll(jobs);
    this.tell();
    return started;
  }

  override putOff(job: number): boolean {
    const waits = super.putOff(job);
    this.#soon();
    return waits;
  }

  override finish(job: number): void {
    super.finish(job);
    this.#soon();
  }

  override noteEpoch(job: number, epoch: number): void {
    super.noteEpoch(job, epoch);
    if (performance.now() - this.#toldAt >= TELL_MS) this.#soon();
  }

  tell(): void {
    this.#waiting = false;
    this.#toldAt = performance.now();
    this.#tell(new Int32Array(this.buffer).slice());
  }

  /** Once for all that changes within one step of the program. */
  #soon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      if (this.#waiting) this.tell();
    });
  }
}
