// A training step is a program: a list of instructions in memory, written by the driver once for each network.
// An instruction is an operation and its operands, 12 words; the letters beside each name its operands.

import { dropoutBlocks, gatherBlocks, toBlocks, toTile } from './blocks';
import { convolve, convolveBack, convolveTransposed, transposedBack } from './conv';
import { convolutionGradient, transposedGradient } from './conv-gradient';
import { forward, inputGradient } from './dense';
import { weightGradient } from './gradient';
import { latentGradient, reparametrise } from './latent';
import { rowGradient, rowLogits } from './logistic';
import { reconstruct, reconstructionGradient, sigmoidLoss, softmaxLoss } from './loss';
import { adam, rmsprop } from './optimizer';
import {
  category, categoryGradient, drawCategory, drawNumbers, drawYes, freeBits, logitNormal, logitNormalGradient, oneHot, sigmoids,
} from './outputs';
import { pool, poolGradient } from './pool';
import { dropout, normals, words } from '../../core/assembly/random';
import { gather, rowWeights, scatter, scatterNarrow, unpack } from './rows';
import { upsample, upsampleGradient } from './upsample';

export const INSTRUCTION_BYTES: u32 = 48;

export const GATHER: u32 = 0;
export const ROW_WEIGHTS: u32 = 1;
export const WORDS: u32 = 2;
export const NORMALS: u32 = 3;
export const DROPOUT: u32 = 4;
export const DENSE: u32 = 5;
export const INPUT_GRADIENT: u32 = 6;
export const WEIGHT_GRADIENT: u32 = 7;
export const REPARAMETRISE: u32 = 8;
export const LATENT_GRADIENT: u32 = 9;
export const RECONSTRUCT: u32 = 10;
export const RECONSTRUCTION_GRADIENT: u32 = 11;
export const SIGMOID_LOSS: u32 = 12;
export const SOFTMAX_LOSS: u32 = 13;
export const RMSPROP: u32 = 14;
export const ADAM: u32 = 15;
export const ROW_LOGITS: u32 = 16;
export const ROW_GRADIENT: u32 = 17;
export const COPY_ROW: u32 = 18;
export const SCATTER: u32 = 19;
export const SCATTER_NARROW: u32 = 20;
export const LOGIT_NORMAL: u32 = 21;
export const LOGIT_NORMAL_GRADIENT: u32 = 22;
export const CATEGORY: u32 = 23;
export const CATEGORY_GRADIENT: u32 = 24;
export const SIGMOIDS: u32 = 25;
export const DRAW_NUMBERS: u32 = 26;
export const DRAW_YES: u32 = 27;
export const DRAW_CATEGORY: u32 = 28;
export const ONE_HOT: u32 = 29;
export const FREE_BITS: u32 = 30;
export const GATHER_BLOCKS: u32 = 31;
export const TO_TILE: u32 = 32;
export const TO_BLOCKS: u32 = 33;
export const CONVOLVE: u32 = 34;
export const CONVOLVE_BACK: u32 = 35;
export const CONVOLUTION_GRADIENT: u32 = 36;
export const POOL: u32 = 37;
export const POOL_GRADIENT: u32 = 38;
export const DROPOUT_BLOCKS: u32 = 39;
export const TRANSPOSED: u32 = 40;
export const TRANSPOSED_BACK: u32 = 41;
export const TRANSPOSED_GRADIENT: u32 = 42;
export const UPSAMPLE: u32 = 43;
export const UPSAMPLE_GRADIENT: u32 = 44;

/**
 * Runs the program [program, end) once for each batch of the `count` rows at `list`. `weights` is 0 or a list of
 * the rows' weights. `stride` is the bytes of a tile's row; seed, round and the batch's number key the noise. `scratch` is where
 * rows of bytes are unpacked (see `unpack`), 0 where there are none.
 */
export function run(
  program: usize, end: usize, list: usize, weights: usize, count: i32, batchSize: i32, stride: usize,
  seed0: u32, seed1: u32, round: u32, measured: bool, scratch: usize, firstStep: u32,
): void {
  let step = firstStep;
  for (let at = 0; at < count; at += batchSize) {
    const here = <usize>at << 2;
    const rows = min(batchSize, count - at);
    const batch = scratch ? unpack(list + here, rows, scratch) : list + here;
    // Whole batches of rows that all weigh 1 have the weights of the one before.
    const reweighed = weights != 0 || at == 0 || rows < batchSize;
    runBatch(
      program, end, batch, weights ? weights + here : 0, reweighed, at, rows, stride, seed0, seed1, round, step, measured,
    );
    step++;
  }
}

// @ts-ignore: decorator
@inline function word(at: usize, k: usize): u32 {
  return load<u32>(at + (k << 2));
}
// @ts-ignore: decorator
@inline function float(at: usize, k: usize): f32 {
  return load<f32>(at + (k << 2));
}

