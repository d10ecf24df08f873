// Images in blocks: 8 rows of the batch at a time, each value of the image 8 floats (32 bytes) behind the one before it.
// So a window's values lie side by side, and what a layer reads and writes for 8 rows is in the nearest caches; in a tile
// whose rows are as long as the batch, those of a window fall upon few lines of a cache and push each other out.

import { dropout } from '../../core/assembly/random';
import { gather } from './rows';

/** Bytes of a value in a block. */
export const BLOCK: usize = 32;

/** Rows at `list` -> blocks [batch / 8, values, 8], and the label behind each row's values -> `labels` [batch]. */
export function gatherBlocks(list: usize, chunks: i32, values: i32, blocks: usize, labels: usize, bytes: usize): void {
  const size = <usize>values * BLOCK;
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    // What stands behind a row's values falls upon the next block, which is filled next.
    gather(list + v, chunks, blocks, BLOCK, BLOCK);
    blocks += size;
    memory.copy(labels + v, blocks, BLOCK);
  }
}

/**
 * Values that are turned for all blocks before the next ones: rows of a tile fall upon few lines of a cache, and so many
 * stay there until they are whole.
 */
const TURNED = 8;

/** Blocks [batch / 8, values, 8] -> tile [values, batch]. */
export function toTile(blocks: usize, values: i32, tile: usize, stride: usize, bytes: usize): void {
  turn(true, blocks, values, tile, stride, bytes);
}

/** Tile [values, batch] -> blocks [batch / 8, values, 8]. */
export function toBlocks(tile: usize, values: i32, blocks: usize, stride: usize, bytes: usize): void {
  turn(false, blocks, values, tile, stride, bytes);
}

// @ts-ignore: decorator
@inline function turn(
  toTile: bool, blocks: usize, values: i32, tile: usize, stride: usize, bytes: usize,
): void {
  const size = <usize>values * BLOCK;
  for (; values > 0; values -= TURNED) {
    const count = min(values, TURNED);
    let block = blocks;
    for (let v: usize = 0; v < bytes; v += BLOCK) {
      let at = block, row = tile + v;
      for (let i = 0; i < count; i++) {
        const from = toTile ? at : row, to = toTile ? row : at;
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        at += BLOCK;
        row += stride;
      }
      block += size;
    }
    blocks += TURNED * BLOCK;
    tile += TURNED * stride;
  }
}

/** `dropout` of images in blocks. */
export function dropoutBlocks(
  blocks: usize, values: i32, words: usize, pitch: usize, threshold: u32, scale: f32, bytes: usize,
): void {
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    dropout(blocks, values, BLOCK, BLOCK, words + v, pitch, threshold, scale);
    blocks += <usize>values * BLOCK;
  }
}
