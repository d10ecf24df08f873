import type { Sweep, Table } from '@latentsweep/store';
import { twinOf } from './leaderboard.ts';
import { ownColumns } from './own-measures.ts';
import { type Constant, splitParameters, type Varying } from './parameters.ts';

/** The other metrics worth a column, the most telling first. */
const TELLING = ['test_recall', 'test_roc_auc', 'test_log_loss', 'test_accuracy'];
/** Of a program's, those that it reported first. */
const MOST_OWN = 5;

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
  sweep: Pick<Sweep, 'parameters' | 'metric' | 'ownMeasures'>,
  by = sweep.metric,
): ShownTrials {
  const own = ownColumns(sweep);
  const telling = sweep.ownMeasures?.slice(0, MOST_OWN) ?? TELLING;
  const named = [by, twinOf(sweep, by), sweep.metric, ...telling].map((name) => own.get(name) ?? name);
  const metrics = [...new Set(named)];
  const shown = metrics.filter((name) => table.columns.includes(name));
  return { table, ...splitParameters(table, sweep), metrics: shown };
}
