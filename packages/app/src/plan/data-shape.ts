import {
  type DataReport,
  type DataShape,
  type DatasetDefinition,
  type ResolvedDataset,
  simulatedShape,
} from '@latentsweep/coordinator';
import { type ColumnLayout, numberColumns, ownData } from '@latentsweep/core';

/**
 * What the cost of a trial depends on: of data that were read in their first replicate, of simulated data as it is to be expected.
 * Throws as `ownData` does.
 */
export function shapeOfData(
  definition: DatasetDefinition,
  { spec: given, report }: Pick<ResolvedDataset, 'spec' | 'report'>,
): DataShape {
  const spec = ownData(given);
  if (report === null || report.kind === 'simulated' || spec.kind === 'simulated') {
    return simulatedShape(definition as Extract<DatasetDefinition, { kind: 'simulated' }>);
  }
  const { classes, rebalanced, features, split } = report;
  const majority = classes.find(({ name }) => !rebalanced.includes(name));
  const majorityRows = majority?.split.train ?? 0;
  return {
    majorityRows,
    minorityRows: split.train - majorityRows,
    features,
    ...(report.kind === 'table' ? { columns: columnsIn(report) } : { shape: report.shape }),
    classes: classes.length,
    balance: spec.balance,
  };
}

/**
 * Columns of the table's kinds and widths, in another order: the sizes of networks do not depend on it. Features that are
 * neither numbers nor levels say of cells that they are missing.
 */
function columnsIn({
  numbers,
  categories,
  features,
}: Extract<DataReport, { kind: 'table' }>): ColumnLayout[] {
  const widths = categories.map(({ levels }) => (levels === 2 ? 1 : levels));
  const named = { name: '', at: 0, missing: false };
  const flags = features - widths.reduce((sum, width) => sum + width, numbers);
  return [
    ...numberColumns(numbers),
    ...widths.map((width): ColumnLayout => ({ ...named, kind: 'category', width, levels: [] })),
    ...Array.from(
      { length: flags },
      (): ColumnLayout => ({ ...named, kind: 'category', width: 1, levels: [] }),
    ),
  ];
}
