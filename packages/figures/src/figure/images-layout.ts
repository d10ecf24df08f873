import { LINE, SIZE, textWidth } from '../text-width.ts';

/** Where a figure of images puts them. */

/** Pixels of a picture's side at most, and between two. */
const LARGEST = 44;
const GAP = 3;
/** Between real and made images. */
const ASIDE = 24;
const MOST_LABEL = 120;
/** Below this a picture tells nothing. */
const SMALLEST = 6;
/** A title above, and a caption below a picture that was mistaken. */
export const TITLE = LINE + 4;
const CAPTION = LINE;

export interface Counts {
  /** Rows, one a class; pictures in each, real and made. */
  readonly classes: readonly string[];
  readonly real: number;
  readonly made: number;
  readonly mistaken: number;
  /** What stands below the pictures that were mistaken. */
  readonly captions: readonly string[];
}

export interface Layout {
  /** From the left: labels, then real images, then made ones. */
  readonly label: number;
  readonly made: number;
  /** Of a picture, and from one to the next. */
  readonly side: number;
  readonly step: number;
  /** Where those that were mistaken begin; a row of them, and from one to the next. */
  readonly below: number;
  readonly across: number;
  readonly aside: number;
  readonly height: number;
}

/** In a width, with pictures as large as it has room for, and no larger than `largest`. */
export function layOutImages(counts: Counts, width: number, largest = LARGEST): Layout {
  const { classes, real, made, mistaken, captions } = counts;
  const named = Math.max(0, ...classes.map((name) => textWidth(name, SIZE.tick)));
  const label = Math.min(named, MOST_LABEL, width / 4) + 8;
  const room = width - label - (made > 0 ? ASIDE : 0);
  const side = Math.max(0, Math.min(largest, room / Math.max(1, real + made) - GAP));
  const step = side + GAP;
  const above = classes.length > 0 ? TITLE + classes.length * step + GAP : 0;
  const caption = Math.max(0, ...captions.map((text) => textWidth(text, SIZE.tick) + 8));
  const aside = Math.min(width, Math.max(step, Math.min(caption, 2 * MOST_LABEL)));
  const across = Math.max(1, Math.floor(width / aside));
  const rows = Math.ceil(mistaken / across);
  return {
    ...{ label, side, step, aside, across, below: above },
    made: label + real * step + ASIDE,
    height: above + (mistaken > 0 ? TITLE + rows * (step + CAPTION) : 0),
  };
}

/** The same in a height too: smaller pictures where it is little. */
export function fittedImages(counts: Counts, width: number, height: number): Layout | null {
  for (let largest = LARGEST; largest >= SMALLEST; largest -= 1) {
    const layout = layOutImages(counts, width, largest);
    if (layout.side < SMALLEST) return null;
    if (layout.height <= height) return layout;
  }
  return null;
}
