// One step of all parameters of K lanes, [K, P]; `row` is the bytes of a lane. The formulas are in core's
// model/optimizer.ts.

import { store4 } from './rows';

/** v' = rho v + (1 - rho) g^2,  w' = w - rate g / sqrt(v' + epsilon) */
export function rmsprop(
  lanes: i32, row: usize, w: usize, v: usize, g: usize, rates: usize, rho: f32, rest: f32, epsilon: f32,
  wNext: usize, vNext: usize,
): void {
  const keep = f32x4.splat(rho), take = f32x4.splat(rest), small = f32x4.splat(epsilon);
  const bytes = <usize>lanes * row;
  for (let at: usize = 0; at < bytes; at += row) {
    const rate = v128.load32_splat(rates);
    for (let j = at; j < at + row; j += 16) {
      const d = v128.load(g + j);
      const next = f32x4.add(f32x4.mul(v128.load(v + j), keep), f32x4.mul(f32x4.mul(d, d), take));
      const step = f32x4.div(f32x4.mul(d, rate), f32x4.sqrt(f32x4.add(next, small)));
      store4(wNext + j, wNext + bytes, f32x4.sub(v128.load(w + j), step));
      store4(vNext + j, vNext + bytes, next);
    }
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
  for (let at: usize = 0; at < bytes; at += row) {
    const rate = v128.load32_splat(rates);
    for (let j = at; j < at + row; j += 16) {
      const d = v128.load(g + j);
      const first = f32x4.add(f32x4.mul(v128.load(m + j), keep1), f32x4.mul(d, take1));
      const second = f32x4.add(f32x4.mul(v128.load(v + j), keep2), f32x4.mul(f32x4.mul(d, d), take2));
      const step = f32x4.div(f32x4.mul(first, rate), f32x4.add(f32x4.sqrt(second), small));
      store4(wNext + j, wNext + bytes, f32x4.sub(v128.load(w + j), step));
      store4(mNext + j, mNext + bytes, first);
      store4(vNext + j, vNext + bytes, second);
    }
    rates += 4;
  }
}
