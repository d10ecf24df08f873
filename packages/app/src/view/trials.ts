import type { Sweep, Table } from '@latentsweep/store';
import { twinOf } from './leaderboard.ts';
import { type Constant, splitParameters, type Varying } from './parameters.ts';

/** The other metrics worth a column, the most telling first. */
const TELLING = ['test_recall', 'test_roc_auc', 'test_log_loss', 'test_accuracy'];

/** Single trials, to be shown: the columns of the table that are worth it. */
export interface ShownTrials {
  readonly table: Table;
  readonly varying: readonly Varying[];
  readonly constant: readonly Constant[];
  /** The one that ranks beside its twin, then a few more. */
  readonly metrics: readonly string[];
}

/** `by`: the metric that ranks them. */
export function trialsOf(
  table: Table,
  sweep: Pick<Sweep, 'parameters' | 'metric'>,
  by = sweep.metric,
): ShownTrials {
  const metrics = [...new Set([by, twinOf(by), sweep.metric, ...TELLING])];
  const shown = metrics.filter((name) => table.columns.includes(name));
  return { table, ...splitParameters(table, sweep), metrics: shown };
}
