import type { ColumnLayout } from './layout.ts';

/**
 * Gives cells that are missing the features that encoding gives them: a number what is imputed, a category no level. In
 * place, features [n, D] row-major, `columns` of all D features. A decoder makes a cell and whether it is missing apart.
 * Returns whether anything could be missing.
 */
export function blankMissing(features: Float32Array, columns: readonly ColumnLayout[]): boolean {
  const D = columns.reduce((sum, { width, missing }) => sum + width + (missing ? 1 : 0), 0);
  const gaps = columns.filter(({ missing, width }) => missing && width > 0);
  for (const column of gaps) {
    const { at, width } = column;
    const blank = column.kind === 'number' ? column.imputed : 0;
    for (let from = at; from < features.length; from += D) {
      if (features[from + width]! >= 0.5) features.fill(blank, from, from + width);
    }
  }
  return gaps.length > 0;
}
