import { bytes, count, duration } from '@latentsweep/app';
import type { Move } from '@latentsweep/store';

const EVERY_MS = 5000;

/** Says how long the move of a large store to new tables takes, and then now and then how far it is. */
export function moveTeller(
  say: (text: string) => void,
  now: () => number = () => performance.now(),
): (move: Move) => void {
  let toldAt: number | null = null;
  return ({ trials, moved, secondsLeft, bytes: size }) => {
    const left = `about ${duration(Math.ceil(secondsLeft))}`;
    if (toldAt === null) {
      say(
        `An older version made this store: its ${count(trials)} trials are moved to new tables first, which takes ${left} ` +
          `and ${bytes(size)} of its disk beside the old ones until then. Stop it as you like: it goes on from there.`,
      );
    } else if (now() - toldAt < EVERY_MS) return;
    else say(`${count(moved)} of ${count(trials)} trials are moved, ${left} left`);
    toldAt = now();
  };
}
