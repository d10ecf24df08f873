import type { Box } from '../panel.ts';
import { LINE, SIZE, textWidth } from '../text-width.ts';

/** More classes are not told apart. */
export const MOST = 30;
/** A row of text. */
const LOWEST = 13;
const WIDEST_CELL = 150;
const HIGHEST_CELL = 130;
const MOST_LABEL = 110;
/** So many classes take the room of the plot of recalls first. */
const MANY = 12;

/** A column of the matrix: a class, or all classes that have no column of their own. */
export interface Predicted {
  readonly label: string;
  readonly classes: readonly number[];
}

/** What stands around the matrix: pixels of the classes' names on two sides, and of the recall on the third. */
interface Margins {
  readonly labels: number;
  readonly header: number;
  readonly text: { readonly width: number; readonly interval: boolean };
  /** Of the recall as points; none where it is narrow. */
  readonly plot: number;
}

export const HEADER = LINE + 4;
export const BESIDE = 12;
/** Above the names of the rows. */
export const TITLE = 'true class';

function marginsOf(body: Box, names: readonly string[], upright: boolean): Margins {
  const widest = Math.max(0, ...names.map((name) => textWidth(name, SIZE.tick)));
  const interval = body.width >= 460;
  return {
    labels: Math.min(Math.max(widest, textWidth(TITLE, SIZE.text)), MOST_LABEL, body.width * 0.25),
    header: HEADER + (upright ? Math.min(widest, MOST_LABEL, body.height * 0.25) + 6 : LINE),
    text: { width: textWidth(interval ? '0.0000 ± 0.0000' : 'recall', SIZE.tick), interval },
    plot: body.width >= (names.length > MANY ? 800 : 600) ? 90 : 0,
  };
}

const widthOf = (body: Box, { labels, text, plot }: Margins): number =>
  body.width - labels - 8 - BESIDE - text.width - (plot > 0 ? plot + BESIDE : 0);

/** How many classes have a row and a column that their names can stand at, beside the column of the others. */
export function roomIn(body: Box, classes: readonly string[]): number {
  const margins = marginsOf(body, classes, true);
  const rows = Math.floor((body.height - margins.header) / LOWEST);
  const columns = Math.floor(widthOf(body, margins) / LOWEST) - 1;
  return Math.max(2, Math.min(MOST, rows, columns));
}

/** Where everything stands. */
export interface Layout extends Margins {
  readonly x: number;
  readonly y: number;
  readonly cell: { readonly width: number; readonly height: number };
  readonly upright: boolean;
  readonly recall: number;
}

export function layOut(body: Box, columns: readonly Predicted[]): Layout {
  const names = columns.map(({ label }) => label);
  const lying = marginsOf(body, names, false);
  const width = Math.max(1, Math.min(WIDEST_CELL, widthOf(body, lying) / columns.length));
  const upright = width < 60 && names.some((name) => textWidth(name, SIZE.tick) > width - 4);
  const margins = upright ? marginsOf(body, names, true) : lying;
  const rows = columns.filter(({ classes }) => classes.length === 1).length;
  const height = Math.max(1, Math.min(HIGHEST_CELL, (body.height - margins.header) / rows));
  const x = body.x + margins.labels + 8;
  return {
    ...margins,
    x,
    y: body.y + margins.header,
    cell: { width, height },
    upright,
    recall: x + width * columns.length + BESIDE,
  };
}
