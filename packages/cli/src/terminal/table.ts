import { PLAIN, type Style } from './style.ts';
import { displayWidth, pad, truncate, truncateStart } from './text.ts';

export interface Column {
  readonly header: string;
  /** What it is called where room is scarce. Absent: its name, in two lines. */
  readonly short?: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
  /** Columns of low importance go first where the terminal is narrow. Infinity: never dropped. */
  readonly importance: number;
  /** The width that long text may be cut down to. Absent: never cut. */
  readonly shrinkTo?: number;
  readonly paint?: (cell: string, row: number) => string;
}

/** Makes columns of a list, an item a row. */
export function columnsOf<Item>(items: readonly Item[]) {
  return (
    header: string,
    align: Column['align'],
    importance: number,
    cell: (item: Item) => string,
    more: Partial<Column> = {},
  ): Column => ({ header, align, importance, cells: items.map(cell), ...more });
}

export interface RenderedTable {
  readonly lines: readonly string[];
  /** Columns under their short names. */
  readonly shortened: readonly Column[];
  /** Headers of the columns that did not fit. */
  readonly dropped: readonly string[];
}

/** A column under what it is called here, in one line or two. */
interface Shown {
  readonly column: Column;
  readonly heading: readonly string[];
}

const GAP = 2;

/** Rows under their headers, at most `width` columns wide as long as shortening, dropping and cutting can do it. */
export function renderTable(columns: readonly Column[], width: number, style: Style = PLAIN): RenderedTable {
  const kept = shorten(columns, width);
  const dropped: string[] = [];
  while (kept.length > 1 && totalWidth(kept.map(leastWidth)) > width) {
    const least = kept.reduce((a, b) => (b.column.importance <= a.column.importance ? b : a));
    if (least.column.importance === Number.POSITIVE_INFINITY) break;
    kept.splice(kept.indexOf(least), 1);
    dropped.push(least.column.header);
  }
  const widths = fitWidths(kept, width);
  const lines = headLines(kept, widths, style);
  const rows = Math.max(0, ...kept.map(({ column }) => column.cells.length));
  for (let row = 0; row < rows; row++) {
    const cells = kept.map(({ column: c }, i) => {
      const text = pad(truncate(c.cells[row] ?? '', widths[i]!), widths[i]!, c.align);
      return c.paint ? c.paint(text, row) : text;
    });
    lines.push(cells.join('  ').trimEnd());
  }
  const shortened = kept.filter(({ column, heading }) => heading[0] === column.short).map((s) => s.column);
  return { lines, shortened, dropped };
}

/** Names stand right above their columns: where one has two lines, others are blank in the first. */
function headLines(shown: readonly Shown[], widths: readonly number[], style: Style): string[] {
  const height = Math.max(...shown.map(({ heading }) => heading.length));
  return Array.from({ length: height }, (_, line) => {
    const names = shown.map(({ column, heading }, i) => {
      const text = heading[line - height + heading.length] ?? '';
      return style.dim(pad(truncateStart(text, widths[i]!), widths[i]!, column.align));
    });
    return names.join('  ').trimEnd();
  });
}

/** Shorter headings where they save room, the most first, until all fits. */
function shorten(columns: readonly Column[], width: number): Shown[] {
  const shown: Shown[] = columns.map((column) => ({ column, heading: [column.header] }));
  const shorter = shown.map(({ column }) => ({ column, heading: shortHeading(column) }));
  const saving = (i: number) => leastWidth(shown[i]!) - leastWidth(shorter[i]!);
  const candidates = [...shown.keys()].filter((i) => saving(i) > 0);
  for (const i of candidates.sort((a, b) => saving(b) - saving(a))) {
    if (totalWidth(shown.map(naturalWidth)) <= width) break;
    shown[i] = shorter[i]!;
  }
  return shown;
}

/** The short name, or the name in two lines, broken at the _ next to its middle. */
function shortHeading({ header, short }: Column): string[] {
  if (short !== undefined) return [short];
  const breaks = [...header.matchAll(/_(?=[^_])/g)].map(({ index }) => index + 1);
  const off = (at: number) => Math.abs(at - header.length / 2);
  const [middle] = breaks.sort((a, b) => off(a) - off(b));
  return middle === undefined ? [header] : [header.slice(0, middle), header.slice(middle)];
}

function naturalWidth({ column, heading }: Shown): number {
  return Math.max(...heading.map(displayWidth), ...column.cells.map(displayWidth));
}

function leastWidth(shown: Shown): number {
  const natural = naturalWidth(shown);
  const { shrinkTo } = shown.column;
  return shrinkTo === undefined ? natural : Math.min(natural, shrinkTo);
}

const totalWidth = (widths: readonly number[]) =>
  widths.reduce((sum, w) => sum + w, 0) + GAP * (widths.length - 1);

/** Natural widths where they fit; otherwise the widest column that may shrink gives way, one column at a time. */
function fitWidths(shown: readonly Shown[], width: number): number[] {
  const widths = shown.map(naturalWidth);
  const least = shown.map(leastWidth);
  for (let excess = totalWidth(widths) - width; excess > 0; excess--) {
    let widest = -1;
    widths.forEach((w, i) => {
      if (w > least[i]! && (widest < 0 || w > widths[widest]!)) widest = i;
    });
    if (widest < 0) break;
    widths[widest]!--;
  }
  return widths;
}
