import { type ColumnDecoding, type TrainedGenerator, vaeParts } from '@latentsweep/core';
import type { TrialModel } from '@latentsweep/worker';
import { type GeneratorFile, generatorOnnx } from './onnx/generator.ts';
import { littleEndian, type ModelRecord } from './record.ts';

/** A trained generator, its ONNX file, and how what it makes becomes cells. */
export interface HomeGenerator extends TrainedGenerator, GeneratorFile {
  readonly decodings: readonly ColumnDecoding[];
}

type Named = Pick<ModelRecord, 'config' | 'target' | 'classes'>;

/** Null where the trial's arm learns none. */
export function homeGenerator(
  { generator, columns, decodings }: TrialModel,
  { target, classes }: Named,
): HomeGenerator | null {
  if (generator === null) return null;
  return { ...generator, ...generatorOnnx({ generator, columns, decodings, target, classes }), decodings };
}

/**
 * Its files in a model folder, by name: for onnxruntime, and as plain data. generator.bin holds the parameters in little-endian
 * single precision, of each layer from `at` on its W and then its b: of a dense one W [inputs, outputs] row-major, of a convolution
 * and what takes one back [rows, columns, channels, channels] as docs/decisions/0055 has it; generator.json says which layers
 * there are, what the decoder makes of features, and what beside preparation.json makes cells of those.
 */
export function generatorFiles(
  generator: HomeGenerator,
  { config, classes }: Named,
): (readonly [string, Uint8Array | string])[] {
  const { network, parameters, fittedOn, band, inputs, outputs, decodings } = generator;
  const layers = vaeParts(network).layers.map(({ name, kind, at, inputs, outputs, ...more }) => ({
    ...{ name, kind, at, inputs, outputs },
    ...(kind === 'dense' ? {} : more),
  }));
  const columns = decodings.map((column) =>
    column.kind === 'number'
      ? { name: column.name, decimals: column.decimals, range: column.range }
      : { name: column.name },
  );
  const json = {
    ...{ kind: 'vae', arm: config['arm'], band, fittedOn: fittedOn.map((k) => classes[k]!) },
    ...{ inputs, outputs, network, layers, columns },
  };
  return [
    ['generator.json', `${JSON.stringify(json)}\n`],
    ['generator.bin', littleEndian(parameters)],
    ['generator.onnx', generator.onnx],
  ];
}
