import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerSpec } from './kinds.ts';
import { isBadLayer, layersOf, layerText, readLayer } from './text.ts';

const upTo = (maximum: number) => fc.integer({ min: 1, max: maximum });
const layer: fc.Arbitrary<LayerSpec> = fc.oneof(
  fc.record({ kind: fc.constant('dense' as const), units: upTo(1024) }),
  fc.record({ kind: fc.constant('pool' as const), size: upTo(64) }),
  fc.record({
    kind: fc.constant('dropout' as const),
    rate: fc.integer({ min: 0, max: 999_999 }).map((n) => n / 1e6),
  }),
  fc.record({
    kind: fc.constant('conv' as const),
    filters: upTo(1024),
    size: fc.tuple(upTo(64), upTo(64)),
    stride: upTo(64),
    padding: fc.constantFrom('same' as const, 'valid' as const),
  }),
);

describe('layers as text', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(layer, (spec) => {
        expect(readLayer(layerText(spec))).toEqual(spec);
      }),
    );
  });

  it('have one text, however they are written', () => {
    fc.assert(
      fc.property(layer, fc.constantFrom(' ', '  ', '\t'), (spec, blank) => {
        const read = readLayer(` ${layerText(spec).toUpperCase().replaceAll(' ', blank)} `);
        expect(isBadLayer(read) ? read : layerText(read)).toBe(layerText(spec));
      }),
    );
  });

  it('leave out what is so unless said', () => {
    expect(readLayer('conv 16 3x5')).toEqual({
      kind: 'conv',
      filters: 16,
      size: [3, 5],
      stride: 1,
      padding: 'same',
    });
    expect(layersOf(['conv 8 5x5 stride 1', 'pool 2']).map(layerText)).toEqual(['conv 8 5x5', 'pool 2']);
  });

  it.each([
    ['convolution 16 3x3', /unknown layer "convolution 16 3x3"/],
    ['conv 16', /is no layer/],
    ['conv 16 3', /is no layer/],
    ['conv 16 3x3 valid stride 2', /is no layer/],
    ['conv 0 3x3', /filters of "conv 0 3x3" must be from 1 to 1024/],
    ['conv 4 65x3', /rows of .* must be from 1 to 64/],
    ['conv 4 3x3 stride 0', /stride of .* must be from 1 to 64/],
    ['pool 2x2', /is no layer/],
    ['pool -2', /is no layer/],
    ['dense 1025', /units of .* must be from 1 to 1024/],
    ['dense', /is no layer/],
    ['dropout 1', /is no layer/],
    ['dropout 0.1234567', /is no layer/],
    ['toString 3', /unknown layer/],
    ['', /unknown layer ""/],
  ])('say what is wrong with %j', (text, fault) => {
    const read = readLayer(text);
    expect(read).toEqual({ fault: expect.stringMatching(fault), hint: expect.stringMatching(/\.$/) });
    expect(() => layersOf([text])).toThrow(TypeError);
  });
});
