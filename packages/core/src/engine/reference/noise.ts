import { hasRelu, type Layer } from '../../model/layer/kinds.ts';
import type { Output } from '../../model/network.ts';
import { Purpose, type Seed, stepNormals, stepWords } from '../../random/stream.ts';
import type { Draws } from './output.ts';

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

/**
 * The factors of the encoder's units for each row, of layers that a relu follows: 0 for a share `rate` of them, 1 / (1 - rate)
 * for the rest. Of other layers all are 1.
 */
export function batchKeep(
  encoder: readonly Layer[],
  rate: number,
  purpose: number,
  at: Place,
): (b: number) => Float64Array[] {
  const kept = noDropout(encoder)();
  if (rate === 0) return () => kept;
  const layers = encoder.map((layer, h) =>
    hasRelu(layer) ? factorsOf(layer.outputs, rate, purpose + 256 * h, at) : null,
  );
  return (b) => layers.map((of, h) => of?.(b) ?? kept[h]!);
}

/** The factors of a classifier's layers for each row: null for a layer that drops nothing. */
export function batchDropped(hidden: readonly Layer[], at: Place): (b: number) => (Float64Array | null)[] {
  const purpose = (h: number) => Purpose.classifierDropout + 256 * h;
  const factors = hidden.map((layer, h) =>
    layer.kind === 'dropout' && layer.rate > 0 ? factorsOf(layer.outputs, layer.rate, purpose(h), at) : null,
  );
  return (b) => factors.map((of) => of?.(b) ?? null);
}

/** Of the units of a layer for each row of a full batch. */
function factorsOf(units: number, rate: number, purpose: number, at: Place): (b: number) => Float64Array {
  const s = stride(at.batchSize);
  const words = stepWords(units * s, at.seed, purpose, at.round, at.step);
  return (b) =>
    Float64Array.from({ length: units }, (_, o) => (words[o * s + b]! < rate * 2 ** 32 ? 0 : 1 / (1 - rate)));
}

/** What is drawn for each row of a full batch as it is generated. */
export function batchDraws(outputs: readonly Output[], at: Place): (b: number) => Draws {
  const s = stride(at.batchSize);
  const count = (f: (output: Output) => number) => outputs.reduce((sum, output) => sum + f(output), 0);
  const numbers = count(({ kind, features }) => (kind === 'logit_normal' ? features : 0));
  const others = count(({ kind, features }) =>
    kind === 'softmax' ? 1 : kind === 'bernoulli' ? features : 0,
  );
  const normals = stepNormals(numbers * s, at.seed, Purpose.outputNormals, at.round, at.step);
  const words = stepWords(others * s, at.seed, Purpose.outputUniforms, at.round, at.step);
  return (b) => {
    let [number, other] = [0, 0];
    return {
      normal: () => normals[number++ * s + b]!,
      uniform: () => (words[other++ * s + b]! >>> 8) / 2 ** 24,
    };
  };
}

export function noDropout(encoder: readonly Layer[]): () => Float64Array[] {
  const ones = encoder.map(({ outputs }) => new Float64Array(outputs).fill(1));
  return () => ones;
}
