import { metric, signed } from '../text/number.ts';
import type { Comparison, Leaderboard, LeaderboardRow } from './leaderboard.ts';

/** `0.7103 ± 0.0104`: with half of its 95% interval. */
export function withHalf(text: (value: number) => string, value: number | null, half: number | null): string {
  if (value === null) return '–';
  return half === null ? text(value) : `${text(value)} ± ${metric(half)}`;
}

export function comparisonText(comparison: Comparison): string {
  if (comparison.kind !== 'difference') return comparison.kind;
  const { value, half, uneven } = comparison;
  return `${uneven ? '~' : ''}${withHalf(signed, value, half)}`;
}

/** What stands before a rank. */
export function markOf({ tied, behind }: Pick<LeaderboardRow, 'tied' | 'behind'>): string {
  if (behind !== null) return behind === 'constraint' ? '!' : '×';
  return tied ? '=' : '';
}

/** What the marks of a ranking mean. */
export function legendOf({ rows, intervals, scattered }: Leaderboard): string {
  const parts: string[] = [];
  if (intervals) parts.push('±: half of the 95% interval over replicates');
  else if (rows.some(({ mean }) => mean !== null))
    parts.push('one replicate: no interval, and differences may be chance');
  if (rows.some(({ tied }) => tied)) {
    const why = scattered ? ' (each row against the best alone, not against its neighbours)' : '';
    parts.unshift(`=: the best, or not told apart from it${why}`);
  }
  if (rows.some(({ behind }) => behind === 'constraint'))
    parts.push('!: breaks a constraint, and is not ranked');
  if (rows.some(({ behind }) => behind === 'dropped'))
    parts.push('×: dropped on the way, and ranked no more');
  if (rows.some(({ comparison }) => comparison.kind === 'difference')) {
    const none = rows.some(({ comparison }) => comparison.kind === 'none')
      ? ' (none: the sweep has no such config with the same shared parameters)'
      : '';
    parts.push(`vs oversample: difference to plain oversampling, paired by replicate${none}`);
  }
  if (rows.some((row) => Number(row.undefined) > 0)) {
    parts.push('no value: completed replicates in which the metric is not defined, which n leaves out');
  }
  if (rows.some(({ comparison }) => comparison.kind === 'difference' && comparison.uneven))
    parts.push('~: to one with another number of classifier passes');
  if (rows.some(({ collapsed }) => collapsed !== null))
    parts.push('collapsed: share of VAEs that make every row alike');
  if (rows.some(({ undertrained }) => Number(undertrained) > 0))
    parts.push('undertrained: share of trials that ended before they were trained to their end');
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}
