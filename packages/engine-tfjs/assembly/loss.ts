// Sums of losses over the rows of each lane, weighted by row: out [K, n]. Sums grow in the panel, 4 n + 16 bytes.

/** Adds the row's weight times `value` to the sums of the columns at j. */
// @ts-ignore: decorator
@inline function gain(panel: usize, j: usize, weight: v128, value: v128): void {
  v128.store(panel + j, f32x4.add(v128.load(panel + j), f32x4.mul(weight, value)));
}

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

/** Of max(a, 0) - a t - l, where l = ln max(p, 1 - p): the binary cross entropy of sigmoid(a) against t. */
export function crossEntropySums(
  lanes: i32, rows: i32, row: usize, weights: usize, a: usize, t: usize, l: usize, out: usize, panel: usize,
): void {
  const zero = f32x4.splat(0);
  for (let lane = 0; lane < lanes; lane++) {
    memory.fill(panel, 0, row + 16);
    for (let b = 0; b < rows; b++) {
      const weight = v128.load32_splat(weights);
      for (let j: usize = 0; j < row; j += 16) {
        const logit = v128.load(a + j);
        const linear = f32x4.sub(f32x4.max(zero, logit), f32x4.mul(logit, v128.load(t + j)));
        gain(panel, j, weight, f32x4.sub(linear, v128.load(l + j)));
      }
      a += row;
      t += row;
      l += row;
      weights += 4;
    }
    memory.copy(out, panel, row);
    out += row;
  }
}

/** Of (p - t)^2. */
export function squaredSums(
  lanes: i32, rows: i32, row: usize, weights: usize, p: usize, t: usize, out: usize, panel: usize,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    memory.fill(panel, 0, row + 16);
    for (let b = 0; b < rows; b++) {
      const weight = v128.load32_splat(weights);
      for (let j: usize = 0; j < row; j += 16) {
        const error = f32x4.sub(v128.load(p + j), v128.load(t + j));
        gain(panel, j, weight, f32x4.mul(error, error));
      }
      p += row;
      t += row;
      weights += 4;
    }
    memory.copy(out, panel, row);
    out += row;
  }
}

/** Of (mu^2 + sigma^2 - 1 - s) / 2. */
export function klSums(
  lanes: i32, rows: i32, row: usize, weights: usize, mu: usize, s: usize, sigma: usize, out: usize, panel: usize,
): void {
  const one = f32x4.splat(1), half = f32x4.splat(0.5);
  for (let lane = 0; lane < lanes; lane++) {
    memory.fill(panel, 0, row + 16);
    for (let b = 0; b < rows; b++) {
      const weight = v128.load32_splat(weights);
      for (let j: usize = 0; j < row; j += 16) {
        const mean = v128.load(mu + j), sd = v128.load(sigma + j);
        const excess = f32x4.sub(f32x4.sub(f32x4.mul(sd, sd), one), v128.load(s + j));
        gain(panel, j, weight, f32x4.mul(f32x4.add(f32x4.mul(mean, mean), excess), half));
      }
      mu += row;
      s += row;
      sigma += row;
      weights += 4;
    }
    memory.copy(out, panel, row);
    out += row;
  }
}

/** Of the values themselves. */
export function rowSums(
  lanes: i32, rows: i32, row: usize, weights: usize, values: usize, out: usize, panel: usize,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    memory.fill(panel, 0, row + 16);
    for (let b = 0; b < rows; b++) {
      const weight = v128.load32_splat(weights);
      for (let j: usize = 0; j < row; j += 16) gain(panel, j, weight, v128.load(values + j));
      values += row;
      weights += 4;
    }
    memory.copy(out, panel, row);
    out += row;
  }
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
