import { frontWith, grouped, InputError, plural } from '@latentsweep/core';
import { checkMetric, isMaximized, type Reading, type Sweep, type Table } from '@latentsweep/store';
import { rankingPages } from '../export/pages.ts';
import { behindOf } from './leaderboard.ts';

export interface ParetoOptions {
  /** At least two; the first one ranks. */
  readonly metrics: readonly string[];
  readonly where?: string | undefined;
  /** Measures beside them. */
  readonly show?: readonly string[];
}

/** Configs that no other beats in some metrics together. */
export interface Pareto {
  /** Rows of the leaderboard by the first metric, with a column for each other one. */
  readonly table: Table;
  readonly notes: readonly string[];
}

interface Row {
  readonly values: readonly number[];
  readonly cells: Table['rows'][number];
}

/**
 * Configs of which no other is as good in all metrics, by their means over replicates, and better in one; what breaks a
 * constraint or was dropped by a race is none of them. Configs are read a page at a time; only the front is held. Throws InputError `few_metrics`, `unknown_metric`, `bad_where`.
 */
export async function paretoFront(
  store: Pick<Reading, 'leaderboard'>,
  sweep: Sweep,
  { metrics: named, where, show = [] }: ParetoOptions,
): Promise<Pareto> {
  const metrics = [...new Set(named)];
  const [by, ...others] = metrics;
  if (by === undefined || others.length === 0) {
    throw new InputError(
      'few_metrics',
      `A front is of two metrics or more, not of ${by ?? 'none'} alone.`,
      'For example: --pareto test_accuracy,test_log_loss. By one metric, `sweep top` ranks with --by.',
    );
  }
  for (const metric of metrics) checkMetric(sweep, metric);
  const signs = metrics.map((metric) => (isMaximized(sweep, metric) ? 1 : -1));
  const shown = [...new Set([...others, ...show])];
  const pages = rankingPages((page) => store.leaderboard(sweep, { ...page, show: shown }), { by, where });
  let front: readonly Row[] = [];
  let columns: readonly string[] = [];
  let of = 0;
  const left = { constraint: 0, dropped: 0, value: 0 };
  for await (const page of pages) {
    columns = page.columns;
    const places = ['mean', ...others].map((name) => page.columns.lastIndexOf(name));
    for (const cells of page.rows) {
      const values = places.flatMap((place, i) => {
        const value = cells[place];
        return typeof value === 'number' && !Number.isNaN(value) ? [signs[i]! * value] : [];
      });
      const behind = behindOf(page.columns, cells);
      if (behind !== null) left[behind] += 1;
      else if (values.length < metrics.length) left.value += 1;
      else {
        of += 1;
        front = frontWith(front, { values, cells });
      }
    }
  }
  const repeats = columns.indexOf('n');
  const lucky = front.filter(({ cells }) => Number(cells[repeats]) < sweep.replicates).length;
  const directions = metrics.map((name, i) => `${name} (${signs[i] === 1 ? 'more' : 'less'} is better)`);
  return {
    table: { columns: [...columns], rows: front.map(({ cells }) => cells) },
    notes: [
      `${grouped(front.length)} of ${plural(of, 'config')}, by their means: no other is as good in all of ${directions.join(', ')} and better in one.`,
      ...(lucky === 0
        ? []
        : [
            `${grouped(lucky)} of them by fewer than ${sweep.replicates} replicates: luck weighs more there.`,
          ]),
      ...leftOut(left),
    ],
  };
}

const WHY = {
  constraint: (count: number) => `that ${count === 1 ? 'breaks' : 'break'} a constraint`,
  dropped: (count: number) => `that ${count === 1 ? 'was' : 'were'} dropped on the way`,
  value: () => 'without a value of each',
};

function leftOut(left: Readonly<Record<keyof typeof WHY, number>>): string[] {
  const parts = (['constraint', 'dropped', 'value'] as const).flatMap((why) =>
    left[why] === 0 ? [] : [`${plural(left[why], 'config')} ${WHY[why](left[why])}`],
  );
  return parts.length === 0 ? [] : [`Left out: ${parts.join(', ')}.`];
}
