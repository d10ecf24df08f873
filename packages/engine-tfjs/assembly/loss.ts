// Sums of losses over the rows of each lane, weighted by row: out [K, n]. Sums grow in the panel, 4 n + 16 bytes.

/** likelier = max(p, 1 - p), over `bytes`. NaN stays NaN. */
export function likelier(bytes: usize, p: usize, out: usize): void {
  const one = f32x4.splat(1);
  let j: usize = 0;
  for (; j + 16 <= bytes; j += 16) {
    const q = v128.load(p + j);
    v128.store(out + j, f32x4.max(q, f32x4.sub(one, q)));
  }
  for (; j < bytes; j += 4) {
    const q = load<f32>(p + j);
    store<f32>(out + j, max<f32>(q, 1 - q));
  }
}

/** What is summed, of one column of a row. */
const CROSS_ENTROPY: i32 = 0;
const SQUARED: i32 = 1;
const KL: i32 = 2;
const VALUE: i32 = 3;

// @ts-ignore: decorator
@inline function term(kind: i32, a: usize, b: usize, c: usize): v128 {
  const first = v128.load(a);
  if (kind == VALUE) return first;
  const second = v128.load(b);
  if (kind == SQUARED) {
    const error = f32x4.sub(first, second);
    return f32x4.mul(error, error);
  }
  const third = v128.load(c);
  if (kind == CROSS_ENTROPY) {
    return f32x4.sub(f32x4.sub(f32x4.max(f32x4.splat(0), first), f32x4.mul(first, second)), third);
  }
  const excess = f32x4.sub(f32x4.sub(f32x4.mul(third, third), f32x4.splat(1)), second);
  return f32x4.mul(f32x4.add(f32x4.mul(first, first), excess), f32x4.splat(0.5));
}

// @ts-ignore: decorator
@inline function sums(
  kind: i32, lanes: i32, rows: i32, row: usize, weights: usize, a: usize, b: usize, c: usize, out: usize, panel: usize,
): void {
  let at: usize = 0;
  for (let lane = 0; lane < lanes; lane++) {
    memory.fill(panel, 0, row + 16);
    for (let number = 0; number < rows; number++) {
      const weight = v128.load32_splat(weights);
      for (let j: usize = 0; j < row; j += 16) {
        const value = term(kind, a + at + j, b + at + j, c + at + j);
        v128.store(panel + j, f32x4.add(v128.load(panel + j), f32x4.mul(weight, value)));
      }
      at += row;
      weights += 4;
    }
    memory.copy(out, panel, row);
    out += row;
  }
}

/** Of max(a, 0) - a t - l, where l = ln max(p, 1 - p): the binary cross entropy of sigmoid(a) against t. */
export function crossEntropySums(
  lanes: i32, rows: i32, row: usize, weights: usize, a: usize, t: usize, l: usize, out: usize, panel: usize,
): void {
  sums(CROSS_ENTROPY, lanes, rows, row, weights, a, t, l, out, panel);
}

/** Of (p - t)^2. */
export function squaredSums(
  lanes: i32, rows: i32, row: usize, weights: usize, p: usize, t: usize, out: usize, panel: usize,
): void {
  sums(SQUARED, lanes, rows, row, weights, p, t, 0, out, panel);
}

/** Of (mu^2 + sigma^2 - 1 - s) / 2. */
export function klSums(
  lanes: i32, rows: i32, row: usize, weights: usize, mu: usize, s: usize, sigma: usize, out: usize, panel: usize,
): void {
  sums(KL, lanes, rows, row, weights, mu, s, sigma, out, panel);
}

/** Of the values themselves. */
export function rowSums(
  lanes: i32, rows: i32, row: usize, weights: usize, values: usize, out: usize, panel: usize,
): void {
  sums(VALUE, lanes, rows, row, weights, values, 0, 0, out, panel);
}

/** Of 1 where (p >= 0.5) is t, which is 0 or 1, else of 0. One column. */
export function correctSums(lanes: i32, rows: i32, mask: usize, p: usize, t: usize, out: usize): void {
  for (let lane = 0; lane < lanes; lane++) {
    let sum: f32 = 0;
    for (let b = 0; b < rows; b++) {
      const predicted: f32 = load<f32>(p) >= 0.5 ? 1 : 0;
      if (predicted == load<f32>(t)) sum += load<f32>(mask);
      p += 4;
      t += 4;
      mask += 4;
    }
    store<f32>(out, sum);
    out += 4;
  }
}
