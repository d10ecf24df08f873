/** A curve by its places, `x` going up. */
export interface PlacedCurve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** How a curve goes on between two places: straight, or at the height of the place that it comes to. */
export type Between = 'straight' | 'steps';

const STEPS = 100;

/**
 * The mean height of curves over 0 to 1, at 101 places (vertical averaging: Fawcett 2006, "An introduction to ROC
 * analysis", algorithm 3). A curve that has no height at a place is left out of the mean there; null where none has.
 * Precision over recall goes in `steps`, so that the area below it is the average precision.
 */
export function meanCurve(
  curves: readonly PlacedCurve[],
  between: Between,
): { readonly x: readonly number[]; readonly y: readonly (number | null)[] } {
  const x = Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS);
  const readers = curves.map((curve) => readerOf(curve, between));
  const y = x.map((at) => {
    const heights = readers.map((read) => read(at)).filter((height) => height !== null);
    return heights.length === 0 ? null : heights.reduce((sum, height) => sum + height, 0) / heights.length;
  });
  return { x, y };
}

/** Heights at places that go up; the places are walked once. Where the curve stands upright, its upper end. */
function readerOf({ x, y }: PlacedCurve, between: Between): (at: number) => number | null {
  const places = x
    .map((place, i) => [place, y[i]] as const)
    .filter((place): place is readonly [number, number] => place.every(Number.isFinite));
  let next = 0;
  return (at) => {
    while (next < places.length && places[next]![0] < at) next++;
    const [after, height] = places[next] ?? [null, null];
    if (after === null) return null;
    if (after === at) {
      let best = height;
      for (let i = next; places[i]?.[0] === at; i++)
        best = between === 'straight' ? Math.max(best, places[i]![1]) : best;
      return best;
    }
    if (between === 'steps') return height;
    const before = places[next - 1];
    if (!before) return null;
    return before[1] + ((height - before[1]) * (at - before[0])) / (after - before[0]);
  };
}
