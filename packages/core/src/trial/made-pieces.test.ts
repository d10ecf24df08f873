import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import { piecesInEngine, piecesMadeAgain, placeMade } from './made-pieces.ts';

const COLUMNS = 2;
/** Row i is [10 i, 10 i + 1]. */
const rowsOf = (...numbers: number[]) => Float32Array.from(numbers.flatMap((i) => [10 * i, 10 * i + 1]));

const inEngine = () => {
  const rows = createReferenceEngine().rows(5, COLUMNS);
  rows.write(0, rowsOf(0, 1, 2, 3, 4), new Uint8Array(5));
  return piecesInEngine(rows, 5);
};
let made = 0;
const again = () =>
  piecesMadeAgain(function* () {
    made++;
    yield rowsOf(0, 1);
    yield rowsOf(2);
    yield rowsOf(3, 4);
  }, COLUMNS);

describe.each([
  ['in an engine', inEngine],
  ['made again', again],
])('rows %s', (_, open) => {
  const place = async (numbers: readonly number[]) => {
    const into = new Float32Array(numbers.length * COLUMNS).fill(-1);
    await placeMade({ pieces: open(), count: 5 }, Int32Array.from(numbers), COLUMNS, into);
    return into;
  };

  it('come to all places of their number, in whatever order', async () => {
    expect(await place([3, 0, 3, 4, 2, 0])).toEqual(rowsOf(3, 0, 3, 4, 2, 0));
  });

  it('leave places of other rows as they are', async () => {
    const into = await place([-7, 1, -1]);
    expect(into).toEqual(Float32Array.from([-1, -1, ...rowsOf(1), -1, -1]));
  });
});

it('makes rows anew for each who asks', async () => {
  const pieces = again();
  made = 0;
  for (let i = 0; i < 2; i++)
    for await (const piece of pieces()) expect(piece.features.length % COLUMNS).toBe(0);
  expect(made).toBe(2);
});
