/**
 * Tells a thread that hangs from one that works. Time is counted in ticks of a timer, not read from a clock: a process
 * that was suspended, or a machine that slept, has then not been quiet for that long.
 */
export class StallWatch {
  readonly #stallMs: number;
  #sign: string | null = null;
  #quietMs = 0;

  constructor(stallMs: number) {
    this.#stallMs = stallMs;
  }

  /**
   * True once `sign`, which changes with every step of the work, has been the same for `stallMs`. Call it every
   * `tickMs` while there is work.
   */
  tick(tickMs: number, sign: string): boolean {
    if (sign !== this.#sign) {
      this.#sign = sign;
      this.#quietMs = 0;
      return false;
    }
    this.#quietMs += tickMs;
    return this.#quietMs >= this.#stallMs;
  }
}
