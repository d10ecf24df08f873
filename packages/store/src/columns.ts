/** Which columns there are in the views of trials: of measures, and one for each parameter of a sweep. */

import { type RawBuilder, sql } from 'kysely';
import type { Layout } from './measures.ts';
import { parameterNames } from './own/names.ts';
import type { Sweep } from './port.ts';

/** A column of a view with what it shows of `trial_rows t` and `configs c`. */
export type Column = readonly [name: string, value: RawBuilder<unknown>];

/** All that a result fills in beside its curves. */
export function resultColumns(layout: Layout): { readonly early: Column[]; readonly late: Column[] } {
  const columnsOf = (measures: Layout['measures']) =>
    measures
      .filter(({ shape }) => shape !== 'per epoch')
      .map((measure): Column => [layout.columnOf(measure.name), layout.column(measure)]);
  const { early, measures } = layout;
  return { early: columnsOf(measures.slice(0, early)), late: columnsOf(measures.slice(early)) };
}

/** Columns as the tables have them, such as `t.id c.config`. */
export const own = (columns: string): Column[] =>
  columns.split(' ').map((column) => [column.replace(/^.\./, ''), sql.ref(column)]);

/** What the trial's objective is. */
export const VALUE: Column = ['value', sql`t.objectives[1]`];

/** The columns of a sweep's parameters: underscores for dots, and a prefix where the name is taken. */
export const parameterColumns = (parameters: Sweep['parameters']) => {
  const columns = parameterNames(parameters.map(({ name }) => name));
  return parameters.map((parameter, i) => ({ ...parameter, column: columns[i]! }));
};

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
