import { describe, expect, test } from 'vitest';
import { arrowBytes, type Cell } from '../../fixtures/arrow.ts';
import type { TableSpec } from '../dataset.ts';
import { readColumns } from './columns.ts';
import { type OpenTable, openTable } from './open-table.ts';
import { type Cells, prepareCells, preparedColumns } from './preparation.ts';
import { prepareTable } from './prepare.ts';
import { tableShape } from './shape.ts';

const arrow =
  (columns: Readonly<Record<string, readonly Cell[]>>): OpenTable =>
  (...asked) =>
    readColumns(arrowBytes(columns), ...asked);

const SPEC: TableSpec = {
  kind: 'table',
  content: '',
  target: 'y',
  positive: null,
  categorical: [],
  scale: 'none',
  split: { train: 0.6, validation: 0.2, test: 0.2 },
  balance: 'majority',
};

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const column = (rows: Float32Array, width: number, at: number) =>
  Array.from(rows).filter((_, i) => i % width === at);

/** 100 rows, 10 of them of the class `b`. */
const PLAIN = {
  x: range(100),
  y: range(100).map((i) => (i % 10 === 0 ? 'b' : 'a')),
};

describe('classes', () => {
  const classNames = (y: readonly Cell[], spec: Partial<TableSpec> = {}) => {
    const { classNames: names, majority } = prepareTable(
      { ...SPEC, ...spec },
      [1, 1],
      arrow({ x: range(y.length), y }),
    );
    return { names, majority };
  };
  const repeat = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).flatMap(([name, count]) => new Array<string>(count).fill(name));

  test('two: the rarer one is class 1, or the positive one', () => {
    const y = repeat({ a: 4, b: 8 });
    expect(classNames(y)).toEqual({ names: ['b', 'a'], majority: 0 });
    expect(classNames(y, { positive: 'b' })).toEqual({ names: ['a', 'b'], majority: 0 });
    expect(classNames(repeat({ no: 5, yes: 5 })).names).toEqual(['no', 'yes']);
  });

  test('more: natural order, the most frequent is the majority', () => {
    expect(classNames(repeat({ 10: 4, 9: 5, 2: 7 }))).toEqual({ names: ['2', '9', '10'], majority: 0 });
    expect(classNames(repeat({ x10: 4, x9: 9, B: 7 }))).toEqual({ names: ['B', 'x10', 'x9'], majority: 2 });
  });

  test('number and boolean targets', () => {
    expect(classNames(range(12).map((i) => (i < 8 ? 0 : 1))).names).toEqual(['0', '1']);
    expect(classNames(range(12).map((i) => i < 4)).names).toEqual(['false', 'true']);
  });

  test('what cannot be learnt from is refused', () => {
    expect(() => classNames(repeat({ a: 9 }))).toThrow('has 1 classes');
    expect(() => classNames(range(300).map(String))).toThrow('has 300 classes');
    expect(() => classNames(['a', 'b', null, 'a'])).toThrow('missing');
    expect(() => classNames(repeat({ a: 4, b: 8 }), { positive: 'c' })).toThrow('no value "c"');
    expect(() => prepareTable({ ...SPEC, target: 'z' }, [1, 1], arrow(PLAIN))).toThrow('no column "z": x, y');
  });
});

