import type { Ink, Mark } from './drawing.ts';
import { LINE, SIZE, shortened, textWidth } from './text-width.ts';

export interface LegendEntry {
  readonly label: string;
  readonly ink: Ink;
  /** What the marks look like that it is about. */
  readonly like: 'point' | 'square' | 'diamond' | 'line' | 'dashes' | 'area';
}

const KEY = 16;
const BESIDE = 5;
const GAP = 14;

/** Entries in rows, from `x` and `y` (the top) over at most `width` pixels, and how high they are together. */
export function legendAt(
  entries: readonly LegendEntry[],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): { readonly marks: readonly Mark[]; readonly height: number } {
  const marks: Mark[] = [];
  let left = x;
  let top = y;
  for (const entry of entries) {
    const label = shortened(entry.label, width - KEY - BESIDE, SIZE.tick);
    const taken = KEY + BESIDE + textWidth(label, SIZE.tick);
    if (left > x && left + taken > x + width) {
      left = x;
      top += LINE;
    }
    marks.push(...keyMarks(entry, left, top + LINE / 2), {
      kind: 'text',
      at: [left + KEY + BESIDE, top + LINE / 2 + SIZE.tick * 0.35],
      text: label,
      ink: 'text',
      size: SIZE.tick,
    });
    left += taken + GAP;
  }
  return { marks, height: entries.length === 0 ? 0 : top + LINE - y };
}

function keyMarks({ like, ink }: LegendEntry, x: number, middle: number): Mark[] {
  if (like === 'area') {
    return [{ kind: 'rect', x, y: middle - 4, width: KEY, height: 8, fill: ink, opacity: 0.3 }];
  }
  if (like === 'line' || like === 'dashes') {
    const through = [[x, middle] as const, [x + KEY, middle] as const];
    return [{ kind: 'line', through, stroke: ink, width: 2, dashed: like === 'dashes' }];
  }
  const shape = like === 'point' ? 'round' : like;
  return [{ kind: 'point', at: [x + KEY / 2, middle], radius: 4, fill: ink, shape }];
}
