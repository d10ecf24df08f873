import type { Racer } from './racer.ts';
import { isValue } from './two-way.ts';

/** The configs of one training run. */
export interface RacedRun {
  /** The one by which the run is judged: of those with the most values that keep the constraints, or else of all, the one with the best mean. */
  readonly lead: Racer;
  /** Those that train for longer than it, by rising epochs. Shorter ones come with it at no cost. */
  readonly longer: readonly Racer[];
  /** The others, by rising epochs. */
  readonly shorter: readonly Racer[];
}

/** In the order of the runs' names. */
export function runsOf(racers: readonly Racer[]): RacedRun[] {
  return [...Map.groupBy(racers, ({ run }) => run).values()]
    .map((own) => {
      const lead = leadOf(own);
      const rising = own.toSorted((a, b) => a.epochs - b.epochs);
      return {
        lead,
        longer: rising.filter(({ epochs }) => epochs > lead.epochs),
        shorter: rising.filter(({ epochs }) => epochs < lead.epochs),
      };
    })
    .sort((a, b) => (a.lead.run < b.lead.run ? -1 : 1));
}

function leadOf(own: readonly Racer[]): Racer {
  const ranked = own.map((racer) => {
    const values = racer.values.filter(isValue);
    const count = values.length;
    return { racer, count, mean: values.reduce((sum, value) => sum + value, 0) / Math.max(1, count) };
  });
  ranked.sort(
    (a, b) =>
      b.count - a.count ||
      Number(a.racer.breaks ?? false) - Number(b.racer.breaks ?? false) ||
      b.mean - a.mean ||
      a.racer.epochs - b.racer.epochs,
  );
  return ranked[0]!.racer;
}
