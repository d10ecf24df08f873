import type { MeasureValue, TrialResult } from '@latentsweep/core';
import { hashResult } from '@latentsweep/store';
import type { RecordedTrial } from './recorded.ts';

/**
 * In what a result differs from the recorded one, in words; null where it has the same bits. Results of two versions are
 * of other measures and their hashes say nothing of each other: those that both have are compared then.
 */
export function differenceFrom({ row, curves }: RecordedTrial, result: TrialResult): string | null {
  if (result.outcome !== row['state']) return `it was ${row['state']} and is ${result.outcome}`;
  const { hash, version } = hashResult(result);
  const comparable = row['result_version'] === version;
  if (comparable && row['result_hash'] === hash) return null;
  const held = result.outcome === 'completed' ? { ...result.measures, ...result.curves } : result.curves;
  const differing = Object.entries(held).find(([name, now]) => differs(row[name] ?? curves?.[name], now));
  if (differing) {
    const [name, now] = differing;
    const before = row[name];
    return typeof now === 'number' ? `${name} was ${Number(before)} and is ${now}` : `${name} is another`;
  }
  return comparable ? `its hash was ${row['result_hash']} and is ${hash}` : null;
}

/** What the store has no value for is nothing to compare with: it was not a number, or not measured yet. */
function differs(before: unknown, now: MeasureValue): boolean {
  if (before === null || before === undefined) return false;
  if (typeof now === 'number') return Number(before) !== now;
  const list = before as readonly (number | null)[];
  if (list.length === 0) return false;
  return list.length !== now.length || list.some((value, i) => value !== null && value !== now[i]);
}
