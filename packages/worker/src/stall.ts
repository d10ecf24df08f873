/**
 * Tells a thread that hangs from one that works. Time is counted in ticks of a timer, not read from a clock: a process
 * that was suspended, or a machine that slept, has then not been quiet for that long.
 *
 * Returns what is to be called every `tickMs` while there is work. That is true once `sign`, which changes with every
 * step of the work, has been the same for `stallMs`.
 */
export function watchForStall(stallMs: number): (tickMs: number, sign: string) => boolean {
  let before: string | null = null;
  let quietMs = 0;
  return (tickMs, sign) => {
    quietMs = sign === before ? quietMs + tickMs : 0;
    before = sign;
    return quietMs >= stallMs;
  };
}
