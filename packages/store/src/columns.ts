/** Which columns there are in the views of trials: of measures, and one for each parameter of a sweep. */

import { type RawBuilder, sql } from 'kysely';
import type { Layout, StoredMeasure } from './measures.ts';
import type { Sweep } from './port.ts';

/** Measures that the views had from the first on; later ones stand at their ends, so that what is built on them stays. */
const EARLY = 45;

/** All that a result fills in beside its curves. */
export function resultColumns({ measures }: Layout): {
  readonly early: readonly StoredMeasure[];
  readonly late: readonly StoredMeasure[];
} {
  const shown = measures.filter(({ shape }) => shape !== 'per epoch');
  const early = new Set(measures.slice(0, EARLY));
  return { early: shown.filter((m) => early.has(m)), late: shown.filter((m) => !early.has(m)) };
}

const BEFORE_PARAMETERS = ['id', 'number', 'state', 'replicate'] as const;
const AFTER_MEASURES = [
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
] as const;

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

export function trialColumnNames(layout: Layout, parameters: Sweep['parameters']): string[] {
  return trialColumns(layout, parameterColumns(parameters)).map(([name]) => name);
}

/** The columns of `sweep_<slug>`, in order, each with what it shows of `trial_rows t` and `configs c`. */
export function trialColumns(
  layout: Layout,
  parameters: readonly ParameterColumn[],
): (readonly [name: string, value: RawBuilder<unknown>])[] {
  const { early, late } = resultColumns(layout);
  const own = (name: string) =>
    [name, sql.ref(name === 'config_hash' ? 'c.config_hash' : `t.${name}`)] as const;
  const measure = (one: StoredMeasure) => [one.name, layout.column(one)] as const;
  return [
    ...BEFORE_PARAMETERS.map(own),
    ...parameters.map((p) => [p.column, parameterValue(sql`c.config`, p)] as const),
    ['value', sql`t.objectives[1]`],
    ...early.map(measure),
    ...AFTER_MEASURES.map(own),
    ...late.map(measure),
  ];
}
