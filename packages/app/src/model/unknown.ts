import { type Cells, type PreparedColumn, plural } from '@latentsweep/core';

/** What is said of cells whose category the model knows not: it takes them as none of those that it has. */
export function unknownNotes(columns: readonly PreparedColumn[], cells: readonly Cells[]): string[] {
  return columns.flatMap((column, c) => {
    if (column.kind === 'number') return [];
    const known = new Set(column.levels.filter((_, code) => column.known[code]));
    const others = Array.from(cells[c] as readonly (string | null)[]).filter(
      (cell) => cell !== null && !known.has(cell),
    );
    if (others.length === 0) return [];
    const [first] = others;
    return [
      `${plural(others.length, 'cell')} of column \`${column.name}\` ${others.length === 1 ? 'has a category' : 'have categories'} that the model does not know, such as '${first!.slice(0, 40)}', and ${others.length === 1 ? 'counts' : 'count'} as unknown.`,
    ];
  });
}
