import { beside } from './dense.ts';
import { DOUBLE, type Graph, INT64, type Value } from './graph.ts';

/** A number column's values, [rows, 1], and its quantiles, ascending, the first below the last. */
export interface ByQuantiles {
  readonly value: Value;
  readonly quantiles: Float64Array;
}

/**
 * Values scaled by the quantiles of their columns, side by side, [rows, C]: as `scaling` in core does it. All columns are looked
 * up at once, by halving.
 *
 * With b quantiles below a value and a at most it, of m + 1: (b - 1 + part) / m between the quantiles b - 1 and b, the middle
 * (b + a - 1) / 2m of those that it equals, 0 at the first and below, 1 at the last and above.
 */
export function byQuantiles(graph: Graph, columns: readonly ByQuantiles[]): Value {
  const doubles = (of: (quantiles: Float64Array) => number) =>
    graph.constant({
      ...{ type: 'double', dims: [1, columns.length] },
      values: Float64Array.from(columns, ({ quantiles }) => of(quantiles)),
    });
  const whole = (of: (quantiles: Float64Array, c: number) => number) =>
    graph.constant({
      ...{ type: 'int64', dims: [1, columns.length] },
      values: columns.map(({ quantiles }, c) => of(quantiles, c)),
    });
  const all = (value: number) => doubles(() => value);
  const number = (of: Value) => graph.add('Cast', [of], { to: DOUBLE });
  const half = (of: Value) => graph.add('Mul', [of, all(0.5)]);

  const values = beside(
    graph,
    columns.map(({ value }) => value),
  );
  const room = roomFor(columns);
  const table = graph.constant({
    ...{ type: 'double', dims: [columns.length * room] },
    values: padded(columns, room),
  });
  /** Of each column its quantile at places [rows, C]. */
  const quantileAt = (places: Value) => {
    const bounded = graph.add('Min', [
      graph.add('Max', [places, whole(() => 0)]),
      whole(({ length }) => length - 1),
    ]);
    return graph.add('Gather', [table, graph.add('Add', [bounded, whole((_, c) => c * room)])]);
  };
  /** How many quantiles are less than a value, or at most it. */
  const counted = (test: 'Less' | 'LessOrEqual') => {
    let count: Value | null = null;
    for (let step = room / 2; step >= 1; step /= 2) {
      const last = whole((_, c) => c * room + step - 1);
      const place: Value = count === null ? last : graph.add('Add', [count, last]);
      const holds = graph.add(test, [graph.add('Gather', [table, place]), values]);
      const more = graph.add('Mul', [graph.add('Cast', [holds], { to: INT64 }), whole(() => step)]);
      count = count === null ? more : graph.add('Add', [count, more]);
    }
    return count!;
  };

  const below = counted('Less');
  const atMost = counted('LessOrEqual');
  const low = quantileAt(graph.add('Sub', [below, whole(() => 1)]));
  const high = quantileAt(below);
  const step = graph.add('Sub', [half(high), half(low)]);
  const safe = graph.add('Where', [graph.add('Equal', [step, all(0)]), all(1), step]);
  const part = graph.add('Div', [graph.add('Sub', [half(values), half(low)]), safe]);
  const inside = graph.add('Div', [
    graph.add('Add', [graph.add('Sub', [number(below), all(1)]), part]),
    doubles(({ length }) => length - 1),
  ]);
  const sum = graph.add('Sub', [graph.add('Add', [number(below), number(atMost)]), all(1)]);
  const tied = graph.add('Div', [sum, doubles(({ length }) => 2 * (length - 1))]);
  const isTied = graph.add('Greater', [atMost, below]);
  const middle = graph.add('Where', [isTied, tied, inside]);
  const first = graph.add('LessOrEqual', [values, doubles((quantiles) => quantiles[0]!)]);
  const top = graph.add('GreaterOrEqual', [values, doubles((quantiles) => quantiles.at(-1)!)]);
  return graph.add('Where', [first, all(0), graph.add('Where', [top, all(1), middle])]);
}

/** A power of two above the longest list of quantiles. */
function roomFor(columns: readonly ByQuantiles[]): number {
  const most = columns.reduce((longest, { quantiles }) => Math.max(longest, quantiles.length), 0);
  return 2 ** Math.ceil(Math.log2(most + 1));
}

/** Lists one after another, each with what no value is above behind it. */
function padded(columns: readonly ByQuantiles[], room: number): Float64Array {
  const table = new Float64Array(columns.length * room).fill(Number.POSITIVE_INFINITY);
  columns.forEach(({ quantiles }, c) => {
    table.set(quantiles, c * room);
  });
  return table;
}
