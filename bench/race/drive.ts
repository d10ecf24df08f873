import { looksOf, rulesInBlock, spendUpTo } from '@latentsweep/coordinator';
import { isTied, leastSurvivors, pocockLevel, type Racer, race } from '@latentsweep/core';

/** A race at 5% compares milestones within their run at 10%. */
const WITHIN = 2;

const rulesOf = (looks: readonly number[], level: number, parameters: number, within = WITHIN * level) => ({
  level: pocockLevel(looks, level),
  within: pocockLevel(looks, within),
  least: leastSurvivors(parameters),
});

/**
 * Races to the end over values that are all known: how many of its replicates each config gets. `level`: of all looks together;
 * `within`: that of milestones in their run.
 */
export function racesOver(
  rungs: readonly number[],
  level: number,
  parameters: number,
  within?: number,
): (racers: readonly Racer[]) => number[] {
  const rules = rulesOf(rungs, level, parameters, within);
  return (racers) => {
    const got = racers.map(({ values }) => values.length);
    let alive = racers.map((_, i) => i);
    for (const rung of rungs) {
      const seen = alive.map((i) => ({ ...racers[i]!, values: racers[i]!.values.slice(0, rung) }));
      const kept = race(seen, rules).map((decision) => decision.kept);
      alive.forEach((i, at) => {
        if (!kept[at]) got[i] = rung;
      });
      alive = alive.filter((_, at) => kept[at]);
    }
    return got;
  };
}

/** What a race by blocks has come to: the best with all replicates, by its mean, and runs that have them. */
export interface Blocks {
  readonly best: Racer | null;
  readonly runs: number;
}

export const NO_BLOCKS: Blocks = { best: null, runs: 0 };

/** Races one block to the end beside the best of those before: how many replicates each config gets, and what comes of it. */
export function blockOver(
  rungs: readonly number[],
  level: number,
  parameters: number,
): (block: readonly Racer[], before: Blocks) => { readonly got: readonly number[]; readonly after: Blocks } {
  const rules = rulesOf(rungs, level, parameters);
  const sum = ({ values }: Racer) => values.reduce<number>((all, value) => all + (value ?? Number.NaN), 0);
  return (block, { best, runs }) => {
    const got = block.map(({ values }) => values.length);
    let alive = block.map((_, i) => i);
    for (const rung of rungs) {
      const incumbent = best && {
        ...{ ...best, run: best.hash, comparator: true },
        values: best.values.slice(0, rung),
      };
      const seen = alive.map((i) => ({ ...block[i]!, values: block[i]!.values.slice(0, rung) }));
      const decisions = race(
        incumbent ? [...seen, incumbent] : seen,
        rulesInBlock(rules, runs, alive.length),
      );
      alive.forEach((i, at) => {
        if (!decisions[at]!.kept) got[i] = rung;
      });
      alive = alive.filter((_, at) => decisions[at]!.kept);
    }
    const left = alive.map((i) => block[i]!);
    const own = new Set(left.filter(({ comparator }) => !comparator).map(({ run }) => run));
    return {
      got,
      after: {
        runs: runs + own.size,
        best: left.reduce((found, one) => (found && !(sum(one) > sum(found)) ? found : one), best),
      },
    };
  };
}

/** The same where what is saved is spent: `replicates` are those of a race that does not, and each racer has enough values. */
export function spendingOver(
  rungs: readonly number[],
  replicates: number,
  level: number,
  parameters: number,
): (racers: readonly Racer[]) => number[] {
  const looks = looksOf({ race: { rungs, spend: true }, replicates });
  const rules = rulesOf(looks, level, parameters);
  return (racers) => {
    const got = racers.map(() => rungs[0]!);
    const left = () => racers.length * replicates - got.reduce((sum, n) => sum + n, 0);
    let alive = racers.map((_, i) => i);
    for (let rung = rungs[0]!; looks.includes(rung) && left() > 0; ) {
      const seen = alive.map((i) => ({ ...racers[i]!, values: racers[i]!.values.slice(0, rung) }));
      const decisions = race(seen, rules);
      alive = alive.filter((_, at) => decisions[at]!.kept);
      const tied = decisions.filter(isTied).length;
      const to =
        rung < replicates
          ? looks.find((look) => look > rung)!
          : spendUpTo({ rung, left: left(), alive: alive.length, tied });
      if (to === rung) break;
      for (const i of alive) got[i] = to;
      rung = to;
    }
    return got;
  };
}
