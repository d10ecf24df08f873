import type { Question } from '../../port.ts';
import type { Coordinates } from './coordinates.ts';
import type { Weighted } from './model.ts';
import { standingsOf } from './standing.ts';

/** What a question reads of the finished configs, however many there are: the best, and some by place. */
export const BEST = 128;
export const SPREAD = 256;

/** The results as two sets of points. */
export interface Known {
  readonly good: readonly (Weighted & { readonly place: number; readonly mean: number })[];
  readonly rest: readonly Weighted[];
}

/** Good ones are a tenth, and never more than 25, as in Optuna. */
const goodOf = (known: number) => Math.min(25, Math.ceil(0.1 * known));

/**
 * Good points and the rest, to which those under way belong, those without a value and those that a race dropped; or, in words, why nothing can be
 * learned yet. Where only some of the finished configs are read, each that was taken by its place stands for several.
 */
export function knownOf(question: Question, { of }: Coordinates, needed: number): Known | string {
  const { finished, running, made } = question;
  const points = new Map(finished.map((one) => [one.place, of(one.config)]));
  const drawnOnes = finished.filter(({ place }) => points.get(place));
  const standings = standingsOf(drawnOnes);
  const dropped = drawnOnes.filter(({ pruned }) => pruned).length;
  const results = standings.length + dropped;
  if (results < needed) return `${results} of ${needed} results are known`;
  if (standings.length === 0) return 'a race dropped all results';
  const [first, last] = [standings[0]!, standings.at(-1)!];
  const same = first.value === last.value && first.finished.violation === last.finished.violation;
  if (same && dropped === 0) return 'all results are equal';
  const ended = made - running.length;
  // What a race dropped is read by place alone.
  const best = dropped > 0 ? Math.min(BEST, standings.length) : BEST;
  const each = finished.length < ended ? (ended - best) / (finished.length - best) : 1;
  const drawn = [...points.values()].filter((x) => x !== null).length / finished.length;
  const ranks = new Map(standings.map(({ finished: { place } }, rank) => [place, rank]));
  const count = goodOf(ended * drawn);
  const rest = finished
    .toSorted((a, b) => a.place - b.place)
    .flatMap(({ place }): Weighted[] => {
      const x = points.get(place);
      const rank = ranks.get(place) ?? Number.POSITIVE_INFINITY;
      return x && rank >= count ? [{ x, weight: rank < best ? 1 : each }] : [];
    });
  const open = running.flatMap((config): Weighted[] => {
    const x = of(config);
    return x ? [{ x, weight: 1 }] : [];
  });
  return {
    good: standings
      .slice(0, count)
      .map(({ finished: { place, mean } }) => ({ x: points.get(place)!, weight: 1, place, mean: mean! })),
    rest: [...rest, ...open],
  };
}
