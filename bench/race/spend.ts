/**
 * What a race chooses that spends what it saves, beside one that does not and beside no race, where the truth is known.
 *
 *     node bench/race/spend.ts [RACES]
 */

import { type Racer, Stream } from '@latentsweep/core';
import { racesOver, spendingOver } from './drive.ts';

const RACES = Number(process.argv[2] ?? 200);
const REPLICATES = 8;
const RUNGS = [2, 4];
const LEVEL = 0.05;
const PARAMETERS = 5;
const PURPOSE = 98;
/** A race that spends has no more. */
const MOST = 8 * REPLICATES;

interface Config extends Racer {
  readonly worth: number;
  readonly values: readonly number[];
}

/** Normal, with noise of sd 1 and an effect of the replicate of sd 1. */
function drawn(configs: number, spread: number, seed: number): Config[] {
  const stream = new Stream([seed, configs], PURPOSE);
  const effects = Array.from({ length: MOST }, () => stream.normal());
  return Array.from({ length: configs }, (_, i) => {
    const [hash, worth] = [`c${i}`, spread * stream.normal()];
    const values = effects.map((effect) => worth + effect + stream.normal());
    return { hash, run: hash, epochs: 1, comparator: false, worth, values };
  });
}

/** What the best mean of those with most replicates is worth less than the best, and the trials of it all. */
function outcomeOf(configs: readonly Config[], got: readonly number[]) {
  const most = Math.max(...got);
  const meanOf = ({ values }: Config) => values.slice(0, most).reduce((sum, value) => sum + value, 0) / most;
  const left = configs.filter((_, i) => got[i] === most);
  const chosen = left.reduce((best, one) => (meanOf(one) > meanOf(best) ? one : best));
  const best = Math.max(...configs.map(({ worth }) => worth));
  return { regret: best - chosen.worth, trials: got.reduce((sum, n) => sum + n, 0) };
}

const WAYS: readonly (readonly [string, (configs: readonly Config[]) => number[]])[] = [
  ['no race', (configs) => configs.map(() => REPLICATES)],
  ['race', plain()],
  ['race that spends', spendingOver(RUNGS, REPLICATES, LEVEL, PARAMETERS)],
];

function plain(): (configs: readonly Config[]) => number[] {
  const races = racesOver(RUNGS, LEVEL, PARAMETERS);
  return (configs) => races(configs.map((one) => ({ ...one, values: one.values.slice(0, REPLICATES) })));
}

process.stdout.write(
  `Rungs ${RUNGS.join(', ')} of ${REPLICATES}, level 5%; sd of noise 1; ${RACES} races.\n\n` +
    '| configs | sd between them | way | trials | best chosen | mean regret |\n|---|---|---|---|---|---|\n',
);
for (const configs of [10, 100]) {
  for (const spread of [0.5, 1, 2]) {
    for (const [name, way] of WAYS) {
      const outcomes = Array.from({ length: RACES }, (_, seed) => {
        const all = drawn(configs, spread, seed);
        return outcomeOf(all, way(all));
      });
      const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / RACES;
      const trials = meanOf(outcomes.map((one) => one.trials)) / (configs * REPLICATES);
      const chosen = meanOf(outcomes.map(({ regret }) => (regret === 0 ? 1 : 0)));
      const regret = meanOf(outcomes.map((one) => one.regret));
      process.stdout.write(
        `| ${configs} | ${spread} | ${name} | ${(100 * trials).toFixed(1)}% | ${(100 * chosen).toFixed(1)}% | ${regret.toFixed(3)} |\n`,
      );
    }
  }
}
