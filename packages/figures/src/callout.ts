import type { Ink, Mark, Place } from './drawing.ts';
import type { Box } from './panel.ts';
import { LINE, SIZE, shortened, textWidth } from './text-width.ts';

const APART = 8;

export interface Callout {
  readonly at: Place;
  readonly said: string;
  readonly ink?: Ink;
  /** Where there is room on both sides. */
  readonly side?: 'above' | 'below';
}

/**
 * Labels for places in a plot: beside them and above or below, within the plot, on a ground that parts them from the
 * marks behind. One that would lie over an earlier one is left out.
 */
export function callouts(wanted: readonly Callout[], plot: Box): Mark[] {
  const taken: Box[] = [];
  return wanted.flatMap(({ at, said, ink = 'text', side = 'above' }): Mark[] => {
    const text = shortened(said, plot.width - 4, SIZE.tick, true);
    const box = boxesFor(at, textWidth(text, SIZE.tick, true), plot, side).find(
      (place) => !taken.some((other) => meet(place, other)),
    );
    if (text === '' || !box) return [];
    taken.push(box);
    return [
      { kind: 'rect', ...box, fill: 'surface', opacity: 0.8 },
      { kind: 'text', at: [box.x + 2, box.y + SIZE.tick + 1], text, ink, size: SIZE.tick, bold: true },
    ];
  });
}

/** The best place first: all of them within the plot. */
function boxesFor([x, y]: Place, length: number, plot: Box, side: 'above' | 'below'): Box[] {
  const width = length + 4;
  const right = plot.x + plot.width;
  const lefts = [x + APART, x - APART - width].filter((left) => left >= plot.x && left + width <= right);
  const tops = [y - APART - LINE, y + APART];
  if (side === 'below') tops.reverse();
  const within = tops.filter((top) => top >= plot.y && top + LINE <= plot.y + plot.height);
  const beside = lefts.length > 0 ? lefts : [Math.max(plot.x, right - width)];
  return within.flatMap((top) => beside.map((left) => ({ x: left, y: top, width, height: LINE })));
}

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
