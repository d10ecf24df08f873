// The latent layer and the logits of the reconstruction. `row` is the bytes of a row.

import { store4 } from './rows';

/** z = mu + sigma eps, over `bytes` of each. */
export function sample(bytes: usize, mu: usize, sigma: usize, eps: usize, z: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const noise = f32x4.mul(v128.load(sigma + j), v128.load(eps + j));
    store4(z + j, z + bytes, f32x4.add(v128.load(mu + j), noise));
  }
}

/** dmu = dz + k mu,  ds = (dz eps sigma + k (sigma^2 - 1)) / 2, where k is the row's scale. */
export function latentGradient(
  rows: i32, row: usize, dz: usize, mu: usize, sigma: usize, eps: usize, scales: usize, dmu: usize, ds: usize,
): void {
  const one = f32x4.splat(1), half = f32x4.splat(0.5);
  const bytes = <usize>rows * row;
  for (let at: usize = 0; at < bytes; at += row) {
    const k = v128.load32_splat(scales);
    for (let j = at; j < at + row; j += 16) {
      const d = v128.load(dz + j), sd = v128.load(sigma + j);
      store4(dmu + j, dmu + bytes, f32x4.add(d, f32x4.mul(v128.load(mu + j), k)));
      const pull = f32x4.mul(f32x4.sub(f32x4.mul(sd, sd), one), k);
      const through = f32x4.mul(f32x4.mul(d, v128.load(eps + j)), sd);
      store4(ds + j, ds + bytes, f32x4.mul(f32x4.add(through, pull), half));
    }
    scales += 4;
  }
}

/** da = k (p - t), where k is the row's scale. */
export function errors(rows: i32, row: usize, p: usize, t: usize, scales: usize, da: usize): void {
  const bytes = <usize>rows * row;
  for (let at: usize = 0; at < bytes; at += row) {
    const k = v128.load32_splat(scales);
    for (let j = at; j < at + row; j += 16) {
      store4(da + j, da + bytes, f32x4.mul(f32x4.sub(v128.load(p + j), v128.load(t + j)), k));
    }
    scales += 4;
  }
}

/**
 * The gradient in the logits of p = sigmoid(a), from dp and the loss of p against x with the row's scale k:
 * cross entropy: dp p (1 - p) + k (p - x);  squared error: (dp + 2 k (p - x)) p (1 - p).
 */
export function logitGradient(
  rows: i32, row: usize, dp: usize, p: usize, x: usize, scales: usize, squared: bool, da: usize,
): void {
  const one = f32x4.splat(1);
  const bytes = <usize>rows * row;
  for (let at: usize = 0; at < bytes; at += row) {
    const k = v128.load32_splat(scales);
    for (let j = at; j < at + row; j += 16) {
      const d = v128.load(dp + j), q = v128.load(p + j);
      const error = f32x4.mul(f32x4.sub(q, v128.load(x + j)), k);
      const slope = f32x4.mul(q, f32x4.sub(one, q));
      const value = squared
        ? f32x4.mul(f32x4.add(d, f32x4.add(error, error)), slope)
        : f32x4.add(f32x4.mul(d, slope), error);
      store4(da + j, da + bytes, value);
    }
    scales += 4;
  }
}