/** Exported although only `run` calls it: V8 swaps in optimised code at calls, never inside a running loop. */
export function runBatch(
  program: usize, end: usize, list: usize, weights: usize, reweighed: bool, first: i32, rows: i32, stride: usize,
  seed0: u32, seed1: u32, round: u32, step: u32, measured: bool,
): void {
  // Two vectors of 4 rows at a time. Lanes beyond `rows` have weight 0.
  const bytes = (<usize>(rows + 7) >> 3) << 5;
  const scale = <f32>1 / <f32>rows;
  for (let i = program; i < end; i += INSTRUCTION_BYTES) {
    switch (word(i, 0)) {
      case GATHER: gather(list, word(i, 1), word(i, 2), stride, bytes); break;
      case ROW_WEIGHTS: if (reweighed) rowWeights(weights, rows, word(i, 1), bytes); break;
      case WORDS: words(word(i, 1), 0, word(i, 2), seed0, seed1, word(i, 3), round, step); break;
      case NORMALS: normals(word(i, 1), word(i, 2)); break;
      case DROPOUT: dropout(word(i, 1), word(i, 2), stride, bytes, word(i, 3), word(i, 4), word(i, 5), float(i, 6)); break;
      case DENSE: forward(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), float(i, 6), stride, bytes); break;
      case INPUT_GRADIENT: inputGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), float(i, 7), stride, bytes); break;
      case WEIGHT_GRADIENT: weightGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), stride, bytes); break;
      case REPARAMETRISE: reparametrise(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), word(i, 7), word(i, 8), stride, bytes); break;
      case LATENT_GRADIENT: latentGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), scale * float(i, 5), stride, bytes); break;
      case RECONSTRUCT: reconstruct(word(i, 1), word(i, 2), word(i, 3), <bool>word(i, 4), word(i, 5), word(i, 6), word(i, 7), measured, stride, bytes); break;
      case RECONSTRUCTION_GRADIENT: reconstructionGradient(word(i, 1), word(i, 2), word(i, 3), <bool>word(i, 4), word(i, 5), word(i, 6), scale * float(i, 7), stride, bytes); break;
      case SIGMOID_LOSS: sigmoidLoss(word(i, 1), word(i, 2), word(i, 3), word(i, 4), scale * float(i, 5), rows, word(i, 6), word(i, 7), measured, bytes); break;
      case SOFTMAX_LOSS: softmaxLoss(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), scale * float(i, 6), rows, word(i, 7), word(i, 8), stride, bytes); break;
      case RMSPROP: rmsprop(word(i, 1), word(i, 2), word(i, 3), word(i, 4), float(i, 5)); break;
      case ADAM: adam(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), float(i, 6), word(i, 7)); break;
      case ROW_LOGITS: rowLogits(list, word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), bytes); break;
      case ROW_GRADIENT: rowGradient(list, word(i, 1), word(i, 2), word(i, 3), word(i, 4), bytes); break;
      case COPY_ROW: memory.copy(word(i, 1), word(i, 2), bytes); break;
      case SCATTER: scatter(word(i, 1), word(i, 2), stride, word(i, 3) + <usize>first * (word(i, 2) << 4), rows); break;
      case SCATTER_NARROW: scatterNarrow(word(i, 1), word(i, 2), stride, word(i, 3) + <usize>first * (word(i, 2) << 2), rows); break;
      case LOGIT_NORMAL: logitNormal(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), word(i, 7), word(i, 8), float(i, 9), float(i, 10), measured, stride, bytes); break;
      case LOGIT_NORMAL_GRADIENT: logitNormalGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), scale * float(i, 7), stride, bytes); break;
      case CATEGORY: category(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), measured, stride, bytes); break;
      case CATEGORY_GRADIENT: categoryGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), scale * float(i, 6), stride, bytes); break;
      case SIGMOIDS: sigmoids(word(i, 1), word(i, 2), word(i, 3), stride, bytes); break;
      case DRAW_NUMBERS: drawNumbers(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), float(i, 6), word(i, 7), stride, bytes); break;
      case DRAW_YES: drawYes(word(i, 1), word(i, 2), word(i, 3), word(i, 4), stride, bytes); break;
      case DRAW_CATEGORY: drawCategory(word(i, 1), word(i, 2), word(i, 3), stride, bytes); break;
      case ONE_HOT: oneHot(word(i, 1), word(i, 2), word(i, 3), stride, bytes); break;
      case FREE_BITS: freeBits(word(i, 1), word(i, 2), word(i, 3), word(i, 4), <f64>float(i, 5) * <f64>rows, stride, bytes); break;
      case GATHER_BLOCKS: gatherBlocks(list, word(i, 1), word(i, 2), word(i, 3), word(i, 4), bytes); break;
      case TO_TILE: toTile(word(i, 1), word(i, 2), word(i, 3), stride, bytes); break;
      case TO_BLOCKS: toBlocks(word(i, 1), word(i, 2), word(i, 3), stride, bytes); break;
      case CONVOLVE: convolve(word(i, 1), word(i, 2), word(i, 3), word(i, 4), float(i, 5), bytes); break;
      case CONVOLVE_BACK: convolveBack(word(i, 1), word(i, 2), word(i, 3), word(i, 4), float(i, 5), float(i, 6), bytes); break;
      case CONVOLUTION_GRADIENT: convolutionGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), bytes); break;
      case POOL: pool(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), word(i, 7), word(i, 8), bytes); break;
      case POOL_GRADIENT: poolGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), word(i, 7), word(i, 8), float(i, 9), bytes); break;
      case DROPOUT_BLOCKS: dropoutBlocks(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), float(i, 6), bytes); break;
      case TRANSPOSED: convolveTransposed(word(i, 1), word(i, 2), word(i, 3), word(i, 4), float(i, 5), bytes); break;
      case TRANSPOSED_BACK: transposedBack(word(i, 1), word(i, 2), word(i, 3), word(i, 4), float(i, 5), float(i, 6), bytes); break;
      case TRANSPOSED_GRADIENT: transposedGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), bytes); break;
      case UPSAMPLE: upsample(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), word(i, 7), word(i, 8), bytes); break;
      case UPSAMPLE_GRADIENT: upsampleGradient(word(i, 1), word(i, 2), word(i, 3), word(i, 4), word(i, 5), word(i, 6), word(i, 7), word(i, 8), bytes); break;
      default: unreachable();
    }
  }
}
