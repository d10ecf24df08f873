/** Text as a terminal shows it: names come from users and may hold anything. */

import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Columns that the text takes, colour codes aside. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** At most `width` columns, ending in … where something was cut off. The text has no colour codes. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const step = displayWidth(segment);
    if (used + step > width - 1) break;
    kept += segment;
    used += step;
  }
  return `${kept}…`;
}

/** At most `width` columns of its end: `…ghts_kl`, where names differ in how they end. The text has no colour codes. */
export function truncateStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const segments = [...graphemes.segment(text)].map(({ segment }) => segment);
  while (segments.length > 0 && displayWidth(segments.join('')) > width - 1) segments.shift();
  return width < 1 ? '' : `…${segments.join('')}`;
}

export function pad(text: string, width: number, align: 'left' | 'right'): string {
  const blank = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + blank : blank + text;
}

/** Breaks at spaces; a word longer than a line keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
