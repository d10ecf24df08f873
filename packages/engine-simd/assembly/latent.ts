// The latent layer. mu and s = ln sigma^2 are rows 0 .. L-1 and L .. 2L-1 of one tile.

import { exp, one, sum } from '../../core/assembly/elementary';

/**
 * z = mu + e^(s/2) eps, and KL_j = sum_b w_b (mu^2 + e^s - s - 1) / 2, added to totals[j] (f64).
 * Leaves for the way back: `spread` = e^(s/2) eps / 2, w (e^s - 1) / 2 in place of s, and w mu in place of mu.
 * Rows of eps are `pitch` bytes apart.
 */
export function reparametrise(
  latent: usize, size: i32, eps: usize, pitch: usize, z: usize, spread: usize, weights: usize,
  totals: usize, stride: usize, bytes: usize,
): void {
  const half = f32x4.splat(0.5), unit = one();
  let mu = latent, s = latent + <usize>size * stride;
  // A loop of its own for exp: the processor then overlaps more of these long chains of operations.
  for (let j = 0, from = s, to = z; j < size; j++) {
    for (let v: usize = 0; v < bytes; v += 16) v128.store(to + v, exp(f32x4.mul(v128.load(from + v), half)));
    from += stride; to += stride;
  }
  for (let j = 0; j < size; j++) {
    let kl = f32x4.splat(0);
    for (let v: usize = 0; v < bytes; v += 16) {
      const m = v128.load(mu + v), t = v128.load(s + v), w = v128.load(weights + v);
      const sigma = v128.load(z + v);
      const noise = f32x4.mul(sigma, v128.load(eps + v));
      const excess = f32x4.sub(f32x4.mul(sigma, sigma), unit);
      kl = f32x4.add(kl, f32x4.mul(w, f32x4.sub(f32x4.add(f32x4.mul(m, m), excess), t)));
      v128.store(z + v, f32x4.add(m, noise));
      v128.store(spread + v, f32x4.mul(noise, half));
      v128.store(mu + v, f32x4.mul(w, m));
      v128.store(s + v, f32x4.mul(f32x4.mul(w, half), excess));
    }
    store<f64>(totals, load<f64>(totals) + 0.5 * <f64>sum(kl));
    totals += 8;
    mu += stride; s += stride; eps += pitch; z += stride; spread += stride;
  }
}

/** dmu = dz + k w mu;  ds = dz e^(s/2) eps / 2 + k w (e^s - 1) / 2, written where `reparametrise` left its factors. */
export function latentGradient(
  latent: usize, size: i32, spread: usize, dz: usize, k: f32, stride: usize, bytes: usize,
): void {
  const factor = f32x4.splat(k);
  let mu = latent, s = latent + <usize>size * stride;
  for (let j = 0; j < size; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const d = v128.load(dz + v);
      v128.store(mu + v, f32x4.add(d, f32x4.mul(factor, v128.load(mu + v))));
      const noise = f32x4.mul(d, v128.load(spread + v));
      v128.store(s + v, f32x4.add(noise, f32x4.mul(factor, v128.load(s + v))));
    }
    mu += stride; s += stride; spread += stride; dz += stride;
  }
}
