import { type RawBuilder, sql } from 'kysely';
import { parameterColumns } from '../columns.ts';
import type { Sweep } from '../port.ts';

/** A parameter as figures take it out of a config: as a number, or as the text that a condition has of it. */
export interface FigureParameter {
  readonly name: string;
  readonly column: string;
  readonly numeric: boolean;
  /** Of a row with the column `config`. Null where the config lacks it. */
  readonly value: RawBuilder<unknown>;
}

/** Parameters of a sweep by name, in this order; all of them by default. */
export function figureParameters(
  sweep: Sweep,
  names: readonly string[] = sweep.parameters.map(({ name }) => name),
): FigureParameter[] {
  const known = new Map(parameterColumns(sweep.parameters).map((parameter) => [parameter.name, parameter]));
  return names.map((name) => {
    const parameter = known.get(name);
    if (!parameter) throw new Error(`The sweep has no parameter ${name}.`);
    const numeric = parameter.sqlType === 'double precision' || parameter.sqlType === 'bigint';
    const text = sql`(config ->> ${sql.lit(name)})`;
    return { name, column: parameter.column, numeric, value: numeric ? sql`${text}::float8` : text };
  });
}
