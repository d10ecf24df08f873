import type { Stream } from './stream.ts';

/**
 * `most` of the numbers below `count`, ascending, each choice of them as likely as any other: Knuth, The Art of Computer
 * Programming 2, 3.4.2, algorithm S. All of them where there are no more. A number of the stream for each that is passed.
 */
export function chooseBelow(count: number, most: number, stream: Pick<Stream, 'uniform'>): Uint32Array {
  const chosen = new Uint32Array(Math.min(count, most));
  let taken = 0;
  for (let i = 0; taken < chosen.length; i++) {
    if ((count - i) * stream.uniform() < chosen.length - taken) chosen[taken++] = i;
  }
  return chosen;
}
