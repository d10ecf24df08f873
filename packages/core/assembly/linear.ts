// What linear classifiers do with every row, in double precision. Rows lie as they are given, [count, columns] of
// singles with nothing between them, and are read four or eight columns at a time: behind the last column of a row
// come the first of the next, which are multiplied by weights of 0 or add up where nobody looks. Behind the last row
// SLACK bytes are read. The order of additions is fixed, so that every machine gives the same bits.

export { sigmoid, softmax } from './linear-loss';

/** Where the driver's memory begins. */
export const HEAP: usize = __heap_base;

/** Bytes behind the last row. */
export const SLACK: usize = 32;

/** Rows that are spread out at a time for products of columns: what is read again and again stays in the nearest cache. */
export const SPREAD: i32 = 64;

/** Two singles as doubles. */
// @ts-ignore: decorator
@inline function two(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

// @ts-ignore: decorator
@inline function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** [sum a, sum b] */
// @ts-ignore: decorator
@inline function sums(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/**
 * out[i] = w x_i + b, in fours: up to three more than count are written. w: columns weights, zeros up to a multiple of
 * four, and b.
 */
export function scores(x: usize, columns: i32, count: i32, w: usize, out: usize): void {
  const zero = f64x2.splat(0), stride = <usize>columns << 2, last = x + stride * <usize>(count - 1);
  const width = <usize>((columns + 3) & ~3) << 2;
  const bias = v128.load64_splat(w + (width << 1));
  for (let i = 0; i < count; i += 4) {
    const p0 = x, p1 = min(p0 + stride, last), p2 = min(p1 + stride, last), p3 = min(p2 + stride, last);
    let a0 = zero, a1 = zero, a2 = zero, a3 = zero, b0 = zero, b1 = zero, b2 = zero, b3 = zero;
    for (let c: usize = 0; c < width; c += 16) {
      const k0 = v128.load(w + (c << 1)), k1 = v128.load(w + (c << 1), 16);
      a0 = multiplyAdd(k0, two(p0 + c), a0);
      a1 = multiplyAdd(k0, two(p1 + c), a1);
      a2 = multiplyAdd(k0, two(p2 + c), a2);
      a3 = multiplyAdd(k0, two(p3 + c), a3);
      b0 = multiplyAdd(k1, two(p0 + c + 8), b0);
      b1 = multiplyAdd(k1, two(p1 + c + 8), b1);
      b2 = multiplyAdd(k1, two(p2 + c + 8), b2);
      b3 = multiplyAdd(k1, two(p3 + c + 8), b3);
    }
    v128.store(out, f64x2.add(sums(f64x2.add(a0, b0), f64x2.add(a1, b1)), bias));
    v128.store(out, f64x2.add(sums(f64x2.add(a2, b2), f64x2.add(a3, b3)), bias), 16);
    x = p3 + stride;
    out += 32;
  }
}

/** into += sum_i d_i x_i, columns up to a multiple of eight, and behind them sum_i d_i. */
export function gradient(x: usize, columns: i32, count: i32, d: usize, into: usize): void {
  const stride = <usize>columns << 2, end = d + (<usize>count << 3), width = <usize>((columns + 7) & ~7) << 2;
  for (let c: usize = 0; c < width; c += 32, into += 64) {
    let g0 = v128.load(into), g1 = v128.load(into, 16), g2 = v128.load(into, 32), g3 = v128.load(into, 48);
    let p = x + c;
    for (let at = d; at < end; at += 8, p += stride) {
      const own = v128.load64_splat(at);
      g0 = multiplyAdd(own, two(p), g0);
      g1 = multiplyAdd(own, two(p + 8), g1);
      g2 = multiplyAdd(own, two(p + 16), g2);
      g3 = multiplyAdd(own, two(p + 24), g3);
    }
    v128.store(into, g0);
    v128.store(into, g1, 16);
    v128.store(into, g2, 32);
    v128.store(into, g3, 48);
  }
  let sum = load<f64>(into);
  for (let at = d; at < end; at += 8) sum += load<f64>(at);
  store<f64>(into, sum);
}

/** into += sum_i weight_i x_i^2 of each column, up to a multiple of eight columns. */
export function squares(x: usize, columns: i32, count: i32, weights: usize, into: usize): void {
  const stride = <usize>columns << 2, end = weights + (<usize>count << 3);
  const width = <usize>((columns + 7) & ~7) << 2;
  for (let c: usize = 0; c < width; c += 16, into += 32) {
    let a = v128.load(into), b = v128.load(into, 16);
    let p = x + c;
    for (let at = weights; at < end; at += 8, p += stride) {
      const own = v128.load64_splat(at), first = two(p), second = two(p + 8);
      a = multiplyAdd(f64x2.mul(own, first), first, a);
      b = multiplyAdd(f64x2.mul(own, second), second, b);
    }
    v128.store(into, a);
    v128.store(into, b, 16);
  }
}

/**
 * into += sum_i c_i x_i x_i', x_i with a 1 behind its columns and zeros up to a multiple of four, W: of [W, W] the tiles
 * of four by four up to the diagonal. Rows of c_i = 0 cost nothing. `room`: for 2 SPREAD W doubles.
 */
export function gram(x: usize, columns: i32, count: i32, c: usize, room: usize, into: usize): void {
  const width = (<usize>columns + 4) & ~3, scaled = room + ((<usize>SPREAD * width) << 3);
  const stride = <usize>columns << 2;
  let held: usize = 0;
  for (let i = 0; i < count; i++, x += stride, c += 8) {
    const own = load<f64>(c);
    if (own == 0) continue;
    spread(x, columns, width, own, room + ((held * width) << 3), scaled + ((held * width) << 3));
    if (++held < <usize>SPREAD) continue;
    addTiles(room, scaled, held, width, into);
    held = 0;
  }
  if (held > 0) addTiles(room, scaled, held, width, into);
}

function spread(x: usize, columns: i32, width: usize, own: f64, plain: usize, scaled: usize): void {
  const by = f64x2.splat(own);
  let j = 0;
  for (; j + 1 < columns; j += 2) {
    const both = two(x + (<usize>j << 2));
    v128.store(plain + (<usize>j << 3), both);
    v128.store(scaled + (<usize>j << 3), f64x2.mul(by, both));
  }
  for (; j < <i32>width; j++) {
    const one = j < columns ? <f64>load<f32>(x + (<usize>j << 2)) : j == columns ? 1.0 : 0.0;
    store<f64>(plain + (<usize>j << 3), one);
    store<f64>(scaled + (<usize>j << 3), own * one);
  }
}

function addTiles(plain: usize, scaled: usize, count: usize, width: usize, into: usize): void {
  const bytes = width << 3, end = scaled + count * bytes;
  for (let i: usize = 0; i < bytes; i += 32) {
    for (let j: usize = 0; j <= i; j += 32) addTile(plain + j, scaled + i, end, bytes, into + i * width + j);
  }
}

// @ts-ignore: decorator
@inline function addTile(q: usize, p: usize, end: usize, bytes: usize, into: usize): void {
  const t1 = into + bytes, t2 = t1 + bytes, t3 = t2 + bytes;
  let a0 = v128.load(into), a1 = v128.load(into, 16), b0 = v128.load(t1), b1 = v128.load(t1, 16);
  let c0 = v128.load(t2), c1 = v128.load(t2, 16), d0 = v128.load(t3), d1 = v128.load(t3, 16);
  for (; p < end; p += bytes, q += bytes) {
    const low = v128.load(q), high = v128.load(q, 16);
    const a = v128.load64_splat(p), b = v128.load64_splat(p, 8);
    const c = v128.load64_splat(p, 16), d = v128.load64_splat(p, 24);
    a0 = multiplyAdd(a, low, a0);
    a1 = multiplyAdd(a, high, a1);
    b0 = multiplyAdd(b, low, b0);
    b1 = multiplyAdd(b, high, b1);
    c0 = multiplyAdd(c, low, c0);
    c1 = multiplyAdd(c, high, c1);
    d0 = multiplyAdd(d, low, d0);
    d1 = multiplyAdd(d, high, d1);
  }
  v128.store(into, a0);
  v128.store(into, a1, 16);
  v128.store(t1, b0);
  v128.store(t1, b1, 16);
  v128.store(t2, c0);
  v128.store(t2, c1, 16);
  v128.store(t3, d0);
  v128.store(t3, d1, 16);
}
