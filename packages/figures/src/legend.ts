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
const GAP = 18;

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

/** What the colours of the scale stand for: the texts at its ends. */
export interface ColourBar {
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

const BAR_STEPS = 16;

/** `test_accuracy  0.71 ▒▓█ 0.89`, one line high. */
export function colourBarAt(
  { title, from, to }: ColourBar,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Mark[] {
  const size = SIZE.tick;
  const ends = textWidth(from, size) + textWidth(to, size) + 4 * BESIDE;
  const wanted = width - ends - textWidth(title, size) - 2 * BESIDE;
  const length = Math.max(3 * BAR_STEPS, Math.min(160, wanted));
  const name = shortened(title, width - ends - length - 2 * BESIDE, size);
  const line = y + LINE / 2 + size * 0.35;
  const text = { kind: 'text', size, ink: 'text' } as const;
  const start = x + (name === '' ? 0 : textWidth(name, size) + 2 * BESIDE);
  const bar = start + textWidth(from, size) + BESIDE;
  const step = length / BAR_STEPS;
  return [
    { ...text, at: [x, line], text: name },
    { ...text, at: [start, line], text: from },
    ...Array.from({ length: BAR_STEPS }, (_, i): Mark => {
      const fill = { scale: i / (BAR_STEPS - 1) };
      // A hair over the next one: no seams.
      return {
        kind: 'rect',
        x: bar + i * step,
        y: y + 3,
        width: step + (i + 1 < BAR_STEPS ? 0.5 : 0),
        height: 10,
        fill,
      };
    }),
    { ...text, at: [bar + length + BESIDE, line], text: to },
  ];
}
