// Optimizers, in place over n parameters (a multiple of 4); formulas and constants in core's model/optimizer.ts.

/** v <- rho v + (1 - rho) g^2;  w <- w - lr g / sqrt(v + eps) */
export function rmsprop(w: usize, g: usize, v: usize, bytes: usize, lr: f32): void {
  const rate = f32x4.splat(lr), rho = f32x4.splat(0.9), rest = f32x4.splat(<f32>(1 - 0.9)), eps = f32x4.splat(1e-7);
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = v128.load(g + i);
    const mean = f32x4.add(f32x4.mul(rho, v128.load(v + i)), f32x4.mul(f32x4.mul(rest, d), d));
    v128.store(v + i, mean);
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
  const b1 = f32x4.splat(0.9), rest1 = f32x4.splat(<f32>(1 - 0.9));
  const b2 = f32x4.splat(0.999), rest2 = f32x4.splat(<f32>(1 - 0.999)), eps = f32x4.splat(1e-7);
  for (let i: usize = 0; i < bytes; i += 16) {
    const d = v128.load(g + i);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(rest1, d));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(f32x4.mul(rest2, d), d));
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const move = f32x4.div(f32x4.mul(rate, mean), f32x4.add(f32x4.sqrt(square), eps));
    v128.store(w + i, f32x4.sub(v128.load(w + i), move));
  }
}
