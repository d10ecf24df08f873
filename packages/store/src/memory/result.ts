import { CURVES, MEASURES } from '@latentsweep/core';
import type { TrialOutcome } from '../port.ts';
import { outcomeFacts } from '../trial/outcome-row.ts';
import type { TrialRow } from './memory.ts';

const BOOLEANS = MEASURES.filter(({ type }) => type === 'boolean').map(({ name }) => name);

/** What an outcome sets of its row, as a database has it that was told in JSON: what is not finite is null. */
export function resultOf(
  outcome: TrialOutcome,
): Pick<TrialRow, 'state' | 'result_hash'> & Record<string, unknown> {
  const { id: _, attempt: __, result_version: ___, ...facts } = outcomeFacts(outcome);
  const measures = outcome.result.outcome === 'completed' ? outcome.result.measures : {};
  const row = JSON.parse(JSON.stringify({ ...facts, ...measures }));
  for (const name of BOOLEANS) if (name in row) row[name] = Boolean(row[name]);
  const { result, startedAt: started_at } = outcome;
  const curves =
    result.outcome === 'failed'
      ? null
      : Object.fromEntries(CURVES.map((name) => [name, result.curves[name] ?? []]));
  return { ...row, started_at, curves };
}