describe('features', () => {
  const prepare = (columns: Readonly<Record<string, readonly Cell[]>>, spec: Partial<TableSpec> = {}) =>
    prepareTable({ ...SPEC, ...spec }, [1, 2], arrow({ ...columns, y: PLAIN.y }));

  test('stratified shares, pure, and another seed another split', () => {
    const data = prepare({ x: PLAIN.x });
    expect([data.train, data.validation, data.test].map(({ count }) => count)).toEqual([60, 20, 20]);
    expect(data.test.labels.reduce((sum, label) => sum + label)).toBe(2);
    expect(prepare({ x: PLAIN.x })).toEqual(data);
    expect(prepareTable(SPEC, [3, 4], arrow(PLAIN)).train).not.toEqual(data.train);
  });

  test('quantiles are fitted on training rows: they are spread evenly', () => {
    const { train, test: held } = prepare({ x: range(100).map((i) => i ** 5) }, { scale: 'quantile' });
    expect(Array.from(train.features)).toEqual(Array.from(range(60), (i) => Math.fround(i / 59)));
    for (const value of held.features) expect(value >= 0 && value <= 1).toBe(true);
  });

  test('missing numbers: the median of the training rows and a flag', () => {
    const x = range(100).map((i) => (i % 4 === 1 ? null : i));
    // The second column keeps rows with a gap from being duplicates of one another.
    const { features, train, test: held } = prepare({ x, other: PLAIN.x });
    expect(features).toBe(3);
    const flags = column(train.features, 3, 1);
    const present = column(train.features, 3, 0).filter((_, i) => flags[i] === 0);
    const middle = (present.length - 1) / 2;
    const median = (present[Math.floor(middle)]! + present[Math.ceil(middle)]!) / 2;
    const heldFlags = column(held.features, 3, 1);
    const imputed = column(held.features, 3, 0).filter((_, i) => heldFlags[i] === 1);
    expect(imputed.length).toBeGreaterThan(0);
    expect(new Set(imputed)).toEqual(new Set([median]));
  });

  test('three levels take a feature each, two share one, a constant has none', () => {
    const data = prepare({
      color: range(100).map((i) => ['red', 'green', 'blue'][i % 3]!),
      flag: range(100).map((i) => i % 2 === 0),
      one: range(100).map(() => 'same'),
      seven: range(100).map(() => 7),
      x: PLAIN.x,
    });
    expect(data.features).toBe(5);
    for (let row = 0; row < data.train.count; row++) {
      const [blue, green, red, flag, x] = data.train.features.subarray(row * 5, row * 5 + 5);
      expect([blue, green, red].indexOf(1)).toBe(2 - (x! % 3));
      expect(blue! + green! + red!).toBe(1);
      expect(flag).toBe(x! % 2 === 0 ? 1 : 0);
    }
  });

  test('numbers as categories, in the order of the numbers', () => {
    const code = range(100).map((i) => [10, 9, 2][i % 3]!);
    const data = prepare({ code, x: PLAIN.x }, { categorical: ['code'] });
    expect(data.features).toBe(4);
    const row = data.train.features.subarray(0, 4);
    expect([2, 9, 10][row.indexOf(1)]).toBe(code[row[3]!]);
  });

  test('a level or a gap that training lacks is all zeros, and the width does not depend on the seed', () => {
    const rare = range(100).map((i) => (i === 41 ? 'rare' : i === 43 ? null : i % 2 === 0 ? 'a' : 'b'));
    const columns = { rare, x: PLAIN.x };
    const seeds = range(12).map((seed) => prepareTable(SPEC, [seed, 0], arrow({ ...columns, y: PLAIN.y })));
    expect(new Set(seeds.map(({ features }) => features))).toEqual(new Set([5]));
    let unseen = 0;
    for (const { train, validation, test: held } of seeds) {
      for (const [feature, special] of [
        [2, 41],
        [3, 43],
      ] as const) {
        const trained = column(train.features, 5, 4).includes(special);
        expect(column(train.features, 5, feature).includes(1)).toBe(trained);
        if (!trained) unseen++;
        const others = [...column(validation.features, 5, feature), ...column(held.features, 5, feature)];
        expect(others).not.toContain(1);
      }
    }
    expect(unseen).toBeGreaterThan(0);
  });

  test('the layout says which features a column became', () => {
    const { columns, features, train } = prepare({
      number: range(100).map((i) => (i % 4 === 1 ? null : i)),
      color: range(100).map((i) => ['red', 'green', 'blue'][i % 3]!),
      one: range(100).map(() => 'same'),
      flag: range(100).map((i) => (i === 50 || i === 51 ? null : i % 2 === 0)),
      x: PLAIN.x,
    });
    const imputed = (columns![0] as { imputed: number }).imputed;
    expect(columns).toEqual([
      { kind: 'number', name: 'number', at: 0, width: 1, missing: true, imputed },
      { kind: 'category', name: 'color', at: 2, width: 3, missing: false, levels: ['blue', 'green', 'red'] },
      { kind: 'category', name: 'one', at: 5, width: 0, missing: false, levels: ['same'] },
      { kind: 'category', name: 'flag', at: 5, width: 1, missing: true, levels: ['false', 'true'] },
      { kind: 'number', name: 'x', at: 7, width: 1, missing: false, imputed: expect.any(Number) },
    ]);
    expect(features).toBe(8);
    for (let row = 0; row < train.count; row++) {
      if (train.features[row * 8 + 1] === 1) expect(train.features[row * 8]).toBe(Math.fround(imputed));
    }
  });

  test('an empty column is harmless', () => {
    const data = prepare({ nothing: new Array<Cell>(100).fill(null), x: PLAIN.x });
    expect(data.features).toBe(2);
    expect(column(data.train.features, 2, 0)).toEqual(new Array<number>(60).fill(1));
  });

  test('the shape of a table', () => {
    const columns = {
      x: range(100).map((i) => i % 50),
      one: range(100).map(() => 7),
      word: range(100).map((i) => ['u', 'v', 'w'][i % 3]!),
      y: PLAIN.y,
    };
    const shape = tableShape(SPEC, [1, 1], arrow(columns));
    expect(shape).toEqual({
      rows: 100,
      features: 4,
      columns: [
        { name: 'x', kind: 'number', levels: 0, features: 1 },
        { name: 'one', kind: 'number', levels: 0, features: 0 },
        { name: 'word', kind: 'category', levels: 3, features: 3 },
      ],
      majority: 0,
      splitRows: { train: [54, 6], validation: [18, 2], test: [18, 2] },
      classNames: ['a', 'b'],
      classRows: [90, 10],
      distinctRows: [90, 10],
      contradictory: 0,
    });
  });
});

