import { measureNames, type Sweep } from '@latentsweep/store';

/** The columns of what a program's results hold, by its names; none of a sweep whose trials are built in. */
export function ownColumns({
  ownMeasures,
  parameters,
}: Pick<Sweep, 'ownMeasures' | 'parameters'>): ReadonlyMap<string, string> {
  const own = ownMeasures ?? [];
  const columns = measureNames(
    parameters.map(({ name }) => name),
    own,
  );
  return new Map(own.map((name, i) => [name, columns[i]!]));
}
