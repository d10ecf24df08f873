/** Which columns there are: of metrics, of trials, and one for each parameter of a sweep. */

import { MEASURES } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import type { Sweep } from './port.ts';

/** All that a result fills in beside its curves, in the order of the table. */
export const RESULT_COLUMNS: readonly string[] = MEASURES.filter(({ shape }) => shape !== 'per epoch').map(
  ({ name }) => name,
);

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
