/** Text as a terminal shows it: names come from users and may hold anything. */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]/u;
const ESCAPE_SEQUENCE = /\u001B\[[0-9;]*[A-Za-z]/g;

/** Columns that the text takes, colour codes aside. */
export function displayWidth(text: string): number {
  const bare = text.replace(ESCAPE_SEQUENCE, '');
  if (/^[\u0020-\u007E]*$/.test(bare)) return bare.length;
  let width = 0;
  for (const { segment } of graphemes.segment(bare)) width += WIDE.test(segment) ? 2 : 1;
  return width;
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
