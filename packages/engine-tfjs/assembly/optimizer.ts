// One step of all parameters of K lanes, [K, P]; `row` is the bytes of a lane. The formulas are in core's
// model/optimizer.ts.

import { store4 } from './rows';

/** v' = rho v + (1 - rho) g^2,  w' = w - rate g / sqrt(v' + epsilon) */
export function rmsprop(
  lanes: i32, row: usize, w: usize, v: usize, g: usize, rates: usize, rho: f32, rest: f32, epsilon: f32,
  wNext: usize, vNext: usize,
): void {
  const keep = f32x4.splat(rho), take = f32x4.splat(rest), small = f32x4.splat(epsilon);
  const wEnd = wNext + <usize>lanes * row, vEnd = vNext + <usize>lanes * row;
  for (let lane = 0; lane < lanes; lane++) {
    const rate = v128.load32_splat(rates);
    for (let j: usize = 0; j < row; j += 16) {
      const d = v128.load(g + j);
      const next = f32x4.add(f32x4.mul(v128.load(v + j), keep), f32x4.mul(f32x4.mul(d, d), take));
      const step = f32x4.div(f32x4.mul(d, rate), f32x4.sqrt(f32x4.add(next, small)));
      store4(wNext + j, wEnd, f32x4.sub(v128.load(w + j), step));
      store4(vNext + j, vEnd, next);
    }
    w += row;
    v += row;
    g += row;
    wNext += row;
    vNext += row;
    rates += 4;
  }
}

/** m' = b1 m + (1 - b1) g,  v' = b2 v + (1 - b2) g^2,  w' = w - rate m' / (sqrt(v') + epsilon) */
export function adam(
  lanes: i32, row: usize, w: usize, m: usize, v: usize, g: usize, rates: usize,
  beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, wNext: usize, mNext: usize, vNext: usize,
): void {
  const keep1 = f32x4.splat(beta1), take1 = f32x4.splat(rest1);
  const keep2 = f32x4.splat(beta2), take2 = f32x4.splat(rest2), small = f32x4.splat(epsilon);
  const bytes = <usize>lanes * row;
  const wEnd = wNext + bytes, mEnd = mNext + bytes, vEnd = vNext + bytes;
  for (let lane = 0; lane < lanes; lane++) {
    const rate = v128.load32_splat(rates);
    for (let j: usize = 0; j < row; j += 16) {
      const d = v128.load(g + j);
      const first = f32x4.add(f32x4.mul(v128.load(m + j), keep1), f32x4.mul(d, take1));
      const second = f32x4.add(f32x4.mul(v128.load(v + j), keep2), f32x4.mul(f32x4.mul(d, d), take2));
      const step = f32x4.div(f32x4.mul(first, rate), f32x4.add(f32x4.sqrt(second), small));
      store4(wNext + j, wEnd, f32x4.sub(v128.load(w + j), step));
      store4(mNext + j, mEnd, first);
      store4(vNext + j, vEnd, second);
    }
    w += row;
    m += row;
    v += row;
    g += row;
    wNext += row;
    mNext += row;
    vNext += row;
    rates += 4;
  }
}
