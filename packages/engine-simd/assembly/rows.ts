// Rows in memory are row-major: the features, the class label as a float, zeros up to a multiple of 4 floats.
// Rows of bytes: white, the number of features, 0 and the class label in 32 bits each, then the features, a byte each, zeros
// up to a multiple of 16. A feature is its byte over white. Their addresses in a list have a 1 in the last bit.
// A pass works on a list of addresses of rows. Tiles are the transpose: row i is feature i of the batch.

import { transpose } from '../../core/assembly/elementary';

/**
 * Row numbers over several sources -> addresses, in place. `table` has (rows, address, bytes of a row) of
 * each source. Returns whether every number was within the sources.
 */
export function addresses(order: usize, count: i32, table: usize, sources: i32): bool {
  for (const end = order + (<usize>count << 2); order < end; order += 4) {
    let row = load<u32>(order);
    let k = 0, at = table;
    while (k < sources && row >= load<u32>(at)) {
      row -= load<u32>(at);
      at += 12;
      k++;
    }
    if (k == sources) return false;
    store<u32>(order, load<u32>(at, 4) + row * load<u32>(at, 8));
  }
  return true;
}

/** The addresses of `count` rows that follow each other. */
export function sequence(list: usize, count: i32, at: u32, rowBytes: u32): void {
  for (const end = list + (<usize>count << 2); list < end; list += 4) {
    store<u32>(list, at);
    at += rowBytes;
  }
}

/**
 * A batch's list as one of rows of floats alone: those of bytes are unpacked at `scratch`, which has the bytes of a row, then room
 * for a list of `rows` and up to seven more, and for as many rows. Returns that list.
 */
export function unpack(list: usize, rows: i32, scratch: usize): usize {
  const count = <usize>((rows + 7) & ~7);
  const width = load<u32>(scratch);
  const made = scratch + 16;
  let to = made + (count << 2);
  for (let i: usize = 0; i < count << 2; i += 4) {
    let row = <usize>load<u32>(list + i);
    if (row & 1) {
      unpackRow(row ^ 1, to, width);
      row = to;
      to += width;
    }
    store<u32>(made + i, <u32>row);
  }
  return made;
}

function unpackRow(row: usize, to: usize, width: usize): void {
  const white = v128.load32_splat(row);
  const features = <usize>load<u32>(row, 4);
  for (let d: usize = 0; d < features; d += 16) {
    const bytes = v128.load(row + d, 16);
    const low = i16x8.extend_low_i8x16_u(bytes), high = i16x8.extend_high_i8x16_u(bytes);
    const at = to + (d << 2);
    v128.store(at, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)), white));
    v128.store(at, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)), white), 16);
    v128.store(at, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)), white), 32);
    v128.store(at, f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)), white), 48);
  }
  const end = to + width;
  let at = to + (features << 2);
  store<f32>(at, load<f32>(row, 12));
  for (at += 4; at < end; at += 4) store<f32>(at, 0);
}

/** Rows at `list` -> tile [4 chunks, batch]. */
export function gather(list: usize, chunks: i32, tile: usize, stride: usize, bytes: usize): void {
  for (const end = tile + bytes; tile < end; tile += 16) {
    const p0 = load<u32>(list), p1 = load<u32>(list, 4), p2 = load<u32>(list, 8), p3 = load<u32>(list, 12);
    list += 16;
    let to = tile;
    const width = <usize>chunks << 4;
    for (let c: usize = 0; c < width; c += 16) {
      transpose(v128.load(p0 + c), v128.load(p1 + c), v128.load(p2 + c), v128.load(p3 + c), to, to + stride, to + 2 * stride, to + 3 * stride);
      to += 4 * stride;
    }
  }
}

/** Tile [4 chunks, batch] -> `count` rows that follow each other from `to` on. */
export function scatter(tile: usize, chunks: i32, stride: usize, to: usize, count: i32): void {
  const width = <usize>chunks << 4;
  for (; count >= 4; count -= 4) {
    let from = tile;
    for (let c: usize = 0; c < width; c += 16) {
      const at = to + c;
      transpose(v128.load(from), v128.load(from + stride), v128.load(from + 2 * stride), v128.load(from + 3 * stride), at, at + width, at + 2 * width, at + 3 * width);
      from += 4 * stride;
    }
    to += 4 * width;
    tile += 16;
  }
  for (; count > 0; count--) {
    let from = tile;
    for (let c: usize = 0; c < width; c += 4) {
      store<f32>(to + c, load<f32>(from));
      from += stride;
    }
    to += width;
    tile += 4;
  }
}

/** Tile [rows, batch] -> out [count, rows]. */
export function scatterNarrow(tile: usize, rows: i32, stride: usize, out: usize, count: i32): void {
  for (let b = 0; b < count; b++) {
    let from = tile;
    for (let k = 0; k < rows; k++) {
      store<f32>(out, load<f32>(from));
      out += 4;
      from += stride;
    }
    tile += 4;
  }
}

/** The weight of each row of the batch, 0 beyond its `count` rows; `weights` 0 for all 1. */
export function rowWeights(weights: usize, count: i32, tile: usize, bytes: usize): void {
  for (let v: usize = 0; v < bytes; v += 16) {
    const w = weights ? v128.load(weights + v) : f32x4.splat(1);
    v128.store(tile + v, v128.and(w, valid(v, count)));
  }
}

/** All ones in the lanes of rows below `count`, for the vector at `v` bytes of a tile's row. */
// @ts-ignore: decorator
@inline export function valid(v: usize, count: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4.splat(<i32>(v >> 2)), i32x4(0, 1, 2, 3)), i32x4.splat(count));
}
