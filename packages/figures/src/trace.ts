import type { Ink, Mark, Meaning, Place } from './drawing.ts';

type MaybePlace = readonly [x: number | null, y: number | null];

/** The places of a line; the pen is lifted where there is none. */
function traced(places: Iterable<MaybePlace>): (Place | null)[] {
  return Array.from(places, ([x, y]) => (x === null || y === null ? null : ([x, y] as const)));
}

/** Runs of places without a gap. */
function runsOf(through: readonly (Place | null)[]): Place[][] {
  const runs: Place[][] = [[]];
  for (const place of through) {
    if (place) runs.at(-1)!.push(place);
    else if (runs.at(-1)!.length > 0) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

/** A line with a point in place of each run that is too short for one: a value between two that are missing. */
export function lineMarks(
  places: Iterable<MaybePlace>,
  how: { readonly stroke: Ink; readonly width: number; readonly dashed?: boolean },
  meaning: Meaning = {},
): Mark[] {
  const through = traced(places);
  const runs = runsOf(through);
  const points = runs.filter((run) => run.length === 1);
  return [
    ...(runs.length > points.length ? [{ ...meaning, kind: 'line' as const, through, ...how }] : []),
    ...points.map(([at]) => ({
      ...meaning,
      kind: 'point' as const,
      at: at!,
      radius: how.width + 1,
      fill: how.stroke,
    })),
  ];
}

/** Areas between an upper and a lower line, one a run; of a run of one place, an upright line. */
export function bandMarks(
  bands: Iterable<readonly [x: number | null, lower: number | null, upper: number | null]>,
  fill: Ink,
  meaning: Meaning,
): Mark[] {
  const all = [...bands].map((band) =>
    band.includes(null) ? null : (band as readonly [number, number, number]),
  );
  const marks: Mark[] = [];
  let run: (readonly [number, number, number])[] = [];
  for (const band of [...all, null]) {
    if (band) {
      run.push(band);
      continue;
    }
    const [first] = run;
    if (run.length > 1) {
      const around = [
        ...run.map(([x, , upper]) => [x, upper] as const),
        ...run.toReversed().map(([x, lower]) => [x, lower] as const),
      ];
      marks.push({ ...meaning, kind: 'area', around, fill });
    } else if (first) {
      const [x, lower, upper] = first;
      marks.push({
        ...meaning,
        kind: 'line',
        through: [
          [x, lower],
          [x, upper],
        ],
        stroke: fill,
        width: 3,
      });
    }
    run = [];
  }
  return marks;
}
