// Dense layers of K lanes. W [in, out] and b [out] behind it lie in flat parameters, `wLane` apart.

import { GATED, multiply, PLAIN, RELU } from './product';

/** y [K, B, out] = x [K, B, in] W + b, or where `relu` max(0, that); NaN stays NaN. */
export function dense(
  lanes: i32, rows: i32, inputs: i32, outputs: i32, x: usize, w: usize, wLane: usize, relu: bool, y: usize,
  panel: usize,
): void {
  const xRow = <usize>inputs << 2, yRow = <usize>outputs << 2;
  for (let lane = 0; lane < lanes; lane++) {
    const bias = w + <usize>inputs * yRow;
    if (relu) multiply(RELU, rows, outputs, inputs, x, xRow, 4, w, yRow, 4, bias, y, 0, 0, 0, panel);
    else multiply(PLAIN, rows, outputs, inputs, x, xRow, 4, w, yRow, 4, bias, y, 0, 0, 0, panel);
    x += <usize>rows * xRow;
    y += <usize>rows * yRow;
    w += wLane;
  }
}

/**
 * dx [K, B, in] = dy [K, B, out] W^T (+ plus), and where a gate [K, B, in] is given: 0 where that is not positive,
 * else times the lane's scale [K] (0: 1).
 */
export function inputGradient(
  lanes: i32, rows: i32, inputs: i32, outputs: i32, dy: usize, w: usize, wLane: usize, dx: usize,
  plus: usize, gate: usize, scales: usize, panel: usize,
): void {
  const xRow = <usize>inputs << 2, yRow = <usize>outputs << 2;
  const xLane = <usize>rows * xRow;
  for (let lane = 0; lane < lanes; lane++) {
    const scale = scales ? load<f32>(scales + (<usize>lane << 2)) : <f32>1;
    multiply(GATED, rows, inputs, outputs, dy, yRow, 4, w, 4, yRow, 0, dx, plus, gate, scale, panel);
    dy += <usize>rows * yRow;
    dx += xLane;
    if (plus) plus += xLane;
    if (gate) gate += xLane;
    w += wLane;
  }
}

/** y [K, B, out] = x [K, B, in] W, without b, and then the gate of `inputGradient`, [K, B, out]. */
export function product(
  lanes: i32, rows: i32, inputs: i32, outputs: i32, x: usize, w: usize, wLane: usize, y: usize,
  gate: usize, scales: usize, panel: usize,
): void {
  const xRow = <usize>inputs << 2, yRow = <usize>outputs << 2;
  const yLane = <usize>rows * yRow;
  for (let lane = 0; lane < lanes; lane++) {
    const scale = scales ? load<f32>(scales + (<usize>lane << 2)) : <f32>1;
    multiply(GATED, rows, outputs, inputs, x, xRow, 4, w, yRow, 4, 0, y, 0, gate, scale, panel);
    x += <usize>rows * xRow;
    y += yLane;
    if (gate) gate += yLane;
    w += wLane;
  }
}

/** dW [in, out] = x^T dy, `gLane` apart. */
export function weightGradient(
  lanes: i32, rows: i32, inputs: i32, outputs: i32, x: usize, dy: usize, g: usize, gLane: usize, panel: usize,
): void {
  const xRow = <usize>inputs << 2, yRow = <usize>outputs << 2;
  for (let lane = 0; lane < lanes; lane++) {
    multiply(PLAIN, inputs, outputs, rows, x, 4, xRow, dy, yRow, 4, 0, g, 0, 0, 0, panel);
    x += <usize>rows * xRow;
    dy += <usize>rows * yRow;
    g += gLane;
  }
}

/** db [out] = sum of dy's rows, `gLane` apart. */
export function biasGradient(
  lanes: i32, rows: i32, outputs: i32, dy: usize, g: usize, gLane: usize, panel: usize,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    columnSums(rows, outputs, dy, g, panel);
    dy += (<usize>rows * outputs) << 2;
    g += gLane;
  }
}

/** out [n] = sum over rows of values [rows, n] */
function columnSums(rows: i32, n: i32, values: usize, out: usize, panel: usize): void {
  const row = <usize>n << 2;
  const end = values + <usize>rows * row;
  for (let j: usize = 0; j < row; j += 16) {
    let sum = f32x4.splat(0);
    for (let at = values + j; at < end; at += row) sum = f32x4.add(sum, v128.load(at));
    v128.store(panel, sum);
    memory.copy(out + j, panel, min(row - j, 16));
  }
}
