/**
 * How many of configs that are equal in truth a race drops: each a run of its own, with and without an effect of the replicate,
 * and five milestones of one run, with and without what the replicate does to all milestones of so many epochs.
 *
 *     node bench/race/equal.ts [RACES]
 */

import { type Racer, Stream } from '@latentsweep/core';
import { racesOver } from './drive.ts';
import { NOISES } from './noises.ts';

const RACES = Number(process.argv[2] ?? 400);
const REPLICATES = 8;
const RUNGS = [2, 4];
const EFFECTS = [0, 1, 5];
const PARAMETERS = 5;
const PURPOSE = 99;

interface Field {
  readonly runs: number;
  readonly milestones: readonly number[];
  readonly noise: (stream: Stream) => number;
  /** Standard deviations of what a replicate does to all, to a run, and to all milestones of so many epochs. */
  readonly effect: number;
  readonly ofRun: number;
  readonly ofEpochs: number;
}

/** Milestones of a run in a row, the shortest first. */
function drawn({ runs, milestones, noise, effect, ofRun, ofEpochs }: Field, stream: Stream): Racer[] {
  const effects = (sd: number) =>
    Array.from({ length: REPLICATES }, () => (sd === 0 ? 0 : sd * stream.normal()));
  const all = effects(effect);
  const byEpochs = milestones.map(() => effects(ofEpochs));
  return Array.from({ length: runs }, (_, i) => {
    const own = effects(ofRun);
    return milestones.map((epochs, k): Racer => {
      const values = all.map((b, j) => b + own[j]! + byEpochs[k]![j]! + noise(stream));
      return { hash: `c${i}/${epochs}`, run: `c${i}`, epochs, comparator: false, values };
    });
  }).flat();
}

/** Shares of all, of a given one, which stands for a best one, and of the longest milestones. */
function measured(field: Field, races: number) {
  const race = racesOver(RUNGS, 0.05, PARAMETERS);
  const many = field.milestones.length;
  let [dropped, first, longest] = [0, 0, 0];
  for (let r = 0; r < races; r++) {
    const got = race(drawn(field, new Stream([r, field.runs], PURPOSE)));
    const gone = got.map((n) => n < REPLICATES);
    dropped += gone.filter(Boolean).length / got.length;
    longest += gone.filter((is, i) => is && i % many === many - 1).length / field.runs;
    if (gone[0]) first += 1;
  }
  return [dropped, first, longest].map((sum) => `${((100 * sum) / races).toFixed(1)}%`);
}

const print = (...cells: unknown[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const racesOf = (runs: number) => Math.max(100, Math.round((10 * RACES) / runs));

process.stdout.write(
  `Equal configs, rungs ${RUNGS.join(', ')} of ${REPLICATES}, level 5%; sd of noise 1.\n\n`,
);
print('configs', 'noise', 'sd of replicates', 'dropped', 'a given one dropped', 'races');
print('---', '---', '---', '---', '---', '---');
for (const runs of [10, 100, 1000]) {
  for (const [name, noise] of Object.entries(NOISES)) {
    for (const effect of EFFECTS) {
      const [dropped, first] = measured(
        { runs, milestones: [1], noise, effect, ofRun: 0, ofEpochs: 0 },
        racesOf(runs),
      );
      print(runs, name, effect, dropped, first, racesOf(runs));
    }
  }
}
process.stdout.write('\n');
print('runs of five milestones', 'noise', 'sd by epochs', 'dropped', 'of the longest', 'races');
print('---', '---', '---', '---', '---', '---');
for (const runs of [2, 20, 200]) {
  for (const [name, noise] of Object.entries(NOISES)) {
    for (const ofEpochs of [0, 1]) {
      const races = Math.max(100, Math.round(RACES / runs));
      const field = { runs, milestones: [1, 2, 5, 10, 20], noise, effect: 1, ofRun: 1, ofEpochs };
      const [dropped, , longest] = measured(field, races);
      print(runs, name, ofEpochs, dropped, longest, races);
    }
  }
}
