// Optimizers, in place over n parameters (a multiple of 4); formulas and constants in core's model/optimizer.ts.
// The running means of a dead unit decay for ever. Below TINY, far under anything that eps lets through, they are
// kept from the subnormal numbers, with which processors are slow.

/** In memory: see elementary.ts. 0: rmsprop's rho, 1 - rho; 2: adam's b1, 1 - b1, b2, 1 - b2; 6: eps; 7: TINY. */
const CONSTANTS = memory.data<f32>([0.9, 0.1, 0.9, 0.1, 0.999, 0.001, 1e-7, 1e-30]);

// @ts-ignore: decorator
@inline function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}

/** v <- rho v + (1 - rho) g^2;  w <- w - lr g / sqrt(v + eps) */
export function rmsprop(w: usize, g: usize, v: usize, bytes: usize, lr: f32): void {
  const rate = f32x4.splat(lr), rho = constant(0), rest = constant(1), eps = constant(6), tiny = constant(7);
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = v128.load(g + i);
    const mean = f32x4.add(f32x4.mul(rho, v128.load(v + i)), f32x4.mul(f32x4.mul(rest, d), d));
    v128.store(v + i, f32x4.pmax(mean, tiny));
    const move = f32x4.div(f32x4.mul(rate, d), f32x4.sqrt(f32x4.add(mean, eps)));
    v128.store(w + i, f32x4.sub(v128.load(w + i), move));
  }
}

/**
 * m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;  w <- w - lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps).
 * `powers` holds b1^(t-1) and b2^(t-1) as f64.
 */
export function adam(w: usize, g: usize, m: usize, v: usize, bytes: usize, lr: f32, powers: usize): void {
  const power1 = load<f64>(powers) * 0.9, power2 = load<f64>(powers, 8) * 0.999;
  store<f64>(powers, power1);
  store<f64>(powers, power2, 8);
  const rate = f32x4.splat(<f32>(<f64>lr * Math.sqrt(1 - power2) / (1 - power1)));
  const b1 = constant(2), rest1 = constant(3), b2 = constant(4), rest2 = constant(5);
  const eps = constant(6), tiny = constant(7);
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = v128.load(g + i);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(rest1, d));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(f32x4.mul(rest2, d), d));
    v128.store(m + i, v128.andnot(mean, f32x4.lt(f32x4.abs(mean), tiny)));
    v128.store(v + i, f32x4.pmax(square, tiny));
    const move = f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(square), eps));
    v128.store(w + i, f32x4.sub(v128.load(w + i), move));
  }
}
