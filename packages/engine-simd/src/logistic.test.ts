import { Purpose, Stream } from '@latentsweep/core';
import { expect, it } from 'vitest';
import { createMachine } from './kernels.ts';
import { listRows } from './list.ts';
import { assemble } from './program.ts';
import { rowWidth, SimdRows } from './rows.ts';

const f = Math.fround;
const BATCH = 16;

/** As the kernels sum lanes: the first and the third, the second and the fourth, both. */
const sumOf = ([a, b, c, d]: readonly number[]) => f(f(a! + c!) + f(b! + d!));

/** a = w . x + bias: four lanes over the columns, every fourth column a lane, then the lanes. */
function logitOf(x: Float32Array, w: Float32Array): number {
  const lanes = [0, 0, 0, 0];
  for (let c = 0; c < x.length; c++) lanes[c % 4] = f(lanes[c % 4]! + f(w[c]! * x[c]!));
  return f(sumOf(lanes) + w[x.length]!);
}

/** dw, then d bias, of rows [batch, width]: four rows at a time, the first two, the last two, both, and that to the sum. */
function gradientOf(rows: readonly Float32Array[], d: Float32Array): number[] {
  const width = rows[0]!.length;
  const dw = Array.from({ length: width }, (_, c) => {
    const product = (b: number) => f(d[b]! * rows[b]![c]!);
    let sum = 0;
    for (let b = 0; b < BATCH; b += 4) {
      sum = f(sum + f(f(product(b) + product(b + 1)) + f(product(b + 2) + product(b + 3))));
    }
    return sum;
  });
  const lanes = [0, 0, 0, 0];
  for (let b = 0; b < BATCH; b++) lanes[b % 4] = f(lanes[b % 4]! + d[b]!);
  return [...dw, sumOf(lanes)];
}

// Rows of one to six vectors of four floats: kernels have code of their own for up to three, and for blocks of four.
it.each([2, 3, 6, 10, 14, 18, 22])('sums logits and gradients of %i features in its order', (features) => {
  const machine = createMachine();
  const region = machine.heap.region();
  const stream = new Stream([1, features], Purpose.data);
  const draw = (length: number) => Float32Array.from({ length }, () => stream.uniform() - 0.5);
  const width = rowWidth(features);
  const rows = new SimdRows(machine.heap, BATCH, features);
  const labels = Uint8Array.from({ length: BATCH }, () => stream.below(2));
  rows.write(0, draw(BATCH * features), labels);
  const floats = (at: number, length: number) => new Float32Array(machine.heap.memory.buffer, at, length);
  const [w, g] = [width + 1, width + 1].map((length) => region.allocate(4 * length));
  const [a, y, d] = [0, 1, 2].map(() => region.allocate(4 * BATCH));
  const [weights, gradient] = [draw(width + 1), draw(BATCH)];
  floats(w!, width + 1).set(weights);
  floats(d!, BATCH).set(gradient);
  // From the last row to the first: a list need not follow the memory.
  const order = Uint32Array.from({ length: BATCH }, (_, b) => BATCH - 1 - b);
  const list = listRows(machine, region, [rows], features, order, null);
  const program = assemble(machine, region, [
    ['ROW_LOGITS', width / 4, features * 4, w!, a!, y!],
    ['ROW_GRADIENT', width / 4, features * 4, d!, g!],
  ]);
  const { start, end } = program;
  machine.kernels.run(start, end, list.address, 0, BATCH, BATCH, 4 * BATCH, 1, 2, 0, false);
  const given = Array.from(order, (row) => floats(rows.address + row * rows.rowBytes, width).slice());
  const expected = gradientOf(given, gradient);
  // The label stands among the features, and has no gradient.
  expected[features] = 0;
  expect([...floats(y!, BATCH)]).toEqual([...labels].reverse());
  expect([...floats(a!, BATCH)]).toEqual(given.map((row) => logitOf(row, weights)));
  expect([...floats(g!, width + 1)]).toEqual(expected);
});
