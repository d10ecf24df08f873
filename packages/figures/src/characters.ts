import { brailleOf, type DotCanvas, dotCanvas, dotsBetween } from './braille.ts';
import type { Drawing, Frame, Ink, Mark, Place } from './drawing.ts';
import { bytesOf } from './pixels.ts';
import { graphemesOf, SIZE } from './text-width.ts';

/** A drawing in a terminal: lines, points and areas as braille dots, text and large points as characters. */

/** Pixels that a character stands for: those of a small letter, so that text has the columns that it was measured to take. */
const CELL = { width: 6.4, height: 16 } as const;

/** The room in which to draw what is to fill a terminal's `columns` and `rows`. */
export function frameOfCharacters(columns: number, rows: number): Frame {
  return { width: columns * CELL.width, height: rows * CELL.height };
}

/** Gives a text the colour of an ink. */
type Paint = (text: string, ink: Ink) => string;

/** With fewer points than this and no colours, each series has a character of its own. */
const FEW_POINTS = 400;
const GLYPHS = ['●', '■', '◆', '▲', '○', '□', '◇', '△'] as const;

interface Cells {
  readonly dots: DotCanvas;
  /** A cell each: the ink of its dots; what is written there, empty beside a wide character; a piece of an axis. */
  readonly dotInks: (Ink | undefined)[];
  readonly texts: (readonly [text: string, ink: Ink] | undefined)[];
  readonly glyphs: (readonly [text: string, ink: Ink] | undefined)[];
  readonly rules: (string | undefined)[];
  /** Dots to a pixel. */
  readonly across: number;
  readonly down: number;
}

/**
 * Lines of at most `columns` characters, `rows` of them. What lies in a cell is, from the top: text, a large point, dots,
 * an axis. Legible without `paint`: shades are dots apart, lines of different series dashes of different lengths.
 */
export function charactersOf(
  drawing: Drawing,
  {
    columns,
    rows,
    paint,
  }: { readonly columns: number; readonly rows: number; readonly paint?: Paint | undefined },
): string[] {
  const cells: Cells = {
    dots: dotCanvas(columns, rows),
    dotInks: new Array(columns * rows),
    texts: new Array(columns * rows),
    glyphs: new Array(columns * rows),
    rules: new Array(columns * rows),
    across: (columns * 2) / drawing.width,
    down: (rows * 4) / drawing.height,
  };
  const points = drawing.marks.filter(({ kind }) => kind === 'point').length;
  const asGlyphs = paint === undefined && points <= FEW_POINTS;
  for (const mark of drawing.marks) put(cells, mark, asGlyphs, paint === undefined);
  return Array.from({ length: rows }, (_, row) => rowOf(cells, row, paint ?? ((text) => text)));
}

function put(cells: Cells, mark: Mark, asGlyphs: boolean, dashSeries: boolean): void {
  if (mark.kind === 'rect') putRect(cells, mark);
  else if (mark.kind === 'line') putLine(cells, mark, dashSeries);
  else if (mark.kind === 'area') putArea(cells, mark);
  else if (mark.kind === 'image') putImage(cells, mark);
  else if (mark.kind === 'point') putPoint(cells, mark, asGlyphs);
  else if (mark.upright) putUpright(cells, mark);
  else putText(cells, mark);
}

type Of<Kind extends Mark['kind']> = Extract<Mark, { kind: Kind }>;

function setDot(cells: Cells, x: number, y: number, ink: Ink): void {
  const { columns, rows } = cells.dots;
  if (x < 0 || y < 0 || x >= columns * 2 || y >= rows * 4) return;
  cells.dots.dot(x, y);
  cells.dotInks[(y >> 2) * columns + (x >> 1)] = ink;
}

/** Thresholds by which more and more of a cell's dots are set, far from one another (Bayer). */
const THRESHOLDS = [
  [0.5, 6.5, 1.5, 7.5],
  [4.5, 2.5, 5.5, 3.5],
] as const;

function shade(cells: Cells, x: number, y: number, ink: Ink, opacity = 1): void {
  const level = typeof ink === 'object' && 'scale' in ink ? 0.15 + 0.85 * ink.scale : opacity;
  if (THRESHOLDS[x & 1]![y & 3]! < level * 8) setDot(cells, x, y, ink);
}

function putRect(cells: Cells, { x, y, width, height, fill, opacity }: Of<'rect'>): void {
  const left = Math.round(x * cells.across);
  const top = Math.round(y * cells.down);
  const right = Math.max(left + (width > 0 ? 1 : 0), Math.round((x + width) * cells.across));
  const bottom = Math.max(top + (height > 0 ? 1 : 0), Math.round((y + height) * cells.down));
  if (fill === 'grid' || fill === 'surface') return;
  for (let v = top; v < bottom; v++) {
    for (let u = left; u < right; u++) shade(cells, u, v, fill, opacity);
  }
}

