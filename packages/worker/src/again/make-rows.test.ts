import type { DecodedColumn } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { makeRows } from './make-rows.ts';
import type { MadePart } from './task.ts';

const decode = (features: Float32Array): DecodedColumn[] => [
  { name: 'x', levels: null, values: Float64Array.from(features) },
];
/** Uneven ones are copies. */
const isCopy = ({ columns }: { columns: readonly DecodedColumn[] }) =>
  Uint8Array.from(columns[0]!.values, (value) => value % 2);

/** Rounds of so many rows, numbered through; what is asked for and taken, in turn. */
function stage(rowsOf: (round: number) => number, wanted: number) {
  const told: string[] = [];
  const parts: MadePart[] = [];
  let next = 0;
  let taken = 0;
  const make = async (round: number) => {
    told.push(`make ${round}`);
    const count = rowsOf(round);
    const features = Float32Array.from({ length: count }, (_, i) => next + i);
    next += count;
    return { features, labels: new Uint8Array(count) };
  };
  const onMade = async (part: MadePart) => {
    told.push(`take ${part.labels.length}`);
    parts.push(part);
    taken += part.labels.length;
    return taken < wanted;
  };
  return { told, parts, run: () => makeRows(make, { decode, isCopy, onMade }) };
}

test('rows come once each, in order, in parts, until no more are wanted', async () => {
  const { parts, run, told } = stage(() => 5000, 9000);
  await run();
  expect(parts.map(({ labels }) => labels.length)).toEqual([4096, 904, 4096]);
  const values = parts.flatMap(({ columns }) => Array.from(columns[0]!.values));
  expect(values).toEqual(Array.from({ length: 9096 }, (_, i) => i));
  expect(parts.flatMap(({ copies }) => Array.from(copies))).toEqual(values.map((value) => value % 2));
  expect(told.filter((one) => one.startsWith('make'))).toEqual(['make 0', 'make 1']);
});

test('a part is made while the one before is taken, and only one', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const made: number[] = [];
  const make = async (round: number) => {
    made.push(round);
    return { features: Float32Array.of(round), labels: new Uint8Array(1) };
  };
  const parts: MadePart[] = [];
  const onMade = (part: MadePart) => {
    parts.push(part);
    return promise;
  };
  const running = makeRows(make, { decode, isCopy, onMade });
  await new Promise((done) => setImmediate(done));
  expect([made, parts.length]).toEqual([[0, 1], 1]);
  resolve(false);
  await running;
  expect([made, parts.length]).toEqual([[0, 1], 1]);
});

test('it is given up after many rounds without a row, not where no more are wanted', async () => {
  await expect(stage(() => 0, 1).run()).rejects.toMatchObject({ code: 'no_rows_made' });
  await expect(makeRows(null, { decode, isCopy, onMade: async () => true })).rejects.toMatchObject({
    code: 'no_rows_made',
  });
  const few = stage((round) => (round % 90 === 0 ? 1 : 0), 3);
  await few.run();
  expect(few.parts).toHaveLength(3);
  const done = stage((round) => (round === 0 ? 1 : 0), 1);
  await done.run();
  expect(done.told).toEqual(['make 0', 'take 1', 'make 1']);
});
