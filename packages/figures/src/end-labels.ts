import type { Ink, Mark } from './drawing.ts';
import { SIZE } from './text-width.ts';

export interface EndLabel {
  readonly text: string;
  /** The height of the end of its line. */
  readonly at: number;
  readonly ink: Ink;
}

const APART = 13;

/** Labels right of the ends of lines, moved apart as far as they need between `top` and `bottom`; the last ones may not fit. */
export function endLabels(
  labels: readonly EndLabel[],
  { x, top, bottom }: { readonly x: number; readonly top: number; readonly bottom: number },
): Mark[] {
  const room = Math.max(1, Math.floor((bottom - top) / APART) + 1);
  const sorted = labels.toSorted((a, b) => a.at - b.at).slice(0, room);
  const places: number[] = [];
  for (const { at } of sorted)
    places.push(Math.max(at, top, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + APART));
  for (let i = places.length - 1, limit = bottom; i >= 0; i--, limit -= APART) {
    places[i] = Math.min(places[i]!, limit);
  }
  return sorted.map(({ text, ink }, i) => ({
    kind: 'text',
    at: [x, places[i]! + SIZE.tick * 0.35],
    text,
    ink,
    size: SIZE.tick,
  }));
}
