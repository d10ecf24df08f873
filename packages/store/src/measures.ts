/**
 * Where each measure stands in a row. The table `measures` knows, and only grows: a measure that this program has and
 * the store has not yet is added when the store is opened, at the end, and rows that were written before it are shorter.
 */

import { bothSplits, MEASURES, type Measure, type MeasureValue } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import { all, type Db, type Trx } from './db.ts';

export interface StoredMeasure extends Pick<Measure, 'name' | 'shape'> {
  /** Of its column; of the entries, where it is an array. */
  readonly type: 'double precision' | 'integer' | 'boolean';
}

/** The measures of a store, in their order; those of a sweep with names of its own: own/layout.ts. */
export class Layout {
  readonly isOwn: boolean = false;
  /** So many the views had from the first on; later ones stand at their ends, so that what is built on them stays. */
  readonly early: number = 45;
  /** The column of `trial_rows` that holds scalars. */
  protected readonly array: string = 'scalars';
  readonly curveTable: string = 'curve_rows';
  readonly measures: readonly StoredMeasure[];
  /** In `array`. */
  readonly scalars: readonly string[];
  /** One after the other in `trial_rows.lists`, up to `ends`. */
  readonly lists: readonly string[];
  /** One after the other in the `numbers` of `curveTable`, up to `ends`. */
  readonly curves: readonly string[];

  constructor(measures: readonly StoredMeasure[]) {
    const named = (is: (shape: Measure['shape']) => boolean) =>
      measures.filter(({ shape }) => is(shape)).map(({ name }) => name);
    this.measures = measures;
    this.scalars = named((shape) => shape === 'scalar');
    this.lists = named((shape) => shape === 'per class' || shape === 'matrix');
    this.curves = named((shape) => shape === 'per epoch');
  }

  /**
   * A scalar, to be written after the alias of `trial_rows` and a dot, or alone. A double, whatever its column is. Of a name that is
   * not here it is null: no array has a place 0.
   */
  scalar(name: string): RawBuilder<number | null> {
    return sql.raw(`${this.array}[${placeOf(this.scalars, name)}]`);
  }

  /** All scalars of a row, as an array. */
  get all(): RawBuilder<unknown> {
    return sql.raw(this.array);
  }

  /** What a measure is called as a column. */
  columnOf(name: string): string {
    return name;
  }

  /** On which rows a metric is reported, and on which whatever decides by it looks at it. */
  splits(name: string): { readonly test: string; readonly validation: string } {
    return bothSplits(name);
  }

  /** Of a config's JSON. Null where configs have none. */
  arm(config: RawBuilder<unknown>): RawBuilder<string | null> {
    return sql`(${config} ->> 'arm')`;
  }

  /** What a column of a view shows, of `trial_rows t`. Null where the trial lacks it. */
  column({ name, shape, type }: StoredMeasure): RawBuilder<unknown> {
    if (shape !== 'scalar') return sql`nullif(${slice('t.lists', 't.ends', this.lists, name)}, '{}')`;
    const value = sql`t.${this.scalar(name)}`;
    if (type === 'boolean') return sql`${value} <> 0`;
    return type === 'integer' ? sql`${value}::integer` : value;
  }

  /** The same by its name. */
  columnNamed(name: string): RawBuilder<unknown> {
    return this.column(this.measures.find((measure) => measure.name === name)!);
  }

  /** A curve, of `curveTable c`. Empty where the trial lacks it. */
  curve(name: string): RawBuilder<unknown> {
    return sql`coalesce(${slice('c.numbers', 'c.ends', this.curves, name)}, '{}')`;
  }
}

/** From 1, as in Postgres. */
const placeOf = (names: readonly string[], name: string): number => names.indexOf(name) + 1;

function slice(values: string, ends: string, names: readonly string[], name: string): RawBuilder<unknown> {
  const place = placeOf(names, name);
  const first = place === 1 ? '1' : `${ends}[${place - 1}] + 1`;
  return sql.raw(`${values}[${first}:${ends}[${place}]]`);
}

/** Of a store that is made now. */
export const CATALOGUE = new Layout(
  MEASURES.map(({ name, shape, type }) => ({ name, shape, type: sqlType(type) })),
);

function sqlType(type: Measure['type']): StoredMeasure['type'] {
  return type === 'number' ? 'double precision' : type;
}

/** Values one after the other, with the ends of each; one that is not there is empty. */
export function packed(
  names: readonly string[],
  held: Readonly<Record<string, MeasureValue | undefined>>,
): { readonly numbers: number[]; readonly ends: number[] } {
  const numbers: number[] = [];
  const ends = names.map((name) => {
    // A program may call a number so, or as what every object has.
    const values = Object.hasOwn(held, name) ? held[name] : undefined;
    if (typeof values === 'object') for (const value of values) numbers.push(value);
    return numbers.length;
  });
  return { numbers, ends };
}

/** The first objective, after an alias of `trial_rows` and a dot, or alone. */
export const OBJECTIVE = sql.raw('objectives[1]');

/** The objectives of a sweep with this metric, from a row's `scalars`; null where none has a value. */
export function objectivesOf(layout: Layout, alias: string, metric: string): RawBuilder<unknown> {
  return sql`nullif(array[${sql.ref(alias)}.${layout.scalar(metric)}], '{null}')`;
}

/** What the store has, and what this program has beside it. */
export async function readMeasures(
  db: Db,
): Promise<{ readonly layout: Layout; readonly missing: readonly Measure[] }> {
  const rows = await all<StoredMeasure>(db)`select name, shape, type from measures order by place`;
  const known = new Set(rows.map(({ name }) => name));
  return { layout: new Layout(rows), missing: MEASURES.filter(({ name }) => !known.has(name)) };
}

/** Gives measures the next places. */
export async function addMeasures(trx: Trx, measures: readonly Measure[]): Promise<Layout> {
  // Programs with other measures each may open a store at once.
  await sql`lock table measures in share row exclusive mode`.execute(trx);
  for (const { name, shape, type } of measures) {
    await sql`
      insert into measures (place, name, shape, type)
      select 1 + max(place), ${name}, ${shape}, ${sqlType(type)}
      from measures
      on conflict (name) do nothing`.execute(trx);
  }
  return (await readMeasures(trx)).layout;
}
