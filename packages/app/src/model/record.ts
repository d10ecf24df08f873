import type { CellReading, ImageReading } from '@latentsweep/coordinator';
import type { ClassifierNetwork, PreparedColumn, TrainedClassifier, Values } from '@latentsweep/core';

/** What a model directory holds. Another version of it is refused: what its files mean may be another thing. */
export const FORMAT = 'latentsweep model';
export const VERSION = 1;

/** model.json */
export interface ModelRecord {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly madeBy: { readonly latentsweep: string; readonly node: string };
  readonly sweep: {
    readonly name: string;
    readonly seed: number;
    readonly metric: string;
    readonly engine: string;
    /** Of its data. */
    readonly fingerprint: string;
  };
  /** By validation. */
  readonly rank: number;
  readonly config: Values;
  readonly configHash: string;
  readonly replicate: number;
  /** Of the trial, 16 hex digits. */
  readonly seed: string;
  /** The trial's result, by its hash in the store; null for results of older versions. */
  readonly resultHash: string | null;
  readonly target: string;
  readonly classes: readonly string[];
  /** How cells of a file are read. */
  readonly reading: CellReading;
  /** How images are read; absent where the data are none. */
  readonly images?: ImageReading;
  /** The largest difference of a probability to what the trial predicted of its test rows. */
  readonly difference: number;
  /** SHA-256 of the other files, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** What it predicts by. */
export interface Model {
  readonly record: ModelRecord;
  readonly columns: readonly ModelColumn[];
  readonly classifier: TrainedClassifier;
}

/** `cells`: how categories are read from a file. */
export type ModelColumn = PreparedColumn & { readonly cells: 'number' | 'text' | 'numeric' | 'boolean' };

/** preparation.json: columns whose quantiles are lists. */
export const preparationJson = (columns: readonly ModelColumn[]): string =>
  `${JSON.stringify({ columns }, (_, value: unknown) => (value instanceof Float64Array ? Array.from(value) : value))}\n`;

export function readPreparation(text: string): ModelColumn[] {
  const { columns } = JSON.parse(text) as { columns: ModelColumn[] };
  return columns.map((column): ModelColumn => {
    if (column.kind !== 'number' || column.scale.kind !== 'quantile') return column;
    const quantiles = Float64Array.from(column.scale.quantiles);
    return { ...column, scale: { kind: 'quantile', quantiles } };
  });
}

/** classifier.json, and weights.bin of a network: its parameters in little-endian single precision. */
export function classifierFiles(classifier: TrainedClassifier): { json: string; weights: Uint8Array | null } {
  if (classifier.kind !== 'network') return { json: `${JSON.stringify(classifier)}\n`, weights: null };
  const { kind, network, parameters } = classifier;
  return { json: `${JSON.stringify({ kind, network })}\n`, weights: littleEndian(parameters) };
}

export function littleEndian(values: Float32Array): Uint8Array {
  const out = new Uint8Array(4 * values.length);
  const view = new DataView(out.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return out;
}

/** `readWeights`: reads weights.bin. Others than networks have none. */
export async function readClassifier(
  json: string,
  readWeights: () => Promise<Uint8Array>,
): Promise<TrainedClassifier> {
  const read = JSON.parse(json) as
    | Exclude<TrainedClassifier, { kind: 'network' }>
    | { readonly kind: 'network'; readonly network: ClassifierNetwork };
  if (read.kind !== 'network') return read;
  const weights = await readWeights();
  const view = new DataView(weights.buffer, weights.byteOffset, weights.byteLength);
  const parameters = Float32Array.from({ length: weights.byteLength / 4 }, (_, i) =>
    view.getFloat32(4 * i, true),
  );
  return { ...read, parameters };
}
