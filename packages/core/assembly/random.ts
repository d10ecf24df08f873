// Philox4x32-10 with four blocks side by side, in the layout of core's `stepWords`, `stepNormals` and `shuffle`.

import { cosSmall, log, sinSmall, transpose } from './elementary';

// The four products of two 32-bit words, 64 bits each, come two a vector; these part them into low and high words.
// @ts-ignore: decorator
@inline function lows(ab: v128, cd: v128): v128 {
  return v128.shuffle<u32>(ab, cd, 0, 2, 4, 6);
}
// @ts-ignore: decorator
@inline function highs(ab: v128, cd: v128): v128 {
  return v128.shuffle<u32>(ab, cd, 1, 3, 5, 7);
}

/** The multipliers and 4. In memory: see elementary.ts. */
const PHILOX = memory.data<u32>([0xd2511f53, 0xcd9e8d57, 4]);
/** The keys of the ten rounds, two vectors each. */
const keys = memory.data(320, 16);

/**
 * Blocks 4 chunk .. 4 chunk + 3 of a stream and those that follow, 16 words a chunk, word by word. Chunks are made
 * in pairs (an odd count makes one more), since the rounds of one alone would wait for each other.
 */
export function words(
  out: usize, chunk: i32, chunks: i32, seed0: u32, seed1: u32, purpose: u32, round: u32, step: u32,
): void {
  expandKeys(seed0, seed1);
  for (const end = out + (<usize>chunks << 6); out < end; out += 128) {
    pair(out, chunk, purpose, round, step);
    chunk += 2;
  }
}

/** Two chunks, by the keys that `expandKeys` left. */
// @ts-ignore: decorator
@inline function pair(out: usize, chunk: i32, purpose: u32, round: u32, step: u32): void {
  const m0 = v128.load32_splat(PHILOX), m1 = v128.load32_splat(PHILOX, 4);
  let a0 = i32x4.add(i32x4.splat(chunk << 2), i32x4(0, 1, 2, 3));
  let a1 = i32x4.splat(step), a2 = i32x4.splat(round), a3 = i32x4.splat(purpose);
  let b0 = i32x4.add(a0, v128.load32_splat(PHILOX, 8)), b1 = a1, b2 = a2, b3 = a3;
  for (let key = keys; key < keys + 320; key += 32) {
    const a0Low = i64x2.extmul_low_i32x4_u(a0, m0), a0High = i64x2.extmul_high_i32x4_u(a0, m0);
    const a2Low = i64x2.extmul_low_i32x4_u(a2, m1), a2High = i64x2.extmul_high_i32x4_u(a2, m1);
    const b0Low = i64x2.extmul_low_i32x4_u(b0, m0), b0High = i64x2.extmul_high_i32x4_u(b0, m0);
    const b2Low = i64x2.extmul_low_i32x4_u(b2, m1), b2High = i64x2.extmul_high_i32x4_u(b2, m1);
    const k0 = v128.load(key), k1 = v128.load(key, 16);
    a0 = v128.xor(highs(a2Low, a2High), v128.xor(a1, k0));
    b0 = v128.xor(highs(b2Low, b2High), v128.xor(b1, k0));
    a2 = v128.xor(highs(a0Low, a0High), v128.xor(a3, k1));
    b2 = v128.xor(highs(b0Low, b0High), v128.xor(b3, k1));
    a1 = lows(a2Low, a2High);
    b1 = lows(b2Low, b2High);
    a3 = lows(a0Low, a0High);
    b3 = lows(b0Low, b0High);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, b0, 64);
  v128.store(out, b1, 80);
  v128.store(out, b2, 96);
  v128.store(out, b3, 112);
}

function expandKeys(k0: u32, k1: u32): void {
  for (let key = keys; key < keys + 320; key += 32) {
    v128.store(key, i32x4.splat(k0));
    v128.store(key, i32x4.splat(k1), 16);
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
}

/** Words to standard normals in place (Box-Muller), `chunks` of 16: the radii first, then the angles. */
export function normals(at: usize, chunks: i32): void {
  const unit = v128.load32_splat(BOX_MULLER), turn = v128.load32_splat(BOX_MULLER, 4);
  const end = at + (<usize>chunks << 6);
  for (let u = at; u < end; u += 32) {
    const a = f32x4.convert_i32x4_s(i32x4.add(i32x4.shr_u(v128.load(u), 8), i32x4.splat(1)));
    v128.store(u, f32x4.sqrt(f32x4.mul(log(f32x4.mul(a, unit)), f32x4.splat(-2))));
  }
  const magic = v128.load32_splat(BOX_MULLER, 8), four = f32x4.splat(4), quarter = f32x4.splat(0.25);
  for (; at < end; at += 32) {
    const v = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at, 16), 8)), unit);
    // v = q / 4 + t / (2 pi); adding 1.5 * 2^23 rounds 4 v to q and leaves q in the low bits.
    const q = f32x4.add(f32x4.mul(v, four), magic);
    const t = f32x4.mul(f32x4.sub(v, f32x4.mul(f32x4.sub(q, magic), quarter)), turn);
    const s = sinSmall(t), c = cosSmall(t), r = v128.load(at);
    const odd = i32x4.shr_s(i32x4.shl(q, 31), 31);
    const signOfSine = i32x4.shl(i32x4.shr_u(q, 1), 31);
    const signOfCosine = v128.xor(signOfSine, i32x4.shl(q, 31));
    v128.store(at, f32x4.mul(r, v128.xor(v128.bitselect(s, c, odd), signOfCosine)));
    v128.store(at, f32x4.mul(r, v128.xor(v128.bitselect(c, s, odd), signOfSine)), 16);
  }
}

