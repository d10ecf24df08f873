const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most `most` characters as a reader counts them, ending in … where something was cut off. */
export function cut(text: string, most: number): string {
  // Each is at least one unit long: a short text need not be counted.
  if (text.length <= most) return text;
  let before = 0;
  let count = 0;
  for (const { index } of graphemes.segment(text)) {
    // The room of the last one is for the …
    if (count === most - 1) before = index;
    if (count === most) return `${text.slice(0, before)}…`;
    count++;
  }
  return text;
}
