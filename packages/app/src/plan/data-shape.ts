import {
  type DataShape,
  type DatasetDefinition,
  type ResolvedDataset,
  simulatedShape,
} from '@latentsweep/coordinator';

/** What the cost of a trial depends on: of a table in its first replicate, of simulated data as it is to be expected. */
export function shapeOfData(
  definition: DatasetDefinition,
  { spec, report }: Pick<ResolvedDataset, 'spec' | 'report'>,
): DataShape {
  if (definition.kind === 'simulated' || report.kind === 'simulated' || spec.kind === 'simulated') {
    return simulatedShape(definition as Extract<DatasetDefinition, { kind: 'simulated' }>);
  }
  const { classes, rebalanced, features, split } = report;
  const majority = classes.find(({ name }) => !rebalanced.includes(name));
  const majorityRows = majority?.split.train ?? 0;
  return {
    majorityRows,
    minorityRows: split.train - majorityRows,
    features,
    classes: classes.length,
    balance: spec.balance,
  };
}
