/**
 * How many of configs that are equal in truth a race drops, with and without an effect of the replicate, and race by blocks.
 *
 *     node bench/race/equal.ts [RACES]
 */

import { type Racer, Stream } from '@latentsweep/core';
import { blockOver, NO_BLOCKS, racesOver } from './drive.ts';

const RACES = Number(process.argv[2] ?? 400);
const REPLICATES = 8;
const RUNGS = [2, 4];
const NOISES = {
  normal: (stream: Stream) => stream.normal(),
  // Variance 1: now and then far out, as a run that collapsed.
  'heavy tails': (stream: Stream) => stream.normal() * (stream.uniform() < 0.1 ? 2.29 : 0.73),
};
const EFFECTS = [0, 1, 5];
const PARAMETERS = 5;
const PURPOSE = 99;
/** Configs of a race by blocks. */
const IN_BLOCKS = 640;

/** Shares, and in how many races the first config, which stands for a best one, was dropped. */
function measured(configs: number, effect: number, noise: (stream: Stream) => number, races: number) {
  const race = racesOver(RUNGS, 0.05, PARAMETERS);
  let [dropped, first] = [0, 0];
  for (let r = 0; r < races; r++) {
    const stream = new Stream([r, configs], PURPOSE);
    const effects = Array.from({ length: REPLICATES }, () => effect * stream.normal());
    const racers = Array.from({ length: configs }, (_, i): Racer => {
      const name = `c${i}`;
      return {
        hash: name,
        run: name,
        epochs: 1,
        comparator: false,
        values: effects.map((b) => b + noise(stream)),
      };
    });
    const got = race(racers);
    dropped += got.filter((n) => n < REPLICATES).length / configs;
    if (got[0]! < REPLICATES) first += 1;
  }
  return { dropped: dropped / races, first: first / races };
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

process.stdout.write(
  `Equal configs, rungs ${RUNGS.join(', ')} of ${REPLICATES}, level 5%; sd of noise 1.\n\n` +
    '| configs | noise | sd of replicates | dropped | a given one dropped | races |\n|---|---|---|---|---|---|\n',
);
for (const configs of [10, 100, 1000]) {
  for (const [name, noise] of Object.entries(NOISES)) {
    for (const effect of EFFECTS) {
      const races = Math.max(20, Math.round((10 * RACES) / configs));
      const { dropped, first } = measured(configs, effect, noise, races);
      process.stdout.write(
        `| ${configs} | ${name} | ${effect} | ${percent(dropped)} | ${percent(first)} | ${races} |\n`,
      );
    }
  }
}

/** By blocks of `lag`: of all, and of the last quarter, where the best so far is the best of most. */
function inBlocks(lag: number, noise: (stream: Stream) => number, races: number) {
  const block = blockOver(RUNGS, 0.05, PARAMETERS);
  const blocks = IN_BLOCKS / lag;
  const shares = Array.from({ length: blocks }, () => 0);
  for (let r = 0; r < races; r++) {
    const stream = new Stream([r, lag], PURPOSE);
    const effects = Array.from({ length: REPLICATES }, () => stream.normal());
    let before = NO_BLOCKS;
    for (let b = 0; b < blocks; b++) {
      const racers = Array.from({ length: lag }, (_, i): Racer => {
        const name = `c${b}.${i}`;
        const values = effects.map((effect) => effect + noise(stream));
        return { hash: name, run: name, epochs: 1, comparator: false, values };
      });
      const { got, after } = block(racers, before);
      shares[b]! += got.filter((n) => n < REPLICATES).length / lag / races;
      before = after;
    }
  }
  const mean = (of: readonly number[]) => of.reduce((sum, share) => sum + share, 0) / of.length;
  return { all: mean(shares), last: mean(shares.slice(-Math.ceil(blocks / 4))) };
}

process.stdout.write(
  `\n${IN_BLOCKS} equal configs by blocks, each beside the best so far.\n\n` +
    '| configs of a block | noise | dropped | in the last quarter | races |\n|---|---|---|---|---|\n',
);
for (const lag of [1, 4, 8, 16, 32, 64]) {
  for (const [name, noise] of Object.entries(NOISES)) {
    const races = Math.ceil(RACES / 4);
    const { all, last } = inBlocks(lag, noise, races);
    process.stdout.write(`| ${lag} | ${name} | ${percent(all)} | ${percent(last)} | ${races} |\n`);
  }
}
