import type { Question } from '../../port.ts';
import type { Coordinates } from './coordinates.ts';
import { bestOf } from './fronts.ts';
import type { Weighted } from './model.ts';
import { type Standing, standingsOf } from './standing.ts';

/** What a question reads of the finished configs, however many there are: the best, and some by place. */
export const BEST = 128;
export const SPREAD = 256;

/** What a question tells of the finished configs. */
export interface Read {
  /** By place; null: it is none of those that are drawn. */
  readonly points: ReadonlyMap<number, Float64Array | null>;
  /** Those that are drawn, have a value and were not dropped by a race, the best first. */
  readonly standings: readonly Standing[];
}

export function readOf({ finished }: Question, { of }: Coordinates): Read {
  const points = new Map(finished.map((one) => [one.place, of(one.config)]));
  return { points, standings: standingsOf(finished.filter(({ place }) => points.get(place))) };
}

/** The results as two sets of points. */
export interface Known {
  readonly good: readonly (Weighted & { readonly place: number })[];
  readonly rest: readonly Weighted[];
}

/** Good ones are a tenth, and never more than 25, as in Optuna. */
const goodOf = (known: number) => Math.min(25, Math.ceil(0.1 * known));

/**
 * The better of the good ones draw more of the candidates: from 2 down to nearly 0, 1 in the mean, in equal steps. (Of fronts
 * of several objectives none is better than its neighbour.)
 */
const weightOf = (rank: number, count: number) => (2 * (count - rank)) / (count + 1);

/**
 * Good points and the rest, to which those under way belong, those without a value and those that a race dropped; or, in words,
 * why nothing can be learned yet. Where only some of the finished configs are read, each that was taken by its place stands for
 * several.
 */
export function knownOf(
  { finished, running, made }: Question,
  { points, standings }: Read,
  { of }: Coordinates,
  needed: number,
): Known | string {
  const dropped = finished.filter(({ place, pruned }) => pruned && points.get(place)).length;
  const results = standings.length + dropped;
  if (results < needed) return `${results} of ${needed} results are known`;
  const [first] = standings;
  if (!first) return 'a race dropped all results';
  if (dropped === 0 && standings.every((one) => areEqual(one, first))) return 'all results are equal';
  const ended = made - running.length;
  // What a race dropped is read by place alone.
  const best = dropped > 0 ? Math.min(BEST, standings.length) : BEST;
  const each = finished.length < ended ? (ended - best) / (finished.length - best) : 1;
  const drawn = [...points.values()].filter((x) => x !== null).length / finished.length;
  const ranks = new Map(standings.map(({ finished: { place } }, rank) => [place, rank]));
  const good = bestOf(standings, goodOf(ended * drawn)).map(({ finished: { place } }) => place);
  const isGood = new Set(good);
  const rest = finished
    .toSorted((a, b) => a.place - b.place)
    .flatMap(({ place }): Weighted[] => {
      const x = points.get(place);
      const rank = ranks.get(place) ?? Number.POSITIVE_INFINITY;
      return x && !isGood.has(place) ? [{ x, weight: rank < best ? 1 : each }] : [];
    });
  const open = running.flatMap((config): Weighted[] => {
    const x = of(config);
    return x ? [{ x, weight: 1 }] : [];
  });
  return {
    good: good.map((place, rank) => ({
      ...{ x: points.get(place)!, place },
      weight: first.values.length === 1 ? weightOf(rank, good.length) : 1,
    })),
    rest: [...rest, ...open],
  };
}

const areEqual = (a: Standing, b: Standing): boolean =>
  a.values.every((value, k) => value === b.values[k]) && a.finished.violation === b.finished.violation;
