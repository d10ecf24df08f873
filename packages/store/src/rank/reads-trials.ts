import type { Layout } from '../measures.ts';
import type { Sweep } from '../port.ts';
import { CONFIG_FIGURES } from './config-figures.ts';
import type { readCondition } from './user-query.ts';

/**
 * Whether finding out which configs a condition admits takes their trials: it names the mean of a measure, or a figure of
 * another metric than the sweep's own, `by`. All else stands in `configs`.
 */
export function readsTrials(
  layout: Layout,
  sweep: Sweep,
  condition: ReturnType<typeof readCondition>,
  by: string,
): boolean {
  const names = (columns: readonly string[]) => columns.some((name) => condition.sql.includes(`"${name}"`));
  return (
    names(layout.scalars.map((name) => layout.columnOf(name))) ||
    (by !== sweep.metric && names(CONFIG_FIGURES))
  );
}
