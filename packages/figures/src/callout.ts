import type { Ink, Mark, Place } from './drawing.ts';
import type { Box } from './panel.ts';
import { LINE, SIZE, shortened, textWidth } from './text-width.ts';

const APART = 8;

/**
 * A label for a place in a plot: beside it and above or below, wherever it stays within the plot, on a ground that parts
 * it from the marks behind it. `side`: above or below, where there is room on both.
 */
export function callout(
  [x, y]: Place,
  said: string,
  plot: Box,
  { ink = 'text', side = 'above' }: { readonly ink?: Ink; readonly side?: 'above' | 'below' } = {},
): Mark[] {
  const text = shortened(said, plot.width - 4, SIZE.tick, true);
  const width = textWidth(text, SIZE.tick, true);
  if (text === '' || plot.height < LINE) return [];
  const right = plot.x + plot.width;
  const left =
    x + APART + width <= right ? x + APART : Math.max(plot.x + 2, Math.min(x - APART, right - 2) - width);
  const above = y - APART - LINE;
  const below = y + APART;
  const fits = (top: number) => top >= plot.y && top + LINE <= plot.y + plot.height;
  const [first, second] = side === 'above' ? [above, below] : [below, above];
  const top = fits(first) ? first : fits(second) ? second : Math.max(plot.y, plot.y + plot.height - LINE);
  return [
    { kind: 'rect', x: left - 2, y: top, width: width + 4, height: LINE, fill: 'surface', opacity: 0.8 },
    { kind: 'text', at: [left, top + SIZE.tick + 1], text, ink, size: SIZE.tick, bold: true },
  ];
}
