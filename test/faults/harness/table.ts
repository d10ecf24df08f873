import type { Outcome } from './run-fault.ts';

const HEAD = ['fault', 'times', 'trials', 'lost', 'doubled', 'different', 'slowest recovery', ''];

/** The table of all faults, for people. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = [HEAD, ...outcomes.map(rowOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 || i === 7 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function rowOf({ fault, times, verdict, slowestMs, failures, skipped, seconds }: Outcome): string[] {
  if (skipped !== null) return [fault, ...Array(6).fill('-'), `skipped: ${skipped}`];
  const { trials = '-', lost = '-', doubled = '-', different = '-' } = verdict ?? {};
  const slowest = slowestMs === null ? '-' : `${(slowestMs / 1000).toFixed(1)} s`;
  const end =
    failures.length === 0 ? `ok in ${seconds.toFixed(0)} s` : `FAILED: ${failures[0]!.split('\n')[0]}`;
  return [fault, times, trials, lost, doubled, different, slowest, end].map(String);
}
