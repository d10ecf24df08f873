import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Values } from '../parameter/parameter.ts';
import golden from './program.golden.json' with { type: 'json' };
import { type ProgramParameter, programSpace } from './program.ts';

const common = { description: '', default: 0 };
const LR: ProgramParameter = { name: 'lr', type: 'number', ...common };
const EPOCHS: ProgramParameter = { name: 'epochs', type: 'integer', ...common };
const ARM: ProgramParameter = { name: 'arm', type: 'choice', choices: ['oversample', 'b'], ...common };
const NESTEROV: ProgramParameter = { name: 'nesterov', type: 'boolean', ...common };
const ANY: ProgramParameter = { name: 'sizes', type: 'mixed', ...common };
const MOMENTUM: ProgramParameter = {
  ...{ name: 'momentum', type: 'number', ...common },
  needs: [
    { parameter: 'arm', in: ['b'] },
    { parameter: 'sizes', in: [[1, 2], 'x'] },
  ],
};
const space = programSpace([LR, EPOCHS, ARM, NESTEROV, ANY, MOMENTUM]);
const given: Values = { sizes: 'x', nesterov: true, arm: 'b', epochs: 3, lr: 0.1, momentum: 0.9, more: 1 };

describe('the space of a program', () => {
  it('has exactly its parameters, in its order, whatever is given', () => {
    expect(Object.entries(space.canonical(given))).toEqual([
      ['lr', 0.1],
      ['epochs', 3],
      ['arm', 'b'],
      ['nesterov', true],
      ['sizes', 'x'],
      ['momentum', 0.9],
    ]);
    expect(space.named('momentum')).toBe(MOMENTUM);
    expect(space.named('toString')).toBeUndefined();
  });

  it('leaves out what needs other values, of lists by their content', () => {
    expect(space.canonical({ ...given, arm: 'oversample' })).not.toHaveProperty('momentum');
    expect(space.canonical({ ...given, sizes: [1, 2] })).toHaveProperty('momentum');
    expect(space.canonical({ ...given, sizes: [2, 1] })).not.toHaveProperty('momentum');
  });

  it('knows no milestones, baselines or comparators, though names may be like ours', () => {
    const config = space.canonical({ ...given, arm: 'oversample', epochs: 3 });
    expect(space.milestones).toBeNull();
    expect(space.runHash(config)).toBe(space.hash(config));
    expect(space.runHash(space.canonical({ ...given, epochs: 4 }))).not.toBe(space.runHash(config));
    expect(space.baselineOf(config)).toBeNull();
    expect(space.isBaseline(config) || space.isComparator(config)).toBe(false);
  });

  it('has one config for 0 and -0, as JSON has', () => {
    expect(Object.is(space.canonical({ ...given, lr: -0 })['lr'], 0)).toBe(true);
  });

  it('is idempotent, and reads what it made from JSON in any order of names', () => {
    const scalar = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean());
    fc.assert(
      fc.property(
        fc.record({
          lr: fc.double({ noNaN: true, noDefaultInfinity: true }),
          epochs: fc.integer(),
          arm: fc.constantFrom('oversample', 'b'),
          nesterov: fc.boolean(),
          sizes: fc.oneof(scalar, fc.array(scalar)),
          momentum: fc.double({ noNaN: true, noDefaultInfinity: true }),
        }),
        (values) => {
          const config = space.canonical(values);
          expect(space.canonical(config)).toEqual(config);
          const stored = Object.fromEntries(Object.entries(config).reverse());
          const read = space.read(JSON.parse(JSON.stringify(stored)));
          expect(Object.keys(read)).toEqual(Object.keys(config));
          expect(space.hash(read)).toBe(space.hash(config));
        },
      ),
    );
  });

  it.each<[string, Values, RegExp]>([
    ['lacks a parameter', { ...given, epochs: undefined! }, /epochs = /],
    ['has one that is not known', { ...space.canonical(given), toy: 3 }, /toy = 3/],
    ['has one that means nothing', { ...space.canonical(given), arm: 'oversample' }, /momentum = 0.9/],
    ['has a text for a number', { ...space.canonical(given), lr: '0.1' }, /lr = "0.1"/],
    ['has a fraction for a whole number', { ...space.canonical(given), epochs: 0.5 }, /epochs = 0.5/],
    ['has a number for a boolean', { ...space.canonical(given), nesterov: 1 }, /nesterov = 1/],
    ['has no number', { ...space.canonical(given), lr: Number.NaN }, /lr = null/],
    ['has null', { ...space.canonical(given), sizes: null! }, /sizes = null/],
    ['has an object', { ...space.canonical(given), sizes: {} as never }, /sizes = /],
    ['has a list of lists', { ...space.canonical(given), sizes: [[1]] as never }, /sizes = /],
  ])('refuses a stored config that %s', (_, stored, words) => {
    expect(() => space.read(stored)).toThrow(expect.objectContaining({ code: 'foreign_config' }));
    expect(() => space.read(stored)).toThrow(words);
  });

  it('hashes configs as stores hold them', () => {
    for (const { config, hash } of golden) {
      const own = programSpace(
        Object.keys(config).map((name) => ({ name, type: 'mixed', description: '', default: 0 })),
      );
      expect(own.hash(own.canonical(config as unknown as Values))).toBe(hash);
    }
  });
});
