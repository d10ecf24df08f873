/** Dots in braille characters: 2 x 4 in each cell of a terminal. */

/** Bit of the dot in column x, row y from the top (Unicode, "Braille Patterns"). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

export interface DotCanvas {
  readonly columns: number;
  readonly rows: number;
  /** A byte a cell, [rows * columns]; 0 where no dot is. */
  readonly bits: Uint8Array;
  /** Sets a dot, from the top left; outside nothing happens. */
  dot(x: number, y: number): void;
}

export function dotCanvas(columns: number, rows: number): DotCanvas {
  const bits = new Uint8Array(columns * rows);
  return {
    columns,
    rows,
    bits,
    dot(x, y) {
      if (x < 0 || y < 0 || x >= columns * 2 || y >= rows * 4) return;
      bits[(y >> 2) * columns + (x >> 1)]! |= DOTS[x & 1]![y & 3]!;
    },
  };
}

/** The character of a cell's dots. */
export const brailleOf = (bits: number) => String.fromCodePoint(0x2800 + bits);

/** Calls with each dot on the straight line between two, ends included. */
export function dotsBetween(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  dot: (x: number, y: number) => void,
): void {
  const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
  for (let i = 0; i <= steps; i++) {
    dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps));
  }
}