/** 2^-24, 2 pi, 1.5 * 2^23. */
const BOX_MULLER = memory.data<f32>([5.9604644775390625e-8, 6.283185307179586, 12582912.0]);

/** h[o, b] is dropped (0) where its word is below `threshold`, else times `scale`. Rows of words: `pitch` bytes. */
export function dropout(
  h: usize, rows: i32, stride: usize, bytes: usize, at: usize, pitch: usize, threshold: u32, scale: f32,
): void {
  const limit = i32x4.splat(threshold), factor = f32x4.splat(scale);
  for (let o = 0; o < rows; o++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const kept = i32x4.ge_u(v128.load(at + v), limit);
      v128.store(h + v, v128.and(f32x4.mul(v128.load(h + v), factor), kept));
    }
    h += stride;
    at += pitch;
  }
}

/** The words of two chunks. */
const WORDS = 32;
const buffer = memory.data(WORDS * 4, 16);

/** The largest n for which word n is below 2^53. */
const EXACT: u32 = 2097152;

/** Core's `shuffle` of 32-bit elements, and of `also` in step with them unless it is 0. */
export function shuffle(
  order: usize, also: usize, count: i32, seed0: u32, seed1: u32, purpose: u32, round: u32,
): void {
  expandKeys(seed0, seed1);
  // Few words at a time: the processor makes the next ones while it waits for the elements that these swap.
  for (let i = count - 1, chunk = 0; i > 0; i -= WORDS, chunk += 2) {
    pair(buffer, chunk, purpose, round, 0);
    if (also || i < WORDS || <u32>i >= EXACT) swapEach(order, also, i);
    else swapFew(order, i);
  }
}

/** The place of word k of block k / 4: words stand side by side in the lanes of a chunk's four vectors. */
// @ts-ignore: decorator
@inline function place(k: usize): usize {
  return buffer + ((k & 16) << 2) + ((k & 3) << 4) + (k & 12);
}

/** The swaps of as many words as there are, for elements i, i - 1, ... 1. */
function swapEach(order: usize, also: usize, i: u32): void {
  for (let k: usize = 0; k < <usize>WORDS && i > 0; k++, i--) {
    const j = below(load<u32>(place(k)), i + 1);
    swap(order, i, j);
    if (also) swap(also, i, j);
  }
}

/** The same of one list, where no word is too many and no product too large. */
// @ts-ignore: decorator
@inline function swapFew(order: usize, i: u32): void {
  for (let chunk = buffer; chunk < buffer + 128; chunk += 64) {
    for (let at = chunk; at < chunk + 16; at += 4, i -= 4) {
      swap(order, i, high(load<u32>(at), i + 1));
      swap(order, i - 1, high(load<u32>(at, 16), i));
      swap(order, i - 2, high(load<u32>(at, 32), i - 1));
      swap(order, i - 3, high(load<u32>(at, 48), i - 2));
    }
  }
}

// @ts-ignore: decorator
@inline function high(word: u32, n: u32): u32 {
  return <u32>((<u64>word * <u64>n) >> 32);
}

/** floor(word n / 2^32) as core has it: in f64, which is exact below 2^53 and rounds above. */
// @ts-ignore: decorator
@inline function below(word: u32, n: u32): u32 {
  return n <= EXACT ? high(word, n) : <u32>Math.floor((<f64>word * <f64>n) / 4294967296.0);
}

// @ts-ignore: decorator
@inline function swap(list: usize, i: u32, j: u32): void {
  const a = list + (<usize>i << 2), b = list + (<usize>j << 2);
  const moved = load<u32>(a);
  store<u32>(a, load<u32>(b));
  store<u32>(b, moved);
}
