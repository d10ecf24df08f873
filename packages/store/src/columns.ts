/** Which columns there are: of metrics, of trials, and one for each parameter of a sweep. */

import { METRIC_COLUMNS, MINIMIZED } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import type { Sweep } from './port.ts';

export const COLLAPSE_COLUMNS = ['kl_per_dim', 'active_units', 'generated_sd_ratio', 'collapsed'] as const;

export const ARRAY_COLUMNS = [
  'test_class_recall',
  'test_confusion',
  'val_class_recall',
  'val_confusion',
] as const;

/** All that a result fills in, in the order of the table. */
export const RESULT_COLUMNS: readonly string[] = [...METRIC_COLUMNS, ...ARRAY_COLUMNS, ...COLLAPSE_COLUMNS];

const BEFORE_PARAMETERS = ['id', 'number', 'state', 'replicate'] as const;
const AFTER_PARAMETERS = [
  'value',
  ...RESULT_COLUMNS,
  'seed',
  'attempt',
  'error',
  'reused_from',
  'worker',
  'queued_at',
  'started_at',
  'finished_at',
  'duration_ms',
  'config_hash',
];

export interface ParameterColumn {
  /** Dotted, as in the sweep file. */
  readonly name: string;
  readonly column: string;
  readonly sqlType: Sweep['parameters'][number]['sqlType'];
}

/** The columns of a sweep's parameters: underscores for dots. No parameter of core is called like another column. */
export function parameterColumns(parameters: Sweep['parameters']): ParameterColumn[] {
  return parameters.map(({ name, sqlType }) => ({ name, column: name.replaceAll('.', '_'), sqlType }));
}

/** A parameter out of a config's JSON, as its column's type. */
export function parameterValue(config: RawBuilder<unknown>, { name, sqlType }: ParameterColumn) {
  const key = sql.lit(name);
  return sqlType === 'jsonb' ? sql`${config} -> ${key}` : sql`(${config} ->> ${key})::${sql.raw(sqlType)}`;
}

/** The columns of `sweep_<slug>`, in order. */
export function trialColumns(parameters: readonly ParameterColumn[]): string[] {
  return [...BEFORE_PARAMETERS, ...parameters.map((p) => p.column), ...AFTER_PARAMETERS];
}

export const viewName = (slug: string) => `sweep_${slug}`;

/** Where the views of sweeps are made if it is on the search path; see roles.ts. */
export const VIEW_SCHEMA = 'sweep_views';

/** Whether less of a metric column is better, as far as its name tells. */
export function isMinimized(column: string): boolean {
  return MINIMIZED.some((metric) => column === `test_${metric}` || column === `val_${metric}`);
}

/** `test_recall` and `val_recall` for either of them. */
export function bothSplits(column: string): { readonly test: string; readonly val: string } {
  const metric = column.slice(column.indexOf('_') + 1);
  return { test: `test_${metric}`, val: `val_${metric}` };
}
