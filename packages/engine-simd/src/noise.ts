/** Where noise lies in the kernels' memory, as the Engine port has it. */

/** The noise's stride in bytes: the batch size rounded up to a multiple of 4. */
export const pitchOf = (batchSize: number): number => Math.ceil(batchSize / 4) * 16;

/** Random words come in chunks of 16, and those in pairs. */
export const chunksOf = (rows: number, batchSize: number): number =>
  Math.ceil((rows * pitchOf(batchSize)) / 128) * 2;

/** Bytes of noise for so many rows: the last vector of a row may lie beyond the noise of the last row. */
export const noiseBytes = (rows: number, batchSize: number): number => chunksOf(rows, batchSize) * 64 + 16;

/** Units whose random word is below it are dropped. */
export const dropThreshold = (rate: number): number => Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1);
