import { describe, expect, it } from 'vitest';
import { layeredVae } from './layered-vae.ts';
import { type DenseVae, denseVae } from './network.ts';
import { vaeParts } from './parts.ts';

const PLAIN: DenseVae = {
  ...{ features: 35, latentSize: 3, classes: 4, hiddenSizes: [] },
  ...{ reconstruction: 'bce', reduction: 'mean' },
};
const SHAPE = [7, 5, 1] as const;

const layersOf = (texts: readonly string[], conditional = false) =>
  vaeParts(layeredVae(denseVae({ ...PLAIN, conditional }), texts, SHAPE)).layers.map(
    ({ name, kind, from, to }) => `${name} ${kind} ${from.join('x')} ${to.join('x')}`,
  );

describe('a VAE of layers', () => {
  it('takes each layer of the encoder back, to sides that strides and windows do not divide', () => {
    expect(layersOf(['conv 6 3x3 stride 2', 'pool 2', 'dense 9'])).toEqual([
      'encoder.0 conv 7x5x1 4x3x6',
      'encoder.1 pool 4x3x6 2x1x6',
      'encoder.2 dense 2x1x6 9',
      'mu dense 9 3',
      'log_variance dense 9 3',
      'decoder.0 dense 3 9',
      'decoder.1 dense 9 2x1x6',
      'decoder.2 upsample 2x1x6 4x3x6',
      'reconstruction conv_transpose 4x3x6 7x5x1',
      'judging.0 conv 7x5x1 4x3x8',
      'judging.1 conv 4x3x8 2x2x16',
      'prediction dense 2x2x16 4',
    ]);
  });

  it('has the class beside what its last hidden layer makes of an image, and beside z', () => {
    const layers = layersOf(['conv 2 3x3'], true);
    expect(layers).toContain('mu dense 74 3');
    expect(layers).toContain('decoder.0 dense 7 7x5x2');
    expect(layers).toContain('reconstruction conv_transpose 7x5x2 7x5x1');
  });

  it('is that of sizes where all layers are dense', () => {
    const sized = denseVae({ ...PLAIN, hiddenSizes: [8, 6] });
    expect(layeredVae(denseVae(PLAIN), ['dense 8', 'dense 6'], SHAPE)).toEqual(sized);
    expect(layeredVae(denseVae(PLAIN), ['dense 8', 'dense 6'], undefined)).toEqual(sized);
  });

  it.each([[['pool 2', 'conv 3 3x3']], [['conv 3 3x3', 'dropout 0.5']]])(
    'has no parts where no decoder takes %j back',
    (texts) => {
      expect(() => layersOf(texts)).toThrow(TypeError);
    },
  );
});
