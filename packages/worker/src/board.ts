/**
 * What the main thread and a pool thread say to each other about a batch while the thread computes and reads no
 * messages: two 32-bit words for each job in shared memory, its state and its last finished epoch.
 *
 *   waiting -> at work   by the thread      waiting -> taken          by the main thread
 *   at work -> waiting   by the thread      at work -> asked to stop  by the main thread
 *   at work, asked to stop -> finished      by the thread
 *
 * Every change is one atomic exchange, so that a job is either taken or at work. Several may be at work: a cohort.
 */

const WAITING = 0;
const AT_WORK = 1;
const TAKEN = 2;
const ASKED_TO_STOP = 3;
const FINISHED = 4;

const stateOf = (job: number) => 2 * job;
const epochOf = (job: number) => 2 * job + 1;

export class Board {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
  }

  static forJobs(count: number): Board {
    return new Board(new SharedArrayBuffer(8 * count));
  }

  static copyOf(words: Int32Array): Board {
    const board = new Board(new SharedArrayBuffer(words.byteLength));
    board.#words.set(words);
    return board;
  }

  // ── the thread's side

  /** False if the main thread took the job back. */
  start(job: number): boolean {
    return this.#exchange(job, WAITING, AT_WORK);
  }

  /** Those of them that the main thread did not take back. */
  startAll(jobs: readonly number[]): number[] {
    return jobs.filter((job) => this.start(job));
  }

  /** It waits again, to be started again. False if it was asked to stop. */
  putOff(job: number): boolean {
    return this.#exchange(job, AT_WORK, WAITING);
  }

  finish(job: number): void {
    Atomics.store(this.#words, stateOf(job), FINISHED);
  }

  noteEpoch(job: number, epoch: number): void {
    Atomics.store(this.#words, epochOf(job), epoch);
  }

  mustStop(job: number): boolean {
    return this.#state(job) === ASKED_TO_STOP;
  }

  // ── the main thread's side

  /** True if the thread has not started the job, and now never will. */
  takeBack(job: number): boolean {
    return this.#exchange(job, WAITING, TAKEN);
  }

  isTaken(job: number): boolean {
    return this.#state(job) === TAKEN;
  }

  askToStop(job: number): void {
    this.#exchange(job, AT_WORK, ASKED_TO_STOP);
  }

  /** The thread is at the job, or was when it died. */
  isAtWork(job: number): boolean {
    const state = this.#state(job);
    return state === AT_WORK || state === ASKED_TO_STOP;
  }

  isFinished(job: number): boolean {
    return this.#state(job) === FINISHED;
  }

  /** Changes with every job that is started or finished and with every epoch. */
  get sign(): string {
    return this.#words.join(' ');
  }

  /** 0 before the first is done. */
  epoch(job: number): number {
    return Atomics.load(this.#words, epochOf(job));
  }

  #state(job: number): number {
    return Atomics.load(this.#words, stateOf(job));
  }

  #exchange(job: number, from: number, to: number): boolean {
    return Atomics.compareExchange(this.#words, stateOf(job), from, to) === from;
  }
}
