import type { SweepDefinition } from '@latentsweep/coordinator';
import { describe, expect, it } from 'vitest';
import { checkLayers } from './layers.ts';

const sizes = { majorityRows: 10, minorityRows: 10, classes: 2, balance: 'original' } as const;
const IMAGES = { ...sizes, features: 64, shape: [8, 8, 1] } as const;
const TABLE = { ...sizes, features: 64 } as const;

const given = (...values: readonly (readonly string[])[]) =>
  ({
    parameters: [
      { name: 'classifier_layers', distribution: { kind: 'categorical', values, probabilities: null } },
    ],
  }) as unknown as SweepDefinition;

describe('layers of a file beside its data', () => {
  it('may be what fits them', () => {
    checkLayers(given(['conv 4 3x3', 'pool 2', 'dense 5'], []), IMAGES);
    checkLayers(given(['dense 5']), TABLE);
    checkLayers({ parameters: [] } as unknown as SweepDefinition, TABLE);
  });

  it('are refused with their sizes on the way, each list that does not fit', () => {
    const check = () =>
      checkLayers(given(['pool 4', 'pool 4'], ['conv 4 3x3'], ['conv 2 9x9 valid']), IMAGES);
    expect(check).toThrow('Layers do not fit images of 8x8x1.');
    expect(check).toThrow(
      expect.objectContaining({
        code: 'layers_do_not_fit',
        faults: [
          expect.objectContaining({
            path: 'parameters.classifier_layers',
            message:
              '[pool 4,pool 4] does not fit: 8x8x1, pool 4: 2x2x1, pool 4: a window of 4 x 4 on an image of 2 x 2 x 1',
          }),
          expect.objectContaining({ message: expect.stringContaining('[conv 2 9x9 valid]') }),
        ],
      }),
    );
  });

  it('are refused where no thread has the memory for them', () => {
    const check = () => checkLayers(given(['conv 1024 64x64', 'conv 1024 64x64'], ['conv 4 3x3']), IMAGES);
    expect(check).toThrow('Layers make networks that are too large.');
    expect(check).toThrow(
      expect.objectContaining({
        code: 'layers_too_large',
        faults: [
          expect.objectContaining({
            message:
              '[conv 1024 64x64,conv 1024 64x64] needs about 137.7 GB a thread at batch_size 160; 2.0 GB are the most',
          }),
        ],
      }),
    );
  });

  it('are held against the largest batch', () => {
    const { parameters } = given(['conv 64 3x3', 'dense 4']);
    const batch = { name: 'batch_size', distribution: { kind: 'int_uniform', min: 1, max: 4096 } };
    const large = { ...sizes, features: 12_288, shape: [64, 64, 3] } as const;
    checkLayers({ parameters } as SweepDefinition, large);
    const check = () =>
      checkLayers({ parameters: [...parameters, batch] } as unknown as SweepDefinition, large);
    expect(check).toThrow('too large');
  });

  it('are refused of an encoder where they do not fit or no decoder takes them back', () => {
    const encoder = (...values: readonly (readonly string[])[]) =>
      ({
        parameters: [
          { name: 'encoder_layers', distribution: { kind: 'categorical', values, probabilities: null } },
        ],
      }) as unknown as SweepDefinition;
    checkLayers(encoder(['conv 4 3x3', 'pool 2', 'dense 5'], ['dense 4'], []), IMAGES);
    checkLayers(encoder(['dense 4']), TABLE);
    const path = 'parameters.encoder_layers';
    expect(() =>
      checkLayers(
        encoder(['pool 2', 'dense 5'], ['conv 2 3x3', 'dropout 0.5'], ['conv 2 9x9 valid']),
        IMAGES,
      ),
    ).toThrow(
      expect.objectContaining({
        code: 'layers_not_mirrored',
        faults: [
          expect.objectContaining({ path, message: expect.stringMatching(/^\[pool 2,dense 5\]: an image/) }),
          expect.objectContaining({
            path,
            message: '[conv 2 3x3,dropout 0.5]: no decoder takes dropout back',
          }),
          expect.objectContaining({ path, message: expect.stringContaining('does not fit: 8x8x1') }),
        ],
      }),
    );
    expect(() => checkLayers(encoder(['conv 1024 64x64', 'conv 1024 64x64']), IMAGES)).toThrow('too large');
    expect(() => checkLayers(encoder(['conv 4 3x3']), TABLE)).toThrow('which have no shape');
  });

  it('are refused of a table that has no shape', () => {
    expect(() => checkLayers(given(['conv 4 3x3']), TABLE)).toThrow(
      'Layers do not fit rows of 64 features, which have no shape.',
    );
  });
});
