import {
  type AnyConfig,
  type ConfigSpace,
  lengthOf,
  Purpose,
  type RaceRules,
  type Racer,
  race,
  Stream,
} from '@latentsweep/core';

/** Races on values that are drawn, so many times. */
const RACES = 5;
/** Configs that stand for more: what a race runs of them hardly depends on how many there are. */
const MOST = 300;

/**
 * The share of all trials that a race runs if configs differ by as much as the replicates of one do: what each is worth is drawn
 * from a normal distribution, and so is the noise of each value, with the same variance. Nothing is known of either before a
 * sweep has run; where configs differ less a race saves less.
 */
export function shareRaced(
  space: ConfigSpace,
  sample: readonly AnyConfig[],
  {
    rungs,
    replicates,
    rules,
  }: { readonly rungs: readonly number[]; readonly replicates: number; readonly rules: RaceRules },
  compared: (config: AnyConfig) => boolean,
): number {
  const configs = sample.slice(0, MOST);
  let trials = 0;
  for (let round = 0; round < RACES; round++) {
    const stream = new Stream([0, round], Purpose.raceExpected);
    let alive = configs.map((config, i): Racer => {
      const worth = stream.normal();
      return {
        ...{ hash: `${i}`, run: space.runHash(config), epochs: lengthOf(space, config) },
        comparator: compared(config),
        values: Array.from({ length: rungs.at(-1)! }, () => worth + stream.normal()),
      };
    });
    let before = 0;
    for (const rung of rungs) {
      trials += alive.length * (rung - before);
      before = rung;
      const decisions = race(
        alive.map((racer) => ({ ...racer, values: racer.values.slice(0, rung) })),
        rules,
      );
      alive = alive.filter((_, i) => decisions[i]!.kept);
    }
    trials += alive.length * (replicates - before);
  }
  return trials / (RACES * configs.length * replicates);
}
