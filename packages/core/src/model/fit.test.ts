import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misfit } from './fit.ts';
import { layersOf } from './layer/text.ts';
import { classifierParts } from './parts.ts';

describe('layers over a shape', () => {
  it.each([
    [
      [28, 28, 1],
      ['conv 16 3x3', 'pool 2', 'dense 64'],
    ],
    [
      [8, 8, 3],
      ['conv 4 8x8 valid', 'conv 5 3x3', 'dense 3', 'dense 2'],
    ],
    [[10], ['dense 4']],
    [[10], []],
  ])('fit %j: %j', (shape, texts) => {
    expect(misfit(shape, layersOf(texts))).toBeNull();
  });

  it.each([
    [
      [28, 28, 1],
      ['conv 16 5x5 valid', 'pool 16', 'pool 2', 'dense 64'],
      '28x28x1, conv 16 5x5 valid: 24x24x16, pool 16: 1x1x16, pool 2: a window of 2 x 2 on an image of 1 x 1 x 16',
    ],
    [[8, 8, 1], ['conv 4 9x3 valid'], '8x8x1, conv 4 9x3 valid: a window of 9 x 3 on an image of 8 x 8 x 1'],
    [
      [8, 8, 1],
      ['dense 9', 'conv 4 3x3'],
      '8x8x1, dense 9: 9, conv 4 3x3: a convolution over 9 values, which are no image',
    ],
    [[10], ['pool 2'], '10, pool 2: pooling over 10 values, which are no image'],
  ])('do not fit %j: %j', (shape, texts, why) => {
    expect(misfit(shape, layersOf(texts))).toBe(why);
  });

  it('fit where a network can be made of them', () => {
    const text = fc.constantFrom(
      'conv 3 3x3',
      'conv 2 4x2 valid',
      'conv 2 3x3 stride 2',
      'pool 2',
      'dense 5',
    );
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), side, side, (texts, height, width) => {
        const shape = [height, width, 2] as const;
        const hidden = layersOf(texts);
        const make = () => classifierParts({ features: 2 * height * width, shape, hidden, classes: 2 });
        if (misfit(shape, hidden) === null) expect(make().head.inputs).toBeGreaterThan(0);
        else expect(make).toThrow(TypeError);
      }),
    );
  });
});
