import { type DecodedColumn, type MadeRows, principalComponents, projected } from '@latentsweep/core';
import type { ShownColumn, ShownRows } from './task.ts';

/** What is kept of rows must not grow with the width of a table. */
const MOST_COLUMNS = 40;

/** `decode`: features as columns; `features`: how many a row has. */
export function shownRows(
  { made, real }: MadeRows,
  features: number,
  decode: (features: Float32Array) => DecodedColumn[],
): ShownRows {
  const [columns, others] = [decode(made.features), decode(real.features)];
  const components = real.labels.length === 0 ? null : principalComponents(real.features, features);
  const places = (rows: Float32Array) =>
    components ? Float32Array.from(projected(components, rows).flat()) : new Float32Array();
  return {
    made: { count: made.labels.length, of: made.of },
    real: { count: real.labels.length, of: real.of },
    columns: columns.slice(0, MOST_COLUMNS).map((column, c) => shownColumn(column, others[c]!.values)),
    moreColumns: Math.max(0, columns.length - MOST_COLUMNS),
    projection: {
      explained: components?.explained ?? [0, 0],
      made: places(made.features),
      real: places(real.features),
    },
  };
}

function shownColumn({ name, levels, values: made }: DecodedColumn, real: Float64Array): ShownColumn {
  if (levels === null) return { name, levels, made, real };
  const there = new Set([...made, ...real].filter((code) => !Number.isNaN(code)));
  const codes = [...there].sort((a, b) => a - b);
  const placeOf = new Map(codes.map((code, place) => [code, place]));
  const placed = (values: Float64Array) => values.map((code) => placeOf.get(code) ?? Number.NaN);
  return { name, levels: codes.map((code) => levels[code]!), made: placed(made), real: placed(real) };
}
