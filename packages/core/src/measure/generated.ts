import type { GeneratedFigures } from '../generated/figures.ts';
import type { Measure } from './measure.ts';

/** What rows that an arm made of a table's are worth, beside real ones: `docs/tables.md` has how each is taken. */
export interface GeneratedMeasure extends Pick<Measure, 'base' | 'type' | 'better' | 'unit' | 'description'> {
  readonly value: (figures: GeneratedFigures) => number;
}

type Kind = Pick<Measure, 'type' | 'better' | 'unit'>;

const SHARE: Kind = { type: 'number', better: 'higher', unit: null };

export const GENERATED_MEASURES: readonly GeneratedMeasure[] = [
  {
    ...{ base: 'column_shapes', ...SHARE },
    description:
      'How alike generated and real rows are column by column: mean Kolmogorov-Smirnov or total variation complement.',
    value: (f) => f.columnShapes,
  },
  {
    ...{ base: 'pair_trends', ...SHARE },
    description:
      'How alike they are pair by pair of columns: mean similarity of correlations or contingencies.',
    value: (f) => f.pairTrends,
  },
  {
    ...{ base: 'detection_roc_auc', type: 'number', better: 'lower', unit: null },
    description:
      'ROC AUC of a logistic regression that tells generated rows from real ones; 0.5 is guessing.',
    value: (f) => f.detection,
  },
  {
    ...{ base: 'closest_record_ratio', type: 'number', better: 'neither', unit: null },
    description:
      'Median distance of generated rows to the closest training row, over that of validation rows.',
    value: (f) => f.closestRatio,
  },
  {
    ...{ base: 'copied_rows', type: 'integer', better: 'lower', unit: 'rows' },
    description: 'Generated rows, of up to 1,000, that equal a training row.',
    value: (f) => f.copies,
  },
  {
    ...{ base: 'tstr_roc_auc', ...SHARE },
    description:
      'ROC AUC on test rows of a logistic regression fitted on generated rows in place of the real ones of their classes.',
    value: (f) => f.fromGenerated,
  },
  {
    ...{ base: 'trtr_roc_auc', ...SHARE },
    description: 'The same of one fitted on the real rows instead.',
    value: (f) => f.fromReal,
  },
];
