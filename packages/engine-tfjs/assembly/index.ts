// Products of many small matrices at once, in the memory of TF.js's own WebAssembly module, whose batched product is a
// plain loop. Nothing static may lie in this module: the addresses belong to the other one.
//
// Letters: K lanes, B rows, every matrix row-major. Addresses and strides are in bytes. `panel` is scratch: 32 bytes
// for each row of the right-hand matrix, and 96 more.
//
// A sum runs over its terms in their order, whatever the sizes and the lanes beside, so that a lane has the same bits
// in any cohort.

// @ts-ignore: decorator
@inline function finish4(sum: v128, relu: bool, plus: usize, gate: usize, scale: f32): v128 {
  if (plus) sum = f32x4.add(sum, v128.load(plus));
  if (relu) sum = f32x4.max(f32x4.splat(0), sum);
  if (gate) sum = v128.and(f32x4.mul(sum, f32x4.splat(scale)), f32x4.gt(v128.load(gate), f32x4.splat(0)));
  return sum;
}

/** Stores the first `columns` (1 to 4) of a vector of sums at `offset` of c, plus and gate alike. */
// @ts-ignore: decorator
@inline function put(
  sum: v128, columns: i32, c: usize, offset: usize, relu: bool, plus: usize, gate: usize, scale: f32, spare: usize,
): void {
  if (columns >= 4) {
    v128.store(c + offset, finish4(sum, relu, plus ? plus + offset : 0, gate ? gate + offset : 0, scale));
    return;
  }
  v128.store(spare, sum);
  for (let j: usize = 0; j < <usize>columns << 2; j += 4) {
    let value = load<f32>(spare + j);
    if (plus) value += load<f32>(plus + offset + j);
    if (relu) value = max<f32>(0, value);
    if (gate) value = load<f32>(gate + offset + j) > 0 ? value * scale : 0;
    store<f32>(c + offset + j, value);
  }
}

/** Copies columns o .. o + width of b [k, n] behind their first sums to the panel, `step` bytes a row, zeros beyond. */
function pack(panel: usize, step: usize, width: i32, first: usize, b: usize, k: i32, row: usize, column: usize): void {
  const four = width >= 4 && column == 4;
  for (let i = -1; i < k; i++) {
    const from = i < 0 ? first : b;
    const apart: usize = i < 0 ? 4 : column;
    if (i < 0 && !first) {
      v128.store(panel, i64x2.splat(0));
      if (step > 16) v128.store(panel, i64x2.splat(0), 16);
    } else if (width == 8 && (column == 4 || i < 0)) {
      v128.store(panel, v128.load(from));
      v128.store(panel, v128.load(from, 16), 16);
    } else {
      let j: usize = 0;
      if (four) {
        v128.store(panel, v128.load(from));
        j = 16;
      }
      for (; j < <usize>width << 2; j += 4) store<f32>(panel + j, load<f32>(from + (j >> 2) * apart));
      for (; j < step; j += 4) store<f32>(panel + j, 0);
    }
    panel += step;
    if (i >= 0) b += row;
  }
}

/** c [m, n] = first + a [m, k] b [k, n], finished. a and b by their strides; `first` [n] or 0. */
function multiply(
  m: i32, n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  first: usize, c: usize, relu: bool, plus: usize, gate: usize, scale: f32, panel: usize,
): void {
  const spare = panel;
  panel += 32;
  for (let o = 0; o < n; o += 8) {
    const width = min(8, n - o);
    const offset = <usize>o << 2;
    if (width > 4) {
      pack(panel, 32, width, first ? first + offset : 0, b + <usize>o * bColumn, k, bRow, bColumn);
      wide(m, n, k, width, a, aRow, aColumn, c, offset, relu, plus, gate, scale, panel, spare);
    } else {
      pack(panel, 16, width, first ? first + offset : 0, b + <usize>o * bColumn, k, bRow, bColumn);
      narrow(m, n, k, width, a, aRow, aColumn, c, offset, relu, plus, gate, scale, panel, spare);
    }
  }
}

/** Five to eight columns. */
function wide(
  m: i32, n: i32, k: i32, width: i32, a: usize, aRow: usize, aColumn: usize, c: usize, offset: usize,
  relu: bool, plus: usize, gate: usize, scale: f32, panel: usize, spare: usize,
): void {
  const cRow = <usize>n << 2;
  const start0 = v128.load(panel), start1 = v128.load(panel, 16);
  const begin = panel + 32, end = begin + (<usize>k << 5);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
    let c00 = start0, c01 = start1, c10 = start0, c11 = start1;
    let c20 = start0, c21 = start1, c30 = start0, c31 = start1;
    for (let p = begin; p < end; p += 32) {
      const b0 = v128.load(p), b1 = v128.load(p, 16);
      const x0 = v128.load32_splat(a0), x1 = v128.load32_splat(a1);
      const x2 = v128.load32_splat(a2), x3 = v128.load32_splat(a3);
      c00 = f32x4.add(c00, f32x4.mul(x0, b0));
      c01 = f32x4.add(c01, f32x4.mul(x0, b1));
      c10 = f32x4.add(c10, f32x4.mul(x1, b0));
      c11 = f32x4.add(c11, f32x4.mul(x1, b1));
      c20 = f32x4.add(c20, f32x4.mul(x2, b0));
      c21 = f32x4.add(c21, f32x4.mul(x2, b1));
      c30 = f32x4.add(c30, f32x4.mul(x3, b0));
      c31 = f32x4.add(c31, f32x4.mul(x3, b1));
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
    }
    put(c00, 4, c, offset, relu, plus, gate, scale, spare);
    put(c01, width - 4, c, offset + 16, relu, plus, gate, scale, spare);
    let at = offset + cRow;
    put(c10, 4, c, at, relu, plus, gate, scale, spare);
    put(c11, width - 4, c, at + 16, relu, plus, gate, scale, spare);
    at += cRow;
    put(c20, 4, c, at, relu, plus, gate, scale, spare);
    put(c21, width - 4, c, at + 16, relu, plus, gate, scale, spare);
    at += cRow;
    put(c30, 4, c, at, relu, plus, gate, scale, spare);
    put(c31, width - 4, c, at + 16, relu, plus, gate, scale, spare);
    offset = at + cRow;
    a += aRow << 2;
  }
  for (; i < m; i++) {
    let a0 = a;
    let c00 = start0, c01 = start1;
    for (let p = begin; p < end; p += 32) {
      const x0 = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(x0, v128.load(p)));
      c01 = f32x4.add(c01, f32x4.mul(x0, v128.load(p, 16)));
      a0 += aColumn;
    }
    put(c00, 4, c, offset, relu, plus, gate, scale, spare);
    put(c01, width - 4, c, offset + 16, relu, plus, gate, scale, spare);
    offset += cRow;
    a += aRow;
  }
}

