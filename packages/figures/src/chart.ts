/** A chart of any result of SQL: what is drawn of it, chosen by what its columns hold. */

import { type Column, columnOf, type Table } from './chart/column.ts';
import { MOST_SERIES } from './series-ink.ts';

/** Columns by name; what is left out is chosen. */
export interface ChartWish {
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  /** Rows of one value in it are a series. */
  readonly series?: string | undefined;
}

export interface Chart {
  /** A line where x goes up, bars where it is words that each stand once, else points. */
  readonly kind: 'line' | 'bars' | 'points';
  /** Null: rows in their order. */
  readonly x: string | null;
  readonly y: string;
  readonly series: string | null;
  /** What x is; `words`: places in the list. */
  readonly along: 'numbers' | 'moments' | 'words';
  readonly words: readonly string[];
  readonly groups: readonly {
    readonly label: string | null;
    /** By row that has both. */
    readonly marks: readonly { readonly x: number; readonly y: number }[];
  }[];
  /** Rows that lack a finite value of one of the columns. */
  readonly leftOut: number;
}

/** `why`: a sentence for the user on why this can't be drawn. */
export type ChartOrNot = { readonly chart: Chart } | { readonly why: string };

/** More words than that are no axis. */
const MOST_WORDS = 60;

/**
 * y: the first column of numbers that are not all whole, else the first of numbers; x: the first column of words or
 * moments, else the first that is not y, else the rows in their order; series: where several rows have one x, the first
 * column of few values that tells them apart.
 *
 *     chartOf({ columns: ['arm', 'accuracy'], rows: [['none', 0.5], ['smote', 0.7]] }, {})  // bars
 */
export function chartOf(table: Table, wish: ChartWish): ChartOrNot {
  if (table.rows.length === 0) return { why: 'The result has no rows.' };
  const columns = table.columns.map((_, index) => columnOf(table, index));
  for (const name of [wish.x, wish.y, wish.series]) {
    if (name !== undefined && !table.columns.includes(name)) return { why: unknown(name, table.columns) };
  }
  const named = (name: string | undefined) => columns.find((column) => column.name === name);

  const y = named(wish.y) ?? chooseY(columns, named(wish.x));
  if (!y) return { why: 'No column holds numbers: a chart needs one for its height.' };
  if (y.kind !== 'numbers')
    return { why: `The column ${y.name} holds ${what(y)}: the height of a mark is a number.` };

  const x = named(wish.x) ?? chooseX(columns, y);
  if (x?.kind === 'nothing') return { why: `The column ${x.name} holds ${what(x)}.` };
  if (x?.kind === 'words' && x.different > MOST_WORDS) {
    return {
      why: `The column ${x.name} has ${x.different} different words: an axis has room for ${MOST_WORDS}. Group by fewer, or add a limit.`,
    };
  }

  const series = named(wish.series) ?? chooseSeries(columns, x, y);
  if (series && series.different > MOST_SERIES) {
    return {
      why: `The column ${series.name} has ${series.different} different values: at most ${MOST_SERIES} series can be told apart.`,
    };
  }
  const chart = arrange(x, y, series);
  return chart.groups.length === 0
    ? { why: `No row has both ${x?.name ?? 'a place'} and ${y.name}.` }
    : { chart };
}

function unknown(name: string, columns: readonly string[]): string {
  return `The result has no column ${name}, but ${columns.join(', ')}.`;
}

function what({ kind }: Column): string {
  return kind === 'nothing' ? 'no finite value' : kind;
}

function chooseY(columns: readonly Column[], x: Column | undefined): Column | undefined {
  const numbers = columns.filter((column) => column.kind === 'numbers' && column !== x);
  const free = x || numbers.length < 2 ? numbers : numbers.filter((column) => column !== columns[0]);
  return free.find(({ whole }) => !whole) ?? free[0];
}

function chooseX(columns: readonly Column[], y: Column): Column | undefined {
  const free = columns.filter((column) => column !== y && column.kind !== 'nothing');
  const fits = ({ kind, different }: Column) =>
    kind === 'moments' || (kind === 'words' && different <= MOST_WORDS);
  return free.find(fits) ?? free.find(({ kind }) => kind === 'numbers');
}

/** Only where x alone leaves several rows at one place. */
function chooseSeries(columns: readonly Column[], x: Column | undefined, y: Column): Column | undefined {
  if (!x || !repeats([x])) return undefined;
  const few = columns.filter((c) => c !== x && c !== y && c.different > 1 && c.different <= MOST_SERIES);
  return few.find((column) => !repeats([x, column])) ?? few.find(({ kind }) => kind === 'words');
}

/** Whether two rows have the same values in all these columns. */
function repeats(columns: readonly Column[]): boolean {
  const rows = columns[0]!.values.map((_, row) => JSON.stringify(columns.map(({ values }) => values[row])));
  return new Set(rows).size < rows.length;
}

function arrange(x: Column | undefined, y: Column, series: Column | undefined): Chart {
  const words = x?.kind === 'words' ? [...new Set(x.values.filter((v) => v !== null).map(String))] : [];
  const placeOf = new Map(words.map((word, place) => [word, place]));
  const groups = new Map<string | null, { x: number; y: number }[]>();
  let leftOut = 0;
  y.values.forEach((height, row) => {
    const value = x ? x.values[row]! : row + 1;
    const place = typeof value === 'string' ? placeOf.get(value)! : value;
    const of = series?.values[row];
    if (typeof height !== 'number' || place === null || (series && of === null)) {
      leftOut++;
      return;
    }
    const label = series ? String(of) : null;
    const marks = groups.get(label) ?? [];
    marks.push({ x: place, y: height });
    groups.set(label, marks);
  });
  const arranged = [...groups].map(([label, marks]) => ({ label, marks }));
  return {
    kind: kindOf(x, arranged),
    x: x?.name ?? null,
    y: y.name,
    series: series?.name ?? null,
    along: x?.kind === 'words' ? 'words' : x?.kind === 'moments' ? 'moments' : 'numbers',
    words,
    groups: arranged,
    leftOut,
  };
}

function kindOf(x: Column | undefined, groups: Chart['groups']): Chart['kind'] {
  const each = (holds: (before: number, after: number) => boolean) =>
    groups.every(({ marks }) => marks.every((mark, i) => i === 0 || holds(marks[i - 1]!.x, mark.x)));
  if (x?.kind === 'words') {
    const once = groups.every(({ marks }) => new Set(marks.map((mark) => mark.x)).size === marks.length);
    return once ? 'bars' : 'points';
  }
  const long = groups.some(({ marks }) => marks.length > 1);
  return x && long && each((before, after) => before < after) ? 'line' : 'points';
}