/** The lighter, the more dots. */
function putImage(cells: Cells, { x, y, width, height, pixels }: Of<'image'>): void {
  const bytes = bytesOf(pixels);
  const left = Math.round(x * cells.across);
  const top = Math.round(y * cells.down);
  const [across, down] = [Math.round(width * cells.across), Math.round(height * cells.down)];
  for (let v = 0; v < down; v++) {
    for (let u = 0; u < across; u++) {
      const row = Math.floor(((v + 0.5) / down) * pixels.height);
      const column = Math.floor(((u + 0.5) / across) * pixels.width);
      shade(cells, left + u, top + v, 'text', lightness(bytes, row * pixels.width + column, pixels.channels));
    }
  }
}

/** From 0 to 1: the luma of ITU-R 601. */
function lightness(bytes: Uint8Array, pixel: number, channels: 1 | 3): number {
  if (channels === 1) return bytes[pixel]! / 255;
  const [red, green, blue] = bytes.subarray(3 * pixel, 3 * pixel + 3) as unknown as [number, number, number];
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

/** Rows of dots between the edges that they cross, pair by pair (even-odd rule). */
function putArea(cells: Cells, { around, fill, opacity }: Of<'area'>): void {
  const corners = around.map(([x, y]): Place => [x * cells.across, y * cells.down]);
  const last = cells.dots.rows * 4 - 1;
  const from = Math.max(0, Math.floor(Math.min(...corners.map(([, y]) => y))));
  const to = Math.min(last, Math.ceil(Math.max(...corners.map(([, y]) => y))));
  for (let v = from; v <= to; v++) {
    const crossed: number[] = [];
    corners.forEach(([x0, y0], i) => {
      const [x1, y1] = corners[(i + 1) % corners.length]!;
      if (y0 <= v + 0.5 !== y1 <= v + 0.5) crossed.push(x0 + ((v + 0.5 - y0) / (y1 - y0)) * (x1 - x0));
    });
    crossed.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossed.length; i += 2) {
      for (let u = Math.round(crossed[i]!); u < crossed[i + 1]!; u++) shade(cells, u, v, fill, opacity);
    }
  }
}

function putLine(cells: Cells, { through, stroke, dashed }: Of<'line'>, dashSeries: boolean): void {
  if (stroke === 'grid') return;
  const [from, to] = through;
  if (stroke === 'muted' && !dashed && through.length === 2 && from && to && putRule(cells, from, to)) return;
  const series = typeof stroke === 'object' && 'series' in stroke ? stroke.series : 0;
  const pattern = DASHES[dashed ? 1 : dashSeries ? series % DASHES.length : 0]!;
  let before: Place | null = null;
  for (const place of through) {
    const here: Place | null = place && [
      Math.floor(place[0] * cells.across),
      Math.floor(place[1] * cells.down),
    ];
    if (here) {
      const [x0, y0] = before ?? here;
      dotsBetween(x0, y0, here[0], here[1], (x, y) => {
        if (pattern(x + y)) setDot(cells, x, y, stroke);
      });
    }
    before = here;
  }
}

const DASHES: readonly ((along: number) => boolean)[] = [
  () => true,
  (along) => along % 6 < 3,
  (along) => along % 2 === 0,
  (along) => along % 10 < 7,
  (along) => along % 4 === 0,
  (along) => along % 8 < 5,
  (along) => along % 10 < 2 || (along % 10 > 4 && along % 10 < 7),
  (along) => along % 12 < 9 && along % 3 > 0,
];

/** An axis and its ticks, as lines of boxes are drawn; false for what is neither. */
function putRule(cells: Cells, from: Place, to: Place): boolean {
  const { columns, rows } = cells.dots;
  const column = (x: number) => Math.min(columns - 1, Math.max(0, Math.floor((x * cells.across) / 2)));
  const row = (y: number) => Math.min(rows - 1, Math.max(0, Math.floor((y * cells.down) / 4)));
  const set = (x: number, y: number, own: string, crossed: string) => {
    const at = y * columns + x;
    cells.rules[at] = cells.rules[at] === undefined || cells.rules[at] === own ? own : crossed;
  };
  if (from[1] === to[1]) {
    for (let x = column(Math.min(from[0], to[0])); x <= column(Math.max(from[0], to[0])); x++) {
      set(x, row(from[1]), '─', '┬');
    }
    return true;
  }
  if (from[0] !== to[0]) return false;
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  if ((bottom - top) * cells.down < 4) set(column(from[0]), row(top), '┬', '┬');
  else for (let y = row(top); y <= row(bottom - 1e-6); y++) set(column(from[0]), y, '│', '┼');
  return true;
}

const LARGE = 3.5;