/** One to four columns. */
function narrow(
  m: i32, n: i32, k: i32, width: i32, a: usize, aRow: usize, aColumn: usize, c: usize, offset: usize,
  relu: bool, plus: usize, gate: usize, scale: f32, panel: usize, spare: usize,
): void {
  const cRow = <usize>n << 2;
  const start = v128.load(panel);
  const begin = panel + 16, end = begin + (<usize>k << 4);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
    let c0 = start, c1 = start, c2 = start, c3 = start;
    for (let p = begin; p < end; p += 16) {
      const b0 = v128.load(p);
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0), b0));
      c1 = f32x4.add(c1, f32x4.mul(v128.load32_splat(a1), b0));
      c2 = f32x4.add(c2, f32x4.mul(v128.load32_splat(a2), b0));
      c3 = f32x4.add(c3, f32x4.mul(v128.load32_splat(a3), b0));
      a0 += aColumn;
      a1 += aColumn;
      a2 += aColumn;
      a3 += aColumn;
    }
    put(c0, width, c, offset, relu, plus, gate, scale, spare);
    put(c1, width, c, offset + cRow, relu, plus, gate, scale, spare);
    offset += cRow << 1;
    put(c2, width, c, offset, relu, plus, gate, scale, spare);
    put(c3, width, c, offset + cRow, relu, plus, gate, scale, spare);
    offset += cRow << 1;
    a += aRow << 2;
  }
  for (; i < m; i++) {
    let a0 = a;
    let c0 = start;
    for (let p = begin; p < end; p += 16) {
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0), v128.load(p)));
      a0 += aColumn;
    }
    put(c0, width, c, offset, relu, plus, gate, scale, spare);
    offset += cRow;
    a += aRow;
  }
}

/** y [K, B, out] = x [K, B, in] W + b, with a relu or without. W [in, out] and b behind it lie `wLane` apart. */
export function dense(
  lanes: i32, rows: i32, inputs: i32, outputs: i32, x: usize, w: usize, wLane: usize, y: usize, relu: bool,
  panel: usize,
): void {
  const xRow = <usize>inputs << 2, yRow = <usize>outputs << 2;
  for (let lane = 0; lane < lanes; lane++) {
    multiply(
      rows, outputs, inputs, x, xRow, 4, w, yRow, 4, w + <usize>inputs * yRow, y, relu, 0, 0, 0, panel,
    );
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
    multiply(
      rows, inputs, outputs, dy, yRow, 4, w, 4, yRow, 0, dx, false, plus, gate, scale, panel,
    );
    dy += <usize>rows * yRow;
    dx += xLane;
    if (plus) plus += xLane;
    if (gate) gate += xLane;
    w += wLane;
  }
}

/** dW [in, out] = x^T dy and db [out] = sum of dy's rows behind it, `gLane` apart. */
export function weightGradient(
  lanes: i32, rows: i32, inputs: i32, outputs: i32, x: usize, dy: usize, g: usize, gLane: usize, panel: usize,
): void {
  const xRow = <usize>inputs << 2, yRow = <usize>outputs << 2;
  const one = panel;
  panel += 16;
  for (let lane = 0; lane < lanes; lane++) {
    multiply(inputs, outputs, rows, x, 4, xRow, dy, yRow, 4, 0, g, false, 0, 0, 0, panel);
    store<f32>(one, 1);
    multiply(1, outputs, rows, one, 0, 0, dy, yRow, 4, 0, g + <usize>inputs * yRow, false, 0, 0, 0, panel);
    x += <usize>rows * xRow;
    dy += <usize>rows * yRow;
    g += gLane;
  }
}

/** out [K, n] = sum over rows of weights [K, B] times values [K, B, n]. */
export function rowSums(
  lanes: i32, rows: i32, n: i32, weights: usize, values: usize, out: usize, panel: usize,
): void {
  const row = <usize>n << 2;
  for (let lane = 0; lane < lanes; lane++) {
    multiply(1, n, rows, weights, 0, 4, values, row, 4, 0, out, false, 0, 0, 0, panel);
    weights += <usize>rows << 2;
    values += <usize>rows * row;
    out += row;
  }
}
