import type { Ink } from '@latentsweep/figures';
import { PLAIN, type Style } from '../terminal/style.ts';

/** Colours for the inks of a figure; undefined where the output takes none. */
export function inkPaint(style: Style): ((text: string, ink: Ink) => string) | undefined {
  if (style === PLAIN) return undefined;
  const { cyan, yellow, green, magenta, blue, red, bold, dim } = style;
  const strong = [cyan, yellow].map((colour) => (text: string) => bold(colour(text)));
  const series = [cyan, yellow, green, magenta, blue, red, ...strong];
  return (text, ink) => {
    if (ink === 'muted' || ink === 'grid') return dim(text);
    if (ink === 'accent') return bold(red(text));
    if (typeof ink === 'string') return text;
    if ('series' in ink) return series[ink.series % series.length]!(text);
    return ink.scale < 0.5 ? dim(text) : text;
  };
}
