import { leastSurvivors, pocockLevel, type Racer, race } from '@latentsweep/core';

/** Races to the end over values that are all known: how many of its replicates each config gets. `level`: of all looks together. */
export function racesOver(
  rungs: readonly number[],
  level: number,
  parameters: number,
): (racers: readonly Racer[]) => number[] {
  const rules = { level: pocockLevel(rungs, level), least: leastSurvivors(parameters) };
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