function putPoint(cells: Cells, { at: [x, y], radius, fill, shape }: Of<'point'>, asGlyphs: boolean): void {
  const u = Math.floor(x * cells.across);
  const v = Math.floor(y * cells.down);
  if (!asGlyphs && radius < LARGE) {
    setDot(cells, u, v, fill);
    return;
  }
  const { columns, rows } = cells.dots;
  if (u < 0 || v < 0 || u >= columns * 2 || v >= rows * 4) return;
  const series = typeof fill === 'object' && 'series' in fill ? fill.series : 0;
  const shaped = shape === 'square' ? '■' : shape === 'diamond' ? '◆' : '●';
  const glyph =
    asGlyphs && (shape === undefined || shape === 'round') ? GLYPHS[series % GLYPHS.length]! : shaped;
  cells.glyphs[(v >> 2) * columns + (u >> 1)] = [glyph, fill];
}

/** Where it is free, or a column or two beside; else not at all. */
function putText(cells: Cells, mark: Of<'text'>): void {
  const { columns, rows } = cells.dots;
  const size = mark.size ?? SIZE.text;
  const letters = [...graphemesOf(mark.text)];
  const row = Math.floor(((mark.at[1] - size * 0.35) * cells.down) / 4);
  if (row < 0 || row >= rows) return;
  const kept = cut(letters, columns);
  const width = kept.reduce((sum, [, taken]) => sum + taken, 0);
  const share = mark.anchor === 'middle' ? 0.5 : mark.anchor === 'end' ? 1 : 0;
  const wanted = Math.round((mark.at[0] * cells.across) / 2 - share * width);
  for (const aside of [0, 1, 2, -1, -2]) {
    const start = Math.min(Math.max(0, wanted + aside), columns - width);
    if (!isFree(cells, row, start, width)) continue;
    let column = start;
    for (const [text, taken] of kept) {
      if (taken === 0) continue;
      cells.texts[row * columns + column] = [text, mark.ink];
      if (taken === 2) cells.texts[row * columns + column + 1] = ['', mark.ink];
      column += taken;
    }
    return;
  }
}

type Letters = readonly (readonly [text: string, columns: number])[];

function cut(letters: Letters, columns: number): Letters {
  let width = 0;
  const fits = letters.findIndex(([, taken]) => {
    width += taken;
    return width > columns;
  });
  return fits < 0 ? letters : [...letters.slice(0, Math.max(0, fits - 1)), ['…', 1]];
}

/** One letter below another, from the end that is at the axis. */
function putUpright(cells: Cells, { at, ink, anchor, text: said }: Of<'text'>): void {
  const letters = [...graphemesOf(said)];
  const { columns, rows } = cells.dots;
  const column = Math.min(columns - 1, Math.max(0, Math.floor((at[0] * cells.across) / 2)));
  const first = Math.floor((at[1] * cells.down) / 4) - (anchor === 'end' ? 0 : letters.length - 1);
  letters.forEach(([text], i) => {
    const row = first + i;
    if (row >= 0 && row < rows && cells.texts[row * columns + column] === undefined) {
      cells.texts[row * columns + column] = [text, ink];
    }
  });
}

/** With a free column on both sides, where there is one. */
function isFree({ dots: { columns }, texts }: Cells, row: number, start: number, width: number): boolean {
  for (let column = Math.max(0, start - 1); column <= Math.min(columns - 1, start + width); column++) {
    if (texts[row * columns + column] !== undefined) return false;
  }
  return start + width <= columns;
}

/** Neighbours of one ink are painted together. */
function rowOf(cells: Cells, row: number, paint: Paint): string {
  const { columns } = cells.dots;
  const pieces: { text: string; ink: Ink | null }[] = [];
  for (let at = row * columns; at < (row + 1) * columns; at++) {
    const [text, ink] =
      cells.texts[at] ??
      cells.glyphs[at] ??
      dotsAt(cells, at) ??
      ([cells.rules[at] ?? ' ', cells.rules[at] === undefined ? null : 'muted'] as const);
    const last = pieces.at(-1);
    if (last && sameInk(last.ink, ink)) last.text += text;
    else pieces.push({ text, ink });
  }
  const end = pieces.at(-1);
  if (end?.ink === null) pieces.pop();
  return pieces.map(({ text, ink }) => (ink === null ? text : paint(text, ink))).join('');
}

function dotsAt(
  { dots: { bits }, dotInks }: Cells,
  at: number,
): readonly [text: string, ink: Ink] | undefined {
  const own = bits[at]!;
  return own === 0 ? undefined : [brailleOf(own), dotInks[at]!];
}

function sameInk(a: Ink | null, b: Ink | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return false;
  if ('series' in a) return 'series' in b && a.series === b.series;
  return 'scale' in b && a.scale === b.scale;
}