test('exact duplicates stay in one split, whatever is missing in them', () => {
  const value = (i: number) => [null, 0, -0, 1.5, 2, 3][i % 6]!;
  const content = arrow({
    x: range(300).map(value),
    word: range(300).map((i) => (i % 12 === 7 ? null : 'w')),
    z: range(300).map((i) => i % 5),
    y: range(300).map((i) => (i % 60 < 12 ? 'b' : 'a')),
  });
  const { train, validation, test: held, features } = prepareTable(SPEC, [5, 5], content);
  const keys = ({ features: rows, labels, count }: typeof train) =>
    new Set(
      range(count).map((row) => `${labels[row]} ${rows.subarray(row * features, (row + 1) * features)}`),
    );
  const all = [train, validation, held].flatMap((split) => Array.from(keys(split)));
  expect(new Set(all).size).toBe(all.length);
  expect(train.count + validation.count + held.count).toBe(300);
});

test('bytes that threads share make the same rows, and are not copied', async () => {
  const content = arrowBytes({
    ...PLAIN,
    word: range(100).map((i) => (i % 7 === 0 ? null : `ä${i % 3}`)),
    flag: range(100).map((i) => i % 2 === 0),
  });
  const shared = new Uint8Array(new SharedArrayBuffer(content.length));
  shared.set(content);
  const table = await openTable(shared);
  expect(prepareTable(SPEC, [1, 2], table)).toEqual(prepareTable(SPEC, [1, 2], await openTable(content)));
  const { features } = table(SPEC.target, []);
  expect(features.map((each) => each.kind === 'number' && each.values.buffer === shared.buffer)).toEqual([
    true,
    false,
    false,
  ]);
});

describe('a preparation as data', () => {
  const random = (i: number, k: number) => ((i * 7919 + k * 104729) % 1009) / 1009;
  const columns = {
    ties: range(90).map((i) => (i % 7 === 0 ? null : Math.floor(random(i, 1) * 9))),
    wide: range(90).map((i) => random(i, 2) * 1e9 - 5e8),
    alike: range(90).map((i) => (i % 4 === 0 ? null : 3)),
    town: range(90).map((i) => (i % 9 === 0 ? null : `t${Math.floor(random(i, 3) * 40)}`)),
    flag: range(90).map((i) => i % 3 === 0),
    code: range(90).map((i) => i % 5),
    y: range(90).map((i) => (i % 6 === 0 ? 'b' : 'a')),
  };
  test.each(['quantile', 'minmax', 'none'] as const)('gives the features of prepareTable: %s', (scale) => {
    const spec = { ...SPEC, scale, categorical: ['code'] };
    const table = arrow(columns);
    const seed = [1, 2] as const;
    const dataset = prepareTable(spec, seed, table);
    const prepared = preparedColumns(spec, seed, table);
    const cells = prepared.map(({ name, kind }): Cells => {
      const own: readonly Cell[] = columns[name as keyof typeof columns];
      return kind === 'number'
        ? Float64Array.from(own, (cell) => (cell === null ? Number.NaN : Number(cell)))
        : own.map((cell) => (cell === null ? null : String(cell)));
    });
    const all = prepareCells(prepared, cells, 90);
    const rowsOf = (features: Float32Array) =>
      range(features.length / dataset.features)
        .map((row) => features.slice(row * dataset.features, (row + 1) * dataset.features).join())
        .sort();
    const { train, validation, test: held } = dataset;
    const splits = [train, validation, held].flatMap(({ features }) => rowsOf(features)).sort();
    expect(rowsOf(all)).toEqual(splits);
  });
});
