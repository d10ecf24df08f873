import type { VaeNetwork } from '../../model/network.ts';
import { type Seed, stepNormals, stepWords } from '../../random/stream.ts';

/** Where in a run a batch stands. `batchSize` is the full batch's, whatever the rows in this one. */
export interface Place {
  readonly seed: Seed;
  readonly round: number;
  readonly step: number;
  readonly batchSize: number;
}

/** The noise's stride, S: the batch size rounded up to a multiple of 4. */
const stride = (batchSize: number): number => Math.ceil(batchSize / 4) * 4;

/** eps of each row of a full batch: row b has element [j * S + b] for coordinate j. */
export function batchEps(latentSize: number, purpose: number, at: Place): (b: number) => Float64Array {
  const s = stride(at.batchSize);
  const normals = stepNormals(latentSize * s, at.seed, purpose, at.round, at.step);
  return (b) => Float64Array.from({ length: latentSize }, (_, j) => normals[j * s + b]!);
}

/** The factors of the encoder's units for each row: 0 for a share `rate` of them, 1 / (1 - rate) for the rest. */
export function batchKeep(
  network: VaeNetwork,
  rate: number,
  purpose: number,
  at: Place,
): (b: number) => Float64Array[] {
  if (rate === 0) return noDropout(network);
  const s = stride(at.batchSize);
  const layers = network.hiddenSizes.map((size, h) =>
    stepWords(size * s, at.seed, purpose + 256 * h, at.round, at.step),
  );
  return (b) =>
    layers.map((words, h) =>
      Float64Array.from({ length: network.hiddenSizes[h]! }, (_, o) =>
        words[o * s + b]! < rate * 2 ** 32 ? 0 : 1 / (1 - rate),
      ),
    );
}

export function noDropout(network: VaeNetwork): () => Float64Array[] {
  const ones = network.hiddenSizes.map((size) => new Float64Array(size).fill(1));
  return () => ones;
}
