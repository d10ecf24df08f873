import { printable } from '@latentsweep/core';

/**
 * How wide text is, without a font at hand: by the advances of DejaVu Sans, the widest of the faces in which figures are
 * shown, so that what is kept apart by this estimate is apart in all of them.
 */

/** In pixels. */
export const SIZE = { title: 14, text: 12, tick: 11 } as const;
/** From one line of text to the next, in pixels; a row of a terminal. */
export const LINE = 16;

/** Thousandths of the size, from the space to the tilde. */
const ADVANCES: readonly number[] = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
  636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
  295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838,
  500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521,
  392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];
const OTHER = 700;
const WIDE = 1250;
const BOLD = 1.12;

const JOINED = /\p{M}|[\u200b-\u200f]/u;
const BROAD =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|[\u{20000}-\u{3fffd}]/u;

/** Pixels that a line of text takes at most. */
export function textWidth(text: string, size: number, bold = false): number {
  let sum = 0;
  for (const c of printable(text)) {
    const known = ADVANCES[c.codePointAt(0)! - 32];
    sum += known ?? (JOINED.test(c) ? 0 : BROAD.test(c) ? WIDE : OTHER);
  }
  return (sum / 1000) * size * (bold ? BOLD : 1);
}

/** What a terminal shows as one: itself and the columns that it takes. */
export function* graphemesOf(text: string): Iterable<readonly [text: string, columns: number]> {
  for (const { segment } of graphemes.segment(printable(text))) {
    yield [segment, BROAD.test(segment) ? 2 : JOINED.test(segment[0]!) ? 0 : 1];
  }
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text, or as much of its start as `width` pixels take and an ellipsis; nothing where not even that fits. */
export function shortened(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  let room = width - textWidth('…', size, bold);
  if (room < 0) return '';
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    room -= textWidth(segment, size, bold);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The same from the end: `…ghts.kl`. */
export function shortenedAtStart(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let room = width - textWidth('…', size);
  if (room < 0) return '';
  let kept = '';
  for (const { segment } of [...graphemes.segment(text)].toReversed()) {
    room -= textWidth(segment, size);
    if (room < 0) break;
    kept = segment + kept;
  }
  return `…${kept.trimStart()}`;
}

/** Lines of at most `width` pixels, broken at spaces; at most `lines` of them, what is left out marked by an ellipsis. */
export function wrapped(text: string, width: number, size: number, lines: number, bold = false): string[] {
  const words = text.split(' ');
  const done: string[] = [];
  while (words.length > 0 && done.length < lines) {
    let line = words.shift()!;
    const last = done.length === lines - 1;
    while (words.length > 0 && (last || textWidth(`${line} ${words[0]}`, size, bold) <= width)) {
      line += ` ${words.shift()}`;
      if (last && textWidth(line, size, bold) > width) words.length = 0;
    }
    done.push(shortened(line, width, size, bold));
  }
  return done;
}
