/**
 * What the main thread and a pool thread say to each other about a batch while the thread computes and reads no
 * messages: 32-bit words in shared memory.
 *
 *   word 0           the job at work, or NOBODY
 *   words 1+2i, 2+2i state and last finished epoch of job i
 *
 * A job goes waiting -> started (by the thread) or waiting -> taken (by the main thread); the exchange is atomic,
 * so that exactly one of them gets it. A started job can be asked to stop.
 */

const NOBODY = -1;
const WAITING = 0;
const STARTED = 1;
const TAKEN = 2;
const ASKED_TO_STOP = 3;

const stateOf = (job: number) => 1 + 2 * job;
const epochOf = (job: number) => 2 + 2 * job;

export class Board {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
  }

  static forJobs(count: number): Board {
    const board = new Board(new SharedArrayBuffer(4 * (1 + 2 * count)));
    Atomics.store(board.#words, 0, NOBODY);
    return board;
  }

  // ── the thread's side

  /** False if the main thread took the job back. */
  start(job: number): boolean {
    if (Atomics.compareExchange(this.#words, stateOf(job), WAITING, STARTED) !== WAITING) return false;
    Atomics.store(this.#words, 0, job);
    return true;
  }

  finish(): void {
    Atomics.store(this.#words, 0, NOBODY);
  }

  noteEpoch(job: number, epoch: number): void {
    Atomics.store(this.#words, epochOf(job), epoch);
  }

  mustStop(job: number): boolean {
    return Atomics.load(this.#words, stateOf(job)) === ASKED_TO_STOP;
  }

  // ── the main thread's side

  /** True if the thread had not started the job, and now never will. */
  takeBack(job: number): boolean {
    return Atomics.compareExchange(this.#words, stateOf(job), WAITING, TAKEN) === WAITING;
  }

  askToStop(job: number): void {
    Atomics.compareExchange(this.#words, stateOf(job), STARTED, ASKED_TO_STOP);
  }

  /** The job that the thread is at, or was at when it died. */
  get atWork(): number | null {
    const job = Atomics.load(this.#words, 0);
    return job === NOBODY ? null : job;
  }

  /** 0 before the first is done. */
  epoch(job: number): number {
    return Atomics.load(this.#words, epochOf(job));
  }
}
