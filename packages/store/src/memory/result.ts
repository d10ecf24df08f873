import type { TrialOutcome } from '../port.ts';
import { outcomeRow } from '../trial/outcome-row.ts';
import type { TrialRow } from './memory.ts';

/** What an outcome sets of its row; numbers that are not finite are null, as a database has them from JSON. */
export function resultOf(
  outcome: TrialOutcome,
): Pick<TrialRow, 'state' | 'result_hash'> & Record<string, unknown> {
  const { id: _, attempt: __, ...columns } = outcomeRow(outcome);
  const row = JSON.parse(JSON.stringify(columns));
  return { ...row, started_at: outcome.startedAt, curves: outcome.curves };
}
