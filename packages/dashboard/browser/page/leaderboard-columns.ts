/** Which columns a leaderboard has, what stands in them and what its marks mean; in the words of `sweep top`. */

import type { LeaderboardAnswer } from '../../src/api.ts';
import { metric, percent, short, signed, withHalf } from '../text/number.ts';
import { valueText } from '../text/value.ts';

type Row = LeaderboardAnswer['rows'][number];

export interface BoardColumn {
  readonly name: string;
  readonly short: string | null;
  readonly numeric: boolean;
  /** What it holds is beside the point: it stands in a fainter ink. */
  readonly quiet: boolean;
  /** It is a metric that configs can be ranked by. */
  readonly ranks: boolean;
  readonly about?: string;
  readonly text: (row: Row) => string;
}

/** As many series can be told apart in a figure. */
export const MOST_CHOSEN = 8;

export function columnsOf(answer: LeaderboardAnswer): BoardColumn[] {
  const { by, twin, varying, shown, rows } = answer;
  const plain = { short: null, numeric: true, quiet: false, ranks: false };
  const trouble = (name: string, about: string, of: (row: Row) => number | null): BoardColumn[] =>
    rows.some((row) => Number(of(row)) > 0)
      ? [{ ...plain, name, about, quiet: true, text: (row) => numberText(of(row)) }]
      : [];
  return [
    ...varying.map(
      (parameter, i): BoardColumn => ({
        ...plain,
        ...parameter,
        numeric: rows.every(({ values }) => values[i] === null || typeof values[i] === 'number'),
        // An arm that does not use a parameter has none.
        text: ({ values }) => (values[i] === null || values[i] === undefined ? '' : valueText(values[i])),
      }),
    ),
    {
      ...plain,
      name: by,
      about: `${by}: the mean over replicates ± half of its 95% interval`,
      ranks: true,
      text: ({ mean, half }) => withHalf(metric, mean, half),
    },
    ...(twin === by
      ? []
      : [
          {
            ...plain,
            name: twin,
            about: `${twin}: rank by it`,
            quiet: true,
            ranks: true,
            text: (row: Row) => metric(row.twin),
          },
        ]),
    ...shown.map((measure, i) => ({
      ...plain,
      name: measure,
      quiet: true,
      text: (row: Row) => numberText(row.shown[i]!),
    })),
    ...(rows.some(({ comparison }) => comparison.kind === 'difference')
      ? [
          {
            ...plain,
            name: 'vs oversample',
            about: 'difference to plain oversampling, paired by replicate',
            text: comparisonText,
          },
        ]
      : []),
    { ...plain, name: 'n', about: 'replicates with a value', quiet: true, text: ({ n }) => numberText(n) },
    ...(rows.some(({ collapsed }) => collapsed !== null)
      ? [
          {
            ...plain,
            name: 'collapsed',
            about: 'share of VAEs that make every row alike',
            quiet: true,
            text: ({ collapsed }: Row) => (collapsed === null ? '' : percent(collapsed)),
          },
        ]
      : []),
    ...(rows.some(({ undertrained }) => Number(undertrained) > 0)
      ? [
          {
            ...plain,
            name: 'undertrained',
            about: 'share of trials that ended before they were trained to their end',
            quiet: true,
            text: ({ undertrained }: Row) => (undertrained === null ? '' : percent(undertrained)),
          },
        ]
      : []),
    ...trouble('no value', 'completed replicates in which the metric is not defined', (row) => row.undefined),
    ...trouble('diverged', 'replicates that diverged', (row) => row.diverged),
    ...trouble('failed', 'replicates that failed', (row) => row.failed),
  ];
}

const numberText = (value: number | null) => (value === null ? '–' : short(value));

function comparisonText({ comparison }: Row): string {
  if (comparison.kind !== 'difference') return comparison.kind;
  const { value, half, uneven } = comparison;
  return `${uneven ? '~' : ''}${withHalf(signed, value, half)}`;
}

/** What stands before a rank. */
export function markOf({ tied, behind }: Pick<Row, 'tied' | 'behind'>): string {
  if (behind !== null) return behind === 'constraint' ? '!' : '×';
  return tied ? '=' : '';
}

/** What a mark means. */
export const MARKS: Readonly<Record<string, string>> = {
  '=': 'the best, or not told apart from it',
  '!': 'breaks a constraint, and is not ranked',
  '×': 'dropped on the way, and ranked no more',
};

/** What the marks mean. */
export function legendOf({ rows, intervals }: LeaderboardAnswer): string {
  const parts: string[] = [];
  const marks = new Set(rows.map(markOf));
  for (const [mark, meaning] of Object.entries(MARKS)) if (marks.has(mark)) parts.push(`${mark}: ${meaning}`);
  if (intervals) parts.push('±: half of the 95% interval over replicates');
  else if (rows.some(({ mean }) => mean !== null))
    parts.push('one replicate: no interval, and differences may be chance');
  const kinds = rows.map(({ comparison }) => comparison);
  if (kinds.some(({ kind }) => kind === 'difference')) {
    const none = kinds.some(({ kind }) => kind === 'none')
      ? ' (none: the sweep has no such config with the same shared parameters)'
      : '';
    parts.push(`vs oversample: difference to plain oversampling, paired by replicate${none}`);
  }
  if (kinds.some((comparison) => comparison.kind === 'difference' && comparison.uneven)) {
    parts.push('~: to one with another number of classifier passes');
  }
  if (rows.some(({ undefined: none }) => Number(none) > 0)) {
    parts.push('no value: completed replicates in which the metric is not defined, which n leaves out');
  }
  if (rows.some(({ collapsed }) => collapsed !== null)) {
    parts.push('collapsed: share of VAEs that make every row alike');
  }
  if (rows.some(({ undertrained }) => Number(undertrained) > 0)) {
    parts.push('undertrained: share of trials that ended before they were trained to their end');
  }
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}
