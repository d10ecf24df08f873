/**
 * How many of configs that are equal in truth a race by blocks drops, each block beside the best so far.
 *
 *     node bench/race/equal-blocks.ts [RACES]
 */

import { type Racer, Stream } from '@latentsweep/core';
import { blockOver, NO_BLOCKS } from './drive.ts';
import { NOISES } from './noises.ts';

const RACES = Number(process.argv[2] ?? 100);
const REPLICATES = 8;
const RUNGS = [2, 4];
const PARAMETERS = 5;
const CONFIGS = 640;
const PURPOSE = 99;

/** Shares: of all, and of the last quarter, where the best so far is the best of most. */
function measured(lag: number, noise: (stream: Stream) => number) {
  const block = blockOver(RUNGS, 0.05, PARAMETERS);
  const shares = Array.from({ length: CONFIGS / lag }, () => 0);
  for (let r = 0; r < RACES; r++) {
    const stream = new Stream([r, lag], PURPOSE);
    const effects = Array.from({ length: REPLICATES }, () => stream.normal());
    let before = NO_BLOCKS;
    for (const b of shares.keys()) {
      const racers = Array.from({ length: lag }, (_, i): Racer => {
        const name = `c${b}.${i}`;
        const values = effects.map((effect) => effect + noise(stream));
        return { hash: name, run: name, epochs: 1, comparator: false, values };
      });
      const { got, after } = block(racers, before);
      shares[b]! += got.filter((n) => n < REPLICATES).length / lag / RACES;
      before = after;
    }
  }
  return [shares, shares.slice(-Math.ceil(shares.length / 4))].map(
    (of) => `${((100 * of.reduce((sum, share) => sum + share, 0)) / of.length).toFixed(1)}%`,
  );
}

const print = (...cells: unknown[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

process.stdout.write(
  `${CONFIGS} equal configs, rungs ${RUNGS.join(', ')} of ${REPLICATES}; ${RACES} races.\n\n`,
);
print('configs of a block', 'noise', 'dropped', 'in the last quarter');
print('---', '---', '---', '---');
for (const lag of [1, 4, 8, 16, 32, 64]) {
  for (const [name, noise] of Object.entries(NOISES)) print(lag, name, ...measured(lag, noise));
}
