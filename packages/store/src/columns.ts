/** Which columns there are in the views of trials: of measures, and one for each parameter of a sweep. */

import { type RawBuilder, sql } from 'kysely';
import type { Layout } from './measures.ts';
import type { Sweep } from './port.ts';

/** A column of a view with what it shows of `trial_rows t` and `configs c`. */
export type Column = readonly [name: string, value: RawBuilder<unknown>];

/** Measures that the views had from the first on; later ones stand at their ends, so that what is built on them stays. */
const EARLY = 45;

/** All that a result fills in beside its curves. */
export function resultColumns(layout: Layout): { readonly early: Column[]; readonly late: Column[] } {
  const columnsOf = (measures: Layout['measures']) =>
    measures
      .filter(({ shape }) => shape !== 'per epoch')
      .map((measure): Column => [measure.name, layout.column(measure)]);
  return { early: columnsOf(layout.measures.slice(0, EARLY)), late: columnsOf(layout.measures.slice(EARLY)) };
}

/** Columns as the tables have them, such as `t.id c.config`. */
export const own = (columns: string): Column[] =>
  columns.split(' ').map((column) => [column.replace(/^.\./, ''), sql.ref(column)]);

/** What the trial's objective is. */
export const VALUE: Column = ['value', sql`t.objectives[1]`];

/** The columns of a sweep's parameters: underscores for dots. No parameter of core is called like another column. */
export const parameterColumns = (parameters: Sweep['parameters']) =>
  parameters.map((parameter) => ({ ...parameter, column: parameter.name.replaceAll('.', '_') }));

/** A parameter out of a config's JSON, as its column's type. */
export function parameterValue(config: RawBuilder<unknown>, { name, sqlType }: Sweep['parameters'][number]) {
  const key = sql.lit(name);
  return sqlType === 'jsonb' ? sql`${config} -> ${key}` : sql`(${config} ->> ${key})::${sql.raw(sqlType)}`;
}

export function trialColumnNames(layout: Layout, parameters: Sweep['parameters']): string[] {
  return trialColumns(layout, parameters).map(([name]) => name);
}

/** The columns of `sweep_<slug>`, in order. */
export function trialColumns(layout: Layout, parameters: Sweep['parameters']): Column[] {
  const { early, late } = resultColumns(layout);
  return [
    ...own('t.id t.number t.state t.replicate'),
    ...parameterColumns(parameters).map((p): Column => [p.column, parameterValue(sql`c.config`, p)]),
    VALUE,
    ...early,
    ...own('t.seed t.attempt t.error t.reused_from t.worker'),
    ...own('t.queued_at t.started_at t.finished_at t.duration_ms c.config_hash'),
    ...late,
  ];
}
