import { InputError, PARAMETERS, type Parameter } from '@latentsweep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './fixtures.ts';

/** Whether the text is a sweep; anything but a refusal with faults is a failure. */
function accepted(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.code).toBe('bad_sweep_file');
    expect(error.faults.length).toBeGreaterThan(0);
    for (const fault of error.faults) {
      expect(fault.message).not.toMatch(/[\p{Cc}]/u);
      expect(fault.hint).not.toBe('');
    }
    return false;
  }
}

test('any text is a sweep or has faults', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void accepted(text)));
});

test('any JSON is a sweep or has faults', () => {
  const names = [...PARAMETERS.map(({ name }) => name), 'loss_weights', 'mixing', '__proto__'];
  const keys = [
    'value',
    'values',
    'min',
    'max',
    'q',
    'mu',
    'distribution',
    'probabilities',
    'parameters',
    'kl',
  ];
  const entry = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }));
  const sweep = fc.record(
    {
      method: fc.constantFrom('grid', 'random', 3),
      parameters: fc.dictionary(fc.constantFrom(...names), fc.oneof(entry, fc.jsonValue())),
      dataset: fc.jsonValue(),
      metric: fc.jsonValue(),
      replicates: fc.jsonValue(),
    },
    { requiredKeys: ['method', 'parameters'] },
  );
  fc.assert(
    fc.property(sweep, (value) => void accepted(JSON.stringify(value))),
    { numRuns: 300 },
  );
});

test('one changed character of a good file is a sweep or has faults', () => {
  const good = `name: a\nmethod: grid\nmetric: { name: test_f1, goal: maximize }\nreplicates: 3\ndataset: { train: 100, coefficients: [1, 2], prior: 0.5 }\nparameters:\n  arm: { values: [smote, vae_mixing] }\n  loss_weights:\n    values:\n      - { kl: 1, prediction: 0.1 }\n      - { kl: 0, prediction: 1 }\n  latent_size: { min: 2, max: 5 }\n`;
  expect(accepted(good)).toBe(true);
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.string({ unit: 'binary', maxLength: 2 }), (at, text) => {
      void accepted(good.slice(0, at) + text + good.slice(at + 1));
    }),
    { numRuns: 500 },
  );
});

test('values in range are accepted, values out of range refused', () => {
  const numeric = PARAMETERS.filter(({ type }) => type === 'integer' || type === 'number');
  fc.assert(
    fc.property(
      fc.constantFrom(...numeric),
      fc.double({ min: -10, max: 10, noNaN: true }),
      (parameter, x) => {
        if (parameter.name.startsWith('mixing')) return;
        const value = parameter.type === 'integer' ? Math.round(x) : x;
        const text = JSON.stringify({ method: 'grid', parameters: { [parameter.name]: { value } } });
        expect(accepted(text)).toBe(isIn(value, parameter));
      },
    ),
    { numRuns: 300 },
  );
});

function isIn(value: number, parameter: Parameter): boolean {
  if (parameter.type !== 'integer' && parameter.type !== 'number') return false;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = parameter;
  return !(
    (minimum !== undefined && value < minimum) ||
    (maximum !== undefined && value > maximum) ||
    (exclusiveMinimum !== undefined && value <= exclusiveMinimum) ||
    (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
  );
}
