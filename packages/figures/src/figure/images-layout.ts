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

/** Rows, one a class, of pictures on the left and others on the right. */
interface Band {
  readonly classes: readonly string[];
  readonly left: number;
  readonly right: number;
}

export interface Counts {
  readonly bands: readonly Band[];
  /** What stands below each picture that was mistaken. */
  readonly captions: readonly string[];
}

export interface Layout {
  /** From the left: labels, then pictures, then those on the right. */
  readonly label: number;
  readonly right: number;
  /** Of a picture, and from one to the next. */
  readonly side: number;
  readonly step: number;
  /** Where each band begins, and then those that were mistaken; how many are in a row of these, and from one to the next. */
  readonly tops: readonly number[];
  readonly below: number;
  readonly across: number;
  readonly aside: number;
  readonly height: number;
}

/** In a width, with pictures as large as it has room for, and no larger than `largest`. */
export function layOutImages({ bands, captions }: Counts, width: number, largest = LARGEST): Layout {
  const widest = (of: (band: Band) => number) => Math.max(0, ...bands.map(of));
  const [left, right] = [widest((band) => band.left), widest((band) => band.right)];
  const named = widest(({ classes }) => Math.max(0, ...classes.map((name) => textWidth(name, SIZE.tick))));
  const label = Math.min(named, MOST_LABEL, width / 4) + 8;
  const room = width - label - (right > 0 ? ASIDE : 0);
  const side = Math.max(0, Math.min(largest, room / Math.max(1, left + right) - GAP));
  const step = side + GAP;
  const tops: number[] = [];
  let below = 0;
  for (const { classes } of bands) {
    tops.push(below);
    below += TITLE + classes.length * step + GAP;
  }
  const caption = Math.max(0, ...captions.map((text) => textWidth(text, SIZE.tick) + 8));
  const aside = Math.min(width, Math.max(step, Math.min(caption, 2 * MOST_LABEL)));
  const across = Math.max(1, Math.floor(width / aside));
  const rows = Math.ceil(captions.length / across);
  return {
    ...{ label, side, step, tops, below, aside, across },
    right: label + left * step + ASIDE,
    height: below + (rows > 0 ? TITLE + rows * (step + CAPTION) : 0),
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
