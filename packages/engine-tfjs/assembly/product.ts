// C [m, n] = A [m, k] B [k, n] in tiles of four rows and eight or four columns.

/** What becomes of a sum before it is stored. */
export const PLAIN: i32 = 0;
export const RELU: i32 = 1;
/** `plus` is added; where `gate` is not positive the result is 0, else times `scale`. Either may be 0 for none. */
export const GATED: i32 = 2;

/** Left-hand matrices of fewer rows don't repay packing. */
const PACKED_ROWS = 24;
/** Right-hand matrices with fewer columns lie close enough together as they are. */
const PACKED_COLUMNS = 32;

// @ts-ignore: decorator
@inline function finish(mode: i32, sum: v128, plus: usize, gate: usize, scale: f32): v128 {
  if (mode == RELU) return f32x4.max(f32x4.splat(0), sum);
  if (mode == GATED) {
    if (plus) sum = f32x4.add(sum, v128.load(plus));
    if (gate) sum = v128.and(f32x4.mul(sum, f32x4.splat(scale)), f32x4.gt(v128.load(gate), f32x4.splat(0)));
  }
  return sum;
}

/** Stores the first `columns` (1 to 4) of a vector of sums at `offset` of c; plus and gate are read there. */
// @ts-ignore: decorator
@inline function put(
  mode: i32, sum: v128, columns: i32, c: usize, offset: usize, plus: usize, gate: usize, scale: f32,
): void {
  const value = finish(mode, sum, plus ? plus + offset : 0, gate ? gate + offset : 0, scale);
  c += offset;
  if (columns >= 4) {
    v128.store(c, value);
  } else {
    if (columns & 2) v128.store64_lane(c, value, 0);
    if (columns == 1) v128.store32_lane(c, value, 0);
    if (columns == 3) v128.store32_lane(c, value, 2, 8);
  }
}

/** Copies columns of b [k, n] to the panel, `step` bytes a row, with zeros to fill it. */
function pack(panel: usize, step: usize, width: i32, b: usize, k: i32, row: usize, column: usize): void {
  for (let i = 0; i < k; i++) {
    if (width == 8 && column == 4) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
    } else {
      let j: usize = 0;
      for (; j < <usize>width << 2; j += 4) store<f32>(panel + j, load<f32>(b + (j >> 2) * column));
      for (; j < step; j += 4) store<f32>(panel + j, 0);
    }
    panel += step;
    b += row;
  }
}

/** The sums' first values: columns of `first`, or zeros where it is 0. Beyond `first` come values that nobody stores. */
// @ts-ignore: decorator
@inline function start(first: usize, offset: usize): v128 {
  return first ? v128.load(first + offset) : f32x4.splat(0);
}

/**
 * C = first + A B, finished. A by its strides of rows and columns, B by that of rows and columns, `first` [n] or 0.
 * Where B's columns are not side by side, or lie in rows far apart that are read often, they are copied to the panel,
 * which holds 32 bytes for each row of B.
 */
// @ts-ignore: decorator
@inline export function multiply(
  mode: i32, m: i32, n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize,
  first: usize, c: usize, plus: usize, gate: usize, scale: f32, panel: usize,
): void {
  const packed = bColumn != 4 || (m >= PACKED_ROWS && n >= PACKED_COLUMNS);
  for (let o = 0; o < n; o += 8) {
    const width = min(8, n - o);
    const offset = <usize>o << 2;
    const step: usize = width > 4 ? 32 : 16;
    let from = b + <usize>o * bColumn;
    if (packed) {
      pack(panel, step, width, from, k, bRow, bColumn);
      from = panel;
    }
    const row = packed ? step : bRow;
    const end = from + <usize>k * row;
    if (width > 4) {
      wide(mode, m, n, width, a, aRow, aColumn, from, row, end, first, c, offset, plus, gate, scale);
    } else {
      narrow(mode, m, n, width, a, aRow, aColumn, from, row, end, first, c, offset, plus, gate, scale);
    }
  }
}

/** Five to eight columns. */
// @ts-ignore: decorator
@inline function wide(
  mode: i32, m: i32, n: i32, width: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bEnd: usize,
  first: usize, c: usize, offset: usize, plus: usize, gate: usize, scale: f32,
): void {
  const cRow = <usize>n << 2;
  const start0 = start(first, offset), start1 = start(first, offset + 16);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
    let c00 = start0, c01 = start1, c10 = start0, c11 = start1;
    let c20 = start0, c21 = start1, c30 = start0, c31 = start1;
    for (let p = b; p < bEnd; p += bRow) {
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
    put(mode, c00, 4, c, offset, plus, gate, scale);
    put(mode, c01, width - 4, c, offset + 16, plus, gate, scale);
    offset += cRow;
    put(mode, c10, 4, c, offset, plus, gate, scale);
    put(mode, c11, width - 4, c, offset + 16, plus, gate, scale);
    offset += cRow;
    put(mode, c20, 4, c, offset, plus, gate, scale);
    put(mode, c21, width - 4, c, offset + 16, plus, gate, scale);
    offset += cRow;
    put(mode, c30, 4, c, offset, plus, gate, scale);
    put(mode, c31, width - 4, c, offset + 16, plus, gate, scale);
    offset += cRow;
    a += aRow << 2;
  }
  for (; i < m; i++) {
    let a0 = a;
    let c00 = start0, c01 = start1;
    for (let p = b; p < bEnd; p += bRow) {
      const x0 = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(x0, v128.load(p)));
      c01 = f32x4.add(c01, f32x4.mul(x0, v128.load(p, 16)));
      a0 += aColumn;
    }
    put(mode, c00, 4, c, offset, plus, gate, scale);
    put(mode, c01, width - 4, c, offset + 16, plus, gate, scale);
    offset += cRow;
    a += aRow;
  }
}

/** One to four columns. */
// @ts-ignore: decorator
@inline function narrow(
  mode: i32, m: i32, n: i32, width: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bEnd: usize,
  first: usize, c: usize, offset: usize, plus: usize, gate: usize, scale: f32,
): void {
  const cRow = <usize>n << 2;
  const start0 = start(first, offset);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
    let c0 = start0, c1 = start0, c2 = start0, c3 = start0;
    for (let p = b; p < bEnd; p += bRow) {
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
    put(mode, c0, width, c, offset, plus, gate, scale);
    offset += cRow;
    put(mode, c1, width, c, offset, plus, gate, scale);
    offset += cRow;
    put(mode, c2, width, c, offset, plus, gate, scale);
    offset += cRow;
    put(mode, c3, width, c, offset, plus, gate, scale);
    offset += cRow;
    a += aRow << 2;
  }
  for (; i < m; i++) {
    let a0 = a;
    let c0 = start0;
    for (let p = b; p < bEnd; p += bRow) {
      c0 = f32x4.add(c0, f32x4.mul(v128.load32_splat(a0), v128.load(p)));
      a0 += aColumn;
    }
    put(mode, c0, width, c, offset, plus, gate, scale);
    offset += cRow;
    a += aRow;
  }
}
