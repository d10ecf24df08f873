import type { TableDefinition } from './source.ts';

/** A table of a file as it is, without what a sweep file may say of one but for what is `given`. */
export const plainTable = (
  given: Pick<TableDefinition, 'folder'> & Partial<TableDefinition>,
): TableDefinition => ({
  ...{ kind: 'table', path: null, select: null, target: '', positive: null },
  ...{ header: null, columns: null, encoding: null, drop: [], keep: null, categorical: [] },
  ...{ missing: null, decimal: null, dates: [], reading: 2, scale: 'none', balance: 'original' },
  split: { train: 1, validation: 0, test: 0 },
  ...given,
});
