import { PLAIN, type Style } from './style.ts';
import { displayWidth, pad, truncate, truncateStart } from './text.ts';

export interface Column {
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
  /** Columns of low importance go first where the terminal is narrow. Infinity: never dropped. */
  readonly importance: number;
  /** The width that long text may be cut down to. Absent: never cut. */
  readonly shrinkTo?: number;
  readonly paint?: (cell: string, row: number) => string;
}

export interface RenderedTable {
  readonly lines: readonly string[];
  /** Headers of the columns that did not fit. */
  readonly dropped: readonly string[];
}

const GAP = 2;

/** Rows under their headers, at most `width` columns wide as long as dropping and cutting can do it. */
export function renderTable(columns: readonly Column[], width: number, style: Style = PLAIN): RenderedTable {
  const kept = [...columns];
  const dropped: string[] = [];
  while (kept.length > 1 && totalWidth(kept.map(leastWidth)) > width) {
    const least = kept.reduce((a, b) => (b.importance <= a.importance ? b : a));
    if (least.importance === Number.POSITIVE_INFINITY) break;
    kept.splice(kept.indexOf(least), 1);
    dropped.push(least.header);
  }
  const widths = fitWidths(kept, width);
  const header = kept.map((c, i) => style.dim(pad(truncateStart(c.header, widths[i]!), widths[i]!, c.align)));
  const lines = [header.join('  ').trimEnd()];
  const rows = Math.max(0, ...kept.map((c) => c.cells.length));
  for (let row = 0; row < rows; row++) {
    const cells = kept.map((c, i) => {
      const text = pad(truncate(c.cells[row] ?? '', widths[i]!), widths[i]!, c.align);
      return c.paint ? c.paint(text, row) : text;
    });
    lines.push(cells.join('  ').trimEnd());
  }
  return { lines, dropped };
}

function naturalWidth(column: Column): number {
  return column.cells.reduce((w, cell) => Math.max(w, displayWidth(cell)), displayWidth(column.header));
}

function leastWidth(column: Column): number {
  const natural = naturalWidth(column);
  return column.shrinkTo === undefined ? natural : Math.min(natural, column.shrinkTo);
}

const totalWidth = (widths: readonly number[]) =>
  widths.reduce((sum, w) => sum + w, 0) + GAP * (widths.length - 1);

/** Natural widths where they fit; otherwise the widest column that may shrink gives way, one column at a time. */
function fitWidths(columns: readonly Column[], width: number): number[] {
  const widths = columns.map(naturalWidth);
  const least = columns.map(leastWidth);
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
